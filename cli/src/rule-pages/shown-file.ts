import type { ExampleFile } from '@smtpd-conf/checker';

/** A file beside an example: its name with what is unusual about it, and its text if that can be shown. */
export function shownFile(path: string, file: string | ExampleFile): { name: string; text: string | undefined } {
  if (typeof file === 'string') return { name: path, text: file };
  const { text, base64, mode } = file;
  const facts = [
    ...(base64 === undefined ? [] : [`${atob(base64).length} bytes`]),
    ...(mode === undefined ? [] : [`mode ${mode}`]),
  ];
  return { name: facts.length > 0 ? `${path} (${facts.join(', ')})` : path, text };
}
