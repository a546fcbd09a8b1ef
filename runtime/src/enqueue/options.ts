/** What the command line of sendmail(8) asks for. */
export interface EnqueueOptions {
  /** -f or -r: the sender. */
  readonly from?: string;
  /** -F: the sender's full name. */
  readonly name?: string;
  /** -t: recipients are taken from the header. */
  readonly fromHeader: boolean;
  /** -v: the dialogue with the server is shown. */
  readonly verbose: boolean;
  /** -N, -R and -V: what status notifications are asked for, as the parameters of SMTP have it. */
  readonly notify?: string;
  readonly ret?: string;
  readonly envid?: string;
  readonly recipients: readonly string[];
}

/** Letters with whether a value follows: in the same word or the next, in the same word or not at all (enqueue.c:enqueue). */
const LETTERS: ReadonlyMap<string, 'none' | 'value' | 'optional'> = new Map([
  ...[...'imStvxq'].map((letter) => [letter, 'none'] as const),
  ...[...'ABbeFfLNoprRV'].map((letter) => [letter, 'value'] as const),
  ...[...'EJ'].map((letter) => [letter, 'optional'] as const),
]);

/** Reads the words behind the program's name, as getopt(3) does; a string says what is wrong with them. */
export function readEnqueueOptions(words: readonly string[]): EnqueueOptions | string {
  const given = new Map<string, string>();
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    for (let place = 1; place < word.length; place += 1) {
      const letter = word[place] as string;
      const kind = LETTERS.get(letter);
      if (kind === undefined || letter === 'J') return `unknown option -${letter}`;
      if (kind === 'none') {
        given.set(letter, '');
        continue;
      }
      const rest = word.slice(place + 1);
      if (rest === '' && kind === 'value') at += 1;
      const value = rest === '' && kind === 'value' ? words[at] : rest;
      if (value === undefined) return `option -${letter} needs a value`;
      given.set(letter === 'r' ? 'f' : letter, value);
      break;
    }
  }
  if (given.has('q'))
    return 'option -q is not supported: the queue is worked on all the time; "ctl schedule all" hurries it';
  const optional = (key: keyof EnqueueOptions, letter: string) =>
    given.has(letter) ? { [key]: given.get(letter) } : undefined;
  return {
    fromHeader: given.has('t'),
    verbose: given.has('v'),
    recipients: words.slice(at),
    ...optional('from', 'f'),
    ...optional('name', 'F'),
    ...optional('notify', 'N'),
    ...optional('ret', 'R'),
    ...optional('envid', 'V'),
  };
}
