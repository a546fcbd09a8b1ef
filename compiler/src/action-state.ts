import type { CompiledAction, LocalAction, Origin, RelayAction } from './config/compiled-config.js';

export type LocalBody = Omit<LocalAction, 'name' | 'origin'>;
export type RelayBody = Omit<RelayAction, 'name' | 'origin'>;
/** What an action does, without its name and its place. */
export type ActionBody = LocalBody | RelayBody;

/**
 * All actions by name. There may be as many as rules, and whatever is kept of each is copied twice by the garbage
 * collector: what actions have in common is kept once, and places are numbers.
 */
export class Actions {
  private readonly indexes = new Map<string, number>();
  private readonly bodies: ActionBody[] = [];
  /** File, line, start and end of one after the other. */
  private readonly places: number[] = [];

  has(name: string): boolean {
    return this.indexes.has(name);
  }

  get(name: string): CompiledAction | undefined {
    const index = this.indexes.get(name);
    return index === undefined ? undefined : this.actionAt(name, index);
  }

  /** What an action does: `get` without its name and its place. */
  bodyOf(name: string): ActionBody | undefined {
    return this.bodies[this.indexes.get(name) ?? -1];
  }

  /** What the action of a name does, where that begins at an offset of a file. */
  bodyAt(name: string, file: number, start: number): ActionBody | undefined {
    const index = this.indexes.get(name);
    return index !== undefined && this.isAt(index, file, start) ? this.bodies[index] : undefined;
  }

  define(name: string, body: ActionBody, origin: Origin): void {
    this.indexes.set(name, this.bodies.length);
    this.bodies.push(body);
    this.keepPlace(origin);
  }

  /** In the order of their definition. */
  all(): readonly CompiledAction[] {
    return [...this.indexes].map(([name, index]) => this.actionAt(name, index));
  }

  private actionAt(name: string, index: number): CompiledAction {
    return { name, ...(this.bodies[index] as ActionBody), origin: this.placeAt(index) };
  }

  /** Keeps the place of the action that has been defined last. */
  protected keepPlace({ file, line, start, end }: Origin): void {
    this.places.push(file, line, start, end);
  }

  protected isAt(index: number, file: number, start: number): boolean {
    return this.places[index * 4] === file && this.places[index * 4 + 2] === start;
  }

  protected placeAt(index: number): Origin {
    const [file, line, start, end] = this.places.slice(index * 4, index * 4 + 4) as [number, number, number, number];
    return { file, line, start, end };
  }
}
