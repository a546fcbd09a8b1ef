/** smtp_session.c: APPEND_DOMAIN_BUFFER_SIZE. An address of this length or more is left as it is. */
const BUFFER_SIZE = 65535;

export interface AddressCompletion {
  /** The listener's host name: what addresses without a domain get. */
  readonly domain: string;
  /** The sender's address where `masquerade` puts it into From. */
  readonly replacement?: string;
  /** Whether a backslash escapes within quotes too (7.5.0 and later). */
  readonly escapesInQuotes: boolean;
}

/**
 * header_domain_append_callback: the value of a To, Cc or From header, its lines parted by newlines, with domains on bare
 * addresses. The result ends in a newline. Commas in quotes, comments and after a backslash part nothing.
 */
export function completeAddresses(value: string, completion: AddressCompletion): string {
  let written = '';
  let address = '';
  /** The address outgrew the buffer: the rest of it goes out untouched. */
  let overflown = false;
  const complete = () => {
    if (address.length + completion.domain.length + 1 >= BUFFER_SIZE) return address;
    const completed = appendDomain(address, completion.domain);
    return completion.replacement === undefined ? completed : replaceAddress(completed, completion.replacement);
  };
  const add = (character: string) => {
    if (overflown) {
      written += character;
      return;
    }
    address += character;
    if (address.length < BUFFER_SIZE - 1) return;
    written += address;
    address = '';
    overflown = true;
  };
  let escaped = false;
  let quoted = false;
  let comment = 0;
  for (const character of `${value}\n`) {
    if (character === '\n') {
      add(character);
      continue;
    }
    if (character === '(' && !escaped && !quoted) comment += 1;
    if (character === '"' && !escaped && comment === 0) quoted = !quoted;
    if (character === ')' && !escaped && !quoted && comment > 0) comment -= 1;
    escaped = character === '\\' && !escaped && comment === 0 && (completion.escapesInQuotes || !quoted);
    if (character !== ',' || quoted || comment > 0) {
      add(character);
      continue;
    }
    written += `${overflown ? '' : complete()},`;
    address = '';
    overflown = false;
  }
  return address === '' ? written : written + complete();
}

/** header_append_domain_buffer. */
function appendDomain(text: string, domain: string): string {
  const address = scanAddress(text);
  if (!address.closed || address.hasDomain || address.isGroup) return text;
  let at = address.lastPart;
  if (address.bracket) {
    at = address.bracket.end - 1;
    while (isSpace(text[at])) at -= 1;
    if (text[at] === '<') return text;
  } else if (text[at] === undefined || isSpace(text[at])) return text;
  const completed = `${text.slice(0, at + 1)}@${domain}${text.slice(at + 1)}`;
  return completed.length >= BUFFER_SIZE ? text : completed;
}

/** header_address_rewrite_buffer: the address within brackets, or else the last word. */
function replaceAddress(text: string, replacement: string): string {
  const address = scanAddress(text);
  if (!address.closed || address.isGroup) return text;
  let { start, end } = address.bracket ?? { start: 0, end: 0 };
  if (!address.bracket && address.lastPart > 0) {
    start = address.lastPart;
    while (start >= 0 && text[start] !== ')' && !isSpace(text[start])) start -= 1;
    start += 1;
    end = address.lastPart + 1;
  }
  if (text.length - (end - start) + replacement.length >= BUFFER_SIZE) return text;
  return text.slice(0, start) + replacement + text.slice(end);
}

interface ScannedAddress {
  /** Quotes, comments and brackets are all closed. */
  readonly closed: boolean;
  readonly hasDomain: boolean;
  readonly isGroup: boolean;
  /** Where the text between the last `<` and `>` lies. */
  readonly bracket?: { readonly start: number; readonly end: number };
  /** The last character that is neither blank nor in a comment; 0 where there is none. */
  readonly lastPart: number;
}

/** The loop that both functions above begin with. A backslash escapes quotes and parentheses, but not in quotes. */
function scanAddress(text: string): ScannedAddress {
  let escaped = false;
  let quoted = false;
  let comment = 0;
  let open = false;
  let [hasDomain, isGroup, hasBracket, start, end, lastPart] = [false, false, false, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(' && !escaped && !quoted) comment += 1;
    if (character === '"' && !escaped && comment === 0) quoted = !quoted;
    if (character === ')' && !escaped && !quoted && comment > 0) comment -= 1;
    escaped = character === '\\' && !escaped && comment === 0 && !quoted;
    const plain = comment === 0 && !quoted;
    if (character === '<' && plain && !open) {
      open = true;
      hasBracket = true;
      start = at + 1;
    }
    if (character === '>' && plain && open) {
      open = false;
      end = at;
    }
    if (character === '@' && plain) hasDomain = true;
    if (character === ':' && plain) isGroup = true;
    if (comment === 0 && character !== ')' && !isSpace(character)) lastPart = at;
  }
  const closed = !escaped && !quoted && comment === 0 && !open;
  return { closed, hasDomain, isGroup, lastPart, ...(hasBracket ? { bracket: { start, end } } : {}) };
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /[ \t\n\v\f\r]/.test(character);
}
