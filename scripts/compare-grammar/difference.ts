/** What only one of the two languages has. */
export interface Difference {
  /** Which of the two has it: the yacc file, or our tables and parser. */
  readonly side: 'yacc' | 'ours';
  /** The context in our tables, or what was compared. */
  readonly place: string;
  readonly text: string;
}

/** What is in one set alone. */
export function setDifferences(place: string, yacc: ReadonlySet<string>, ours: ReadonlySet<string>): Difference[] {
  return [
    ...[...yacc].filter((text) => !ours.has(text)).map((text): Difference => ({ side: 'yacc', place, text })),
    ...[...ours].filter((text) => !yacc.has(text)).map((text): Difference => ({ side: 'ours', place, text })),
  ];
}

/** The same, each once: a list of options that many statements share differs in each of them. */
export function distinct(differences: readonly Difference[]): Difference[] {
  return [...new Map(differences.map((some) => [`${some.side} ${some.place}: ${some.text}`, some])).values()];
}
