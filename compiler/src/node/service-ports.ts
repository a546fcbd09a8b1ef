/**
 * The TCP ports by name and alias, of the text of /etc/services; the first line that has a name counts, as for
 * getservbyname(3).
 */
export function servicePorts(text: string): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [name, entry, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const port = /^(\d+)\/tcp$/.exec(entry ?? '')?.[1];
    if (name === undefined || port === undefined) continue;
    for (const key of [name, ...aliases]) if (!ports.has(key)) ports.set(key, Number(port));
  }
  return ports;
}
