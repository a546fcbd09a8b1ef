/** smtpd.h: SMTP_LINELEN. */
const ADDRESS_MAX = 1000;

/**
 * The addresses in a field's value, with its line breaks: comments, names, blanks and the names of groups are left out
 * (enqueue.c:parse_addr). A string says what is wrong.
 */
export function headerAddresses(value: string): readonly string[] | string {
  const addresses: string[] = [];
  let address = '';
  let quoted = false;
  let escaped = false;
  let comments = 0;
  let bracketed = false;
  let ended = false;
  const end = (): void => {
    if (address !== '') addresses.push(address);
    address = '';
    ended = false;
  };
  for (const character of value.replace(/\r?\n/g, '')) {
    const plain = comments === 0 && !quoted && !escaped;
    const opens = character === '(' && !quoted && !escaped;
    if (opens) comments += 1;
    if (character === '"' && comments === 0 && !escaped) quoted = !quoted;
    if (plain && (character === ',' || character === ';')) end();
    // What came before was a group's name, or somebody's.
    else if (plain && (character === ':' || character === '<')) {
      address = '';
      bracketed ||= character === '<';
    } else if (plain && bracketed && character === '>') ended = true;
    else if (comments === 0 && !ended && (quoted || escaped || !/[ \t]/.test(character))) address += character;
    if (address.length >= ADDRESS_MAX) return 'an address is too long';
    if (character === ')' && comments > 0 && !quoted && !opens) comments -= 1;
    escaped = character === '\\' && !escaped && comments === 0;
  }
  if (comments > 0 || quoted || escaped) return 'a comment or a quoted part of an address does not end';
  end();
  return addresses;
}
