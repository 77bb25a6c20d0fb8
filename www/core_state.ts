import type { Colours, Core, Explorer, Parameter, Snapshot, Theme } from './core.js';
import { LabNumbers } from './lab_numbers.js';
import { themeOf, type Look } from './look.js';
import { Room } from './present/room.js';

export type Failure = 'webassembly' | 'file' | 'network' | 'panic';

/** More looks than these at a time are those of a page that animates its colours. */
const MOST_THEMES = 8;

/** The core of a group and what can be read from it; nothing here changes the state. */
export abstract class CoreState extends EventTarget {
  core: Core | undefined;
  explorer: Explorer | undefined;
  failure: Failure | undefined;
  /** What a presenter keeps from the room. */
  readonly room = new Room();

  #table: Map<string, Parameter> | undefined;
  readonly #themes = new Map<string, { theme: Theme; colours: Colours }>();
  readonly #texts = new Map<string, string>();
  #snapshot: { key: string; value: Snapshot } | undefined;

  /** Changes with all that can be read from the state. */
  get revision(): string {
    const { explorer } = this;
    return this.guard(() => explorer && `${explorer.params_revision()} ${explorer.tally_revision()}`) ?? '';
  }

  /** What there is to say about the present state; computed once for each state. */
  get state(): Snapshot | undefined {
    const { explorer } = this;
    // After a panic the last words stay.
    if (!explorer || this.failure) return this.#snapshot?.value;
    return this.guard(() => {
      const key = this.revision;
      if (this.#snapshot?.key !== key) this.#snapshot = { key, value: explorer.snapshot() };
      return this.#snapshot.value;
    });
  }

  /** What the pictures show: the present, or what was frozen. */
  get shown(): Explorer | undefined {
    return this.room.frozen ?? this.explorer;
  }

  /** The numbers of the laboratory of what is shown. */
  get lab(): LabNumbers | undefined {
    const { shown } = this;
    return shown && !this.failure ? LabNumbers.of(shown) : undefined;
  }

  get shownState(): Snapshot | undefined {
    return this.room.state ?? this.state;
  }

  /** The row of the table for a key. */
  parameter(key: string): Parameter | undefined {
    if (this.core) this.#table ??= new Map(this.core.parameters().map((row) => [row.key, row]));
    return this.#table?.get(key);
  }

  /** The theme of pictures with this look, and its colours; made once each. */
  theme(look: Look): { theme: Theme; colours: Colours } | undefined {
    const { core } = this;
    const known = this.#themes.get(look.key);
    if (known || !core) return known;
    return this.guard(() => {
      const theme = themeOf(core, look);
      const made = { theme, colours: theme.colours() };
      const [oldest] = this.#themes;
      if (oldest && this.#themes.size >= MOST_THEMES) {
        this.#themes.delete(oldest[0]);
        oldest[1].theme.free();
      }
      this.#themes.set(look.key, made);
      return made;
    });
  }

  get(key: string): string {
    const text = this.guard(() => this.explorer?.get(key));
    if (text !== undefined) this.#texts.set(key, text);
    return text ?? this.#texts.get(key) ?? '';
  }

  address(): string {
    return this.guard(() => this.explorer?.address()) ?? '';
  }

  /** Runs something of the core; after a panic nothing of it is called again. */
  guard<T>(work: () => T): T | undefined {
    if (this.failure) return undefined;
    try {
      return work();
    } catch (error) {
      this.failure = 'panic';
      console.error(error);
      this.failed();
      return undefined;
    }
  }

  /** Gives back to the core all that it holds for this group. */
  protected free(): void {
    const { explorer, room } = this;
    this.explorer = undefined;
    this.#snapshot = undefined;
    // After a panic the core is left alone, even for this.
    if (this.failure !== 'panic') {
      room.thaw();
      explorer?.free();
      for (const { theme } of this.#themes.values()) theme.free();
    }
    this.#themes.clear();
  }

  /** After a panic: everything stops. */
  protected abstract failed(): void;
}
