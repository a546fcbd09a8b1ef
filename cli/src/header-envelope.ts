/** The envelope that the headers of a message suggest: its From, and all of To, Cc and Bcc. */
export function headerEnvelope(message: string): { readonly mailFrom?: string; readonly rcptTo: readonly string[] } {
  const [head = ''] = message.split(/\r?\n\r?\n/, 1);
  const headers = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const addressesOf = (names: RegExp) =>
    headers.flatMap((header) => {
      const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(header) ?? [];
      return names.test(name) ? addresses(value) : [];
    });
  const [mailFrom] = addressesOf(/^from$/i);
  return { ...(mailFrom === undefined ? {} : { mailFrom }), rcptTo: [...new Set(addressesOf(/^(?:to|cc|bcc)$/i))] };
}

/** What looks like an address, in brackets or bare; names and comments around it do not matter. */
function addresses(value: string): string[] {
  const plain = value.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/\([^()]*\)/g, '');
  return plain.split(',').flatMap((part) => {
    const address =
      /<([^>]*)>/.exec(part)?.[1] ??
      part
        .replace(/^[^:@]*:/, '')
        .replace(/;$/, '')
        .trim();
    return address === '' ? [] : [address];
  });
}
