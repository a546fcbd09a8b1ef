export function fmt(): number {
  return 0;
}
