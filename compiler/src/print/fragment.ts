/** The kinds of name that a statement can define and others can use. */
export type NameKind = 'table' | 'pki' | 'ca' | 'wrapper' | 'proc' | 'filter' | 'action' | 'srs';

/** A piece of configuration text, and what decides where it may stand. */
export interface Fragment {
  readonly text: string;
  /** Names that must be defined above it, as `kind:name`. */
  readonly uses: readonly string[];
  /** Numbers of the tables that are written in it: the daemon numbers them from top to bottom. */
  readonly tables: readonly number[];
  /** Likewise the filter chains. */
  readonly chains: readonly number[];
}

export function fragment(text: string, parts: Partial<Fragment> = {}): Fragment {
  return { uses: [], tables: [], chains: [], ...parts, text };
}

/** Fragments one after the other; empty ones leave no gap. */
export function join(fragments: readonly Fragment[]): Fragment {
  return {
    text: fragments.flatMap(({ text }) => (text === '' ? [] : [text])).join(' '),
    uses: fragments.flatMap(({ uses }) => uses),
    tables: fragments.flatMap(({ tables }) => tables),
    chains: fragments.flatMap(({ chains }) => chains),
  };
}

export function nameKey(kind: NameKind, name: string): string {
  return `${kind}:${name}`;
}
