import { type Platform, parseIPv4, parseIPv6 } from '@smtpd-conf/grammar';

/** SMTPD_MAXDOMAINPARTSIZE without its NUL. */
const DOMAIN_MAX = 255;
const LABEL_MAX = 63;
/** NS_MAXCDNAME: a name in wire form. */
const WIRE_MAX = 255;

/** util.c:valid_domainpart: what may stand after HELO and behind an `@`: a host name, or an address in brackets. */
export function isDomainPart(text: string, platform: Platform): boolean {
  if (text.startsWith('[')) return isAddressLiteral(text);
  if (text === '' || text.length > DOMAIN_MAX || text.endsWith('.')) return false;
  return platform === 'linux' ? isGlibcHostName(text) : isBsdHostName(text);
}

function isAddressLiteral(text: string): boolean {
  const inside = text.slice(/^\[ipv6:/i.test(text) ? 6 : 1);
  const close = inside.indexOf(']');
  if (inside.length > DOMAIN_MAX || close === -1 || close !== inside.length - 1) return false;
  const address = inside.slice(0, close);
  return parseIPv4(address) !== undefined || parseIPv6(address) !== undefined;
}

/** res_hnok of glibc: labels as ns_name_pton reads them, escapes included, and no leading dash. */
function isGlibcHostName(text: string): boolean {
  const labels = wireLabels(text);
  if (!labels || labels[0]?.startsWith('-')) return false;
  return labels.every((label) => /^[0-9a-z_-]+$/i.test(label));
}

function wireLabels(text: string): string[] | undefined {
  if (!/^[!-~]*$/.test(text)) return undefined;
  const labels = [''];
  for (const [token] of text.matchAll(/\\\d{3}|\\[^\d]|[^\\]|\\/g)) {
    if (token === '.') labels.push('');
    else {
      const character = unescaped(token);
      if (character === undefined) return undefined;
      labels[labels.length - 1] += character;
    }
  }
  const wire = labels.reduce((sum, label) => sum + label.length + 1, 1);
  return labels.some((label) => label === '' || label.length > LABEL_MAX) || wire > WIRE_MAX ? undefined : labels;
}

/** The character of `\X` and `\DDD`; none for a backslash that begins neither. */
function unescaped(token: string): string | undefined {
  if (!token.startsWith('\\')) return token;
  if (token.length === 2) return token.slice(1);
  const code = Number(token.slice(1));
  return token.length === 4 && code <= 255 ? String.fromCharCode(code) : undefined;
}

/** res_hnok of the BSDs: letters and digits, and inside a label `-` and `_`; of dots and lengths it asks nothing. */
function isBsdHostName(text: string): boolean {
  return text.split('.').every((label) => label === '' || /^[0-9a-z](?:[0-9a-z_-]*[0-9a-z])?$/i.test(label));
}
