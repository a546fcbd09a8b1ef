/** The same numbers every time: each call gives one below the argument. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What people and their editors put into a file, and what lexers stumble over. */
const PIECES = [
  '\n',
  '\r\n',
  '"',
  "'",
  '{',
  '}',
  '<t>',
  '$m',
  '$',
  'match ',
  'action ',
  '😀',
  '#',
  '\\',
  '\\\n',
  ' ',
  ',',
  '!',
  '0',
  '9',
  '\0',
  'x',
  'm = "x"\n',
  'm = "{ a, b }"\n',
  'table t { a = b }\n',
  'table t { a, b }\n',
  'action "a" mbox alias <t>\n',
  'match from any for domain { "d", "e" } action "a"\n',
  'match from any for any reject\n',
  'include "/etc/mail/more.conf"\n',
  'listen on lo0 tag T\n',
  'srs key "k"\n',
  'filter f phase connect match !rdns junk\n',
  'filter "f" chain { f }\n',
  'action "r" relay filter f\n',
  'accept for local deliver to mbox\n',
  '',
  '',
  '',
];

/** A text after an edit: something put in, taken out, moved, or another line said again. */
export function edited(text: string, pick: (below: number) => number): string {
  const at = pick(text.length + 1);
  switch (pick(8)) {
    case 0: {
      const end = Math.min(text.length, at + 1 + pick(12));
      return text.slice(0, at) + text.slice(end);
    }
    case 1: {
      const lines = text.split('\n');
      const [line = ''] = lines.splice(pick(lines.length), 1);
      lines.splice(pick(lines.length + 1), 0, line);
      return lines.join('\n');
    }
    case 2: {
      const lines = text.split('\n');
      lines.splice(pick(lines.length), 1 + pick(2));
      return lines.join('\n');
    }
    case 3: {
      const lines = text.split('\n');
      const start = pick(lines.length);
      lines.splice(pick(lines.length + 1), 0, ...lines.slice(start, start + 1 + pick(3)));
      return lines.join('\n');
    }
    default:
      return text.slice(0, at) + (PIECES[pick(PIECES.length)] ?? '') + text.slice(at);
  }
}
