/** A line of a message and what it is to rfc5322.c:rfc5322_next. All texts are byte texts. */
export type MessagePart =
  | { readonly type: 'header'; readonly name: string /** What stands after the colon. */; readonly value: string }
  | { readonly type: 'header-continued'; readonly name: string; readonly line: string }
  /** `unfolded`: the whole value, its lines parted by newlines, of a header that is asked for unfolded. */
  | { readonly type: 'header-end'; readonly name: string; readonly unfolded?: string }
  | { readonly type: 'headers-end' }
  | { readonly type: 'body'; readonly line: string }
  | { readonly type: 'end' }
  | { readonly type: 'malformed' };

export interface ParserOptions {
  /** Whether a header of this name is wanted unfolded. */
  readonly unfolds: (name: string) => boolean;
  /** Whether a header may start with a blank before the first header ended (releases before 7.5.0). */
  readonly blankStartsHeader: boolean;
}

/** Room for a string as struct buf gives it: asked-for sizes grow in steps, and from `max` on only what is there counts. */
class Room {
  private size = 0;

  constructor(private readonly max: number) {}

  grow(need: number): boolean {
    if (this.size >= need) return true;
    if (need >= this.max) return false;
    this.size = Math.ceil(need / 256) * 256;
    return true;
  }
}

/** rfc5322.c: the daemon's parser of messages, line by line. It keeps one header at most. */
export class MessageParser {
  private state: 'start' | 'header' | 'between' | 'headers-end' | 'body' | 'end' = 'start';
  private name = '';
  /** Of the header that is wanted unfolded. */
  private value: string | undefined;
  /** buf.buflen: the name before counts too, since nothing takes it back. */
  private nameLength = 0;
  private readonly nameRoom = new Room(1024);
  private readonly valueRoom = new Room(65536);

  constructor(private readonly options: ParserOptions) {}

  /** The parts that the next line makes, dots undone; undefined for the end of the message. */
  *push(line: string | undefined): Generator<MessagePart, void, undefined> {
    if (this.state === 'header') {
      if (line !== undefined && isBlank(line[0])) return yield this.continued(line);
      yield this.headerEnd();
    }
    if (this.state === 'start' || this.state === 'between') {
      const header = this.header(line);
      if (header) return yield header;
      this.state = 'headers-end';
      yield { type: 'headers-end' };
    }
    if (this.state === 'end') return yield { type: 'malformed' };
    if (line === undefined) {
      this.state = 'end';
      return yield { type: 'end' };
    }
    if (this.state === 'headers-end' && line !== '') return yield { type: 'malformed' };
    this.state = 'body';
    yield { type: 'body', line };
  }

  private header(line: string | undefined): MessagePart | undefined {
    if (line === undefined || (isBlank(line[0]) && !this.options.blankStartsHeader)) return undefined;
    const colon = line.indexOf(':');
    if (colon === -1) return undefined;
    if (!this.nameRoom.grow(this.nameLength + colon + 1)) return { type: 'malformed' };
    this.nameLength = colon + 1;
    this.name = line.slice(0, colon);
    this.state = 'header';
    const value = line.slice(colon + 1);
    if (this.options.unfolds(this.name) && this.valueRoom.grow(value.length + 1)) this.value = value;
    return { type: 'header', name: this.name, value };
  }

  private continued(line: string): MessagePart {
    if (this.value !== undefined) {
      const broken = this.value.length + 2;
      if (!this.valueRoom.grow(broken) || !this.valueRoom.grow(broken + line.length)) return { type: 'malformed' };
      this.value += `\n${line}`;
    }
    return { type: 'header-continued', name: this.name, line };
  }

  private headerEnd(): MessagePart {
    const unfolded = this.value;
    this.value = undefined;
    this.state = 'between';
    return { type: 'header-end', name: this.name, ...(unfolded === undefined ? {} : { unfolded }) };
  }
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
