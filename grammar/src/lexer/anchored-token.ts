import { type Anchor, AnchoredPlace } from '../text/anchor.js';
import { detached } from '../text/detached.js';
import type { LexicalMessage, MacroDefinition, MacroUse, Token } from './token.js';

/** A token that moves with an anchor. */
class AnchoredToken extends AnchoredPlace implements Token {
  readonly type: number;
  readonly text: string;
  readonly quoted: boolean;
  readonly messages: readonly LexicalMessage[] | undefined;
  private readonly down: number;

  constructor(
    token: Omit<Token, 'expandedFrom'>,
    anchor: Anchor,
    readonly expandedFrom: MacroUse | undefined,
  ) {
    super(anchor, token);
    const { type, text, quoted, messages, line } = token;
    this.type = type;
    // It outlives the text of the file.
    this.text = detached(text);
    this.quoted = quoted;
    this.messages = messages;
    this.down = line - anchor.line;
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
class AnchoredUse extends AnchoredPlace implements MacroUse {
  readonly name: string;
  readonly definition: MacroDefinition;

  constructor(use: MacroUse, anchor: Anchor) {
    super(anchor, use);
    this.name = use.name;
    this.definition = use.definition;
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
