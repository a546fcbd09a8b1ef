/** The same numbers every time: `pick(n)` is below n. */
export function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * A configuration as a provider of mail for many customers has it: macros, tables, filters, listeners, and for each
 * customer a block of comment, table, actions and rules.
 *
 * @param {number} lines how long it is
 * @param {boolean} faulty whether each block has mistakes in it
 */
export function sampleText(lines, faulty) {
  const pick = numbers(7);
  const text = [
    '# mail for many customers',
    'name = "mx.example.org"',
    'lan = "10.0.0.0/8"',
    ...Array.from({ length: 12 }, (_, n) => `host${n} = "smtp+tls://out${n}.example.org:587"`),
    '',
    'table aliases { root = "admin", postmaster = "admin", abuse = "admin" }',
    'table trusted { 10.1.0.0/16, 10.2.0.0/16, 192.0.2.0/24 }',
    'filter "rdns" phase connect match !rdns disconnect "550 no name"',
    'filter "fcrdns" phase connect match !fcrdns disconnect "550 no matching name"',
    'filter "known" chain { "rdns", "fcrdns" }',
    'listen on socket',
    ...Array.from({ length: 8 }, (_, n) => `listen on 192.0.2.${n + 1} port 25 tag IN${n} filter "known"`),
    'smtp max-message-size 35M',
    'queue ttl 4d',
    'action "local" mbox alias <aliases>',
    'action "out" relay helo $name',
  ];
  for (let n = 0; text.length < lines - 12; n += 1) {
    const name = `customer${n}`;
    const domain = `${name}.example`;
    text.push('', `# ${name}: ${'a contract of many years, '.repeat(1 + pick(2))}see the wiki`);
    text.push(
      `table "${name}-users" { "info@${domain}" = "u${n}", "sales@${domain}" = "u${n},v${n}", "info@www.${domain}" = "u${n}" }`,
    );
    text.push(`table "${name}-hosts" { 10.${n % 250}.${pick(250)}.0/24, 10.${n % 250}.${pick(250)}.7 }`);
    text.push(`action "${name}" maildir "/var/mail/${name}/%{dest.user:lowercase}" virtual <${name}-users> ttl 2d`);
    text.push(`action "${name}-out" relay host $host${pick(12)} helo $name`);
    text.push(`match tag IN${pick(8)} from any mail-from "@spam${n}.example" for domain "${domain}" reject`);
    text.push(`match from any for domain { "${domain}", "www.${domain}" } action "${name}"`);
    text.push(`match from src <${name}-hosts> mail-from "@${domain}" for any action "${name}-out"`);
    if (faulty) {
      text.push(`match for domain "late.${domain}" action "${name}"`, `match from any for any action "gone${n}"`);
      text.push(`table "${name}-idle" { "a", "b" }`, `action "${name}-idle" relay host smtp://u@out.example.org`);
    }
  }
  while (text.length < lines - 2) text.push('# the end');
  return `${[...text, 'match from local for local action "local"', 'match from local for any action "out"'].join('\n')}\n`;
}
