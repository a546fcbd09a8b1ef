/** A text in XML, in attributes too. Control characters have no place in XML 1.0, not even escaped. */
export function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
      // Half a character.
      .replace(/\p{Cs}/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // An attribute would have spaces in their places.
      .replaceAll('\t', '&#9;')
      .replaceAll('\r', '&#13;')
      .replaceAll('\n', '&#10;')
  );
}
