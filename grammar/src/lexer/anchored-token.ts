import type { Anchor } from '../text/anchor.js';
import type { Source } from '../text/source.js';
import type { LexicalMessage, MacroDefinition, MacroUse, Token } from './token.js';

/** A token that moves with an anchor. */
class AnchoredToken implements Token {
  readonly type: number;
  readonly text: string;
  readonly quoted: boolean;
  readonly messages: readonly LexicalMessage[] | undefined;
  private readonly from: number;
  private readonly to: number;
  private readonly down: number;

  constructor(
    token: Omit<Token, 'expandedFrom'>,
    private readonly anchor: Anchor,
    readonly expandedFrom: MacroUse | undefined,
  ) {
    const { type, text, quoted, messages, start, end, line } = token;
    this.type = type;
    this.text = text;
    this.quoted = quoted;
    this.messages = messages;
    this.from = start - anchor.start;
    this.to = end - anchor.start;
    this.down = line - anchor.line;
  }

  get source(): Source {
    return this.anchor.source;
  }

  get start(): number {
    return this.anchor.start + this.from;
  }

  get end(): number {
    return this.anchor.start + this.to;
  }

  get line(): number {
    return this.anchor.line + this.down;
  }

  /** The same token with another type or text. */
  as(change: TokenChange): Token {
    const { type, text, quoted, messages, start, end, line } = this;
    return new AnchoredToken(
      { type, text, quoted, messages, start, end, line, source: this.source, ...change },
      this.anchor,
      this.expandedFrom,
    );
  }
}

/** A use of a macro that moves with an anchor. */
class AnchoredUse implements MacroUse {
  readonly name: string;
  readonly definition: MacroDefinition;
  private readonly from: number;
  private readonly to: number;

  constructor(
    use: MacroUse,
    private readonly anchor: Anchor,
  ) {
    this.name = use.name;
    this.definition = use.definition;
    this.from = use.start - anchor.start;
    this.to = use.end - anchor.start;
  }

  get source(): Source {
    return this.anchor.source;
  }

  get start(): number {
    return this.anchor.start + this.from;
  }

  get end(): number {
    return this.anchor.start + this.to;
  }
}

/** The tokens of one stretch of text, moving with its anchor. Tokens of other files stay what they are. */
export function anchorTokens(tokens: readonly Token[], anchor: Anchor): readonly Token[] {
  let use: MacroUse | undefined;
  let anchored: MacroUse | undefined;
  return tokens.map((token) => {
    const { expandedFrom } = token;
    if (expandedFrom !== use) {
      use = expandedFrom;
      anchored = use && (use.source === anchor.source ? new AnchoredUse(use, anchor) : use);
    }
    return token.source === anchor.source ? new AnchoredToken(token, anchor, anchored) : token;
  });
}

type TokenChange = Partial<Pick<Token, 'type' | 'text'>>;

/** A copy of a token with another type or text. */
export function changeToken(token: Token, change: TokenChange): Token {
  return token instanceof AnchoredToken ? token.as(change) : { ...token, ...change };
}
