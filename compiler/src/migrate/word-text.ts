import {
  existsIn,
  KEYWORDS,
  type Statement,
  type TableValue,
  type Token,
  type Value,
  type Version,
} from '@smtpd-conf/grammar';
import { writeWord } from '../print/word.js';

/** Writes the words and values of a statement as the target reads them, as they stand in the file where that will do. */
export class ValueWriter {
  constructor(
    private readonly statement: Statement,
    private readonly version: Version,
  ) {}

  /** A string: as written, with its macro; in quotes where the target has a keyword of that name. */
  word(token: Token): string {
    if (token.expandedFrom !== undefined)
      return this.standsAlone(token) && !this.isKeyword(token) ? this.slice(token) : literal(token.text);
    const written = this.slice(token);
    return written.includes('\n') || (!token.quoted && this.isKeyword(token)) ? literal(token.text) : written;
  }

  value(value: Value): string {
    switch (value.kind) {
      case 'word':
        return this.word(value.token);
      case 'number':
        return value.token.text;
      case 'table-reference':
      case 'inline-table':
        return this.table(value);
      case 'delays':
        return value.delays.map((token) => this.word(token)).join(', ');
      case 'limits': {
        const limits = value.limits.map(({ name, value: number }) =>
          [name, number].flatMap((token) => token?.text ?? []).join(' '),
        );
        return [...(value.domain ? [this.word(value.domain)] : []), ...limits].join(' ');
      }
      case 'filter-list':
        return `{ ${value.names.map((token) => this.word(token)).join(', ')} }`;
      case 'pair':
        return [value.first, value.second].flatMap((token) => (token ? [this.word(token)] : [])).join(' ');
    }
  }

  table(value: TableValue): string {
    if (value.kind === 'word') return this.word(value.token);
    if (value.kind === 'table-reference') return `<${value.name ? this.word(value.name) : ''}>`;
    const words = value.entries.flatMap(({ key, value: held }) => (held ? [key, held] : [key]));
    const { open, close } = value;
    // A list over several lines keeps its lines and comments.
    const asWritten = close && words.every((token) => this.word(token) === this.slice(token));
    if (asWritten && close.source === open.source && open.expandedFrom === undefined) {
      return open.source.text.slice(open.start, close.end);
    }
    const entries = value.entries.map(({ key, value: held }) => this.word(key) + (held ? ` = ${this.word(held)}` : ''));
    return `{ ${entries.join(', ')} }`;
  }

  private slice({ source, start, end }: Token): string {
    return source.text.slice(start, end);
  }

  /** Whether its macro gave no other token. */
  private standsAlone({ source, start }: Token): boolean {
    return this.statement.tokens.filter((other) => other.source === source && other.start === start).length === 1;
  }

  private isKeyword({ text }: Token): boolean {
    const lifetime = KEYWORDS.get(text);
    return lifetime !== undefined && existsIn(lifetime, this.version);
  }
}

/** A string as the target reads it. */
export function literal(text: string): string {
  const written = writeWord(text);
  return 'text' in written ? written.text : JSON.stringify(text);
}
