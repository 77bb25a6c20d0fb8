import type { Colours, Core, Explorer, Parameter, Snapshot, Theme } from './core.js';
import { LabNumbers } from './lab_numbers.js';
import type { LoadFailure } from './load.js';
import { themeOf, type Look } from './look.js';
import { Room } from './present/room.js';

export type Failure = LoadFailure | 'panic';

/** More looks than these at a time are those of a page that animates its colours. */
const MOST_THEMES = 8;

/** The core of a group and what can be read from it; nothing here changes the state. */
export abstract class CoreState extends EventTarget {
  core: Core | undefined;
  failure: Failure | undefined;
  /** What a presenter keeps from the room. */
  readonly room = new Room();

  #explorer: Explorer | undefined;
  /** That of the core of which this group's objects are. */
  #generation: number | undefined;
  /** Where the explorer stood after the last call that went well: of one that trapped nothing is asked any more. */
  #kept = { address: '', revision: 0, n: 0 };
  #guarding = false;
  #table: Map<string, Parameter> | undefined;
  readonly #themes = new Map<string, { theme: Theme; colours: Colours }>();
  readonly #texts = new Map<string, string>();
  #snapshot: { key: string; value: Snapshot } | undefined;

  /** After a restart of the core it is another, in the same state. */
  get explorer(): Explorer | undefined {
    if (this.#explorer && this.#generation !== this.core?.generation) this.guard(() => undefined);
    return this.#explorer;
  }

  protected open(explorer: Explorer): void {
    this.#kept = { address: explorer.address(), revision: explorer.params_revision(), n: explorer.n() };
    this.#explorer = explorer;
  }

  /** Changes with all that can be read from the state. */
  get revision(): string {
    return this.guard(() => {
      const { core, explorer } = this;
      return explorer && `${core?.generation} ${explorer.params_revision()} ${explorer.tally_revision()}`;
    }) ?? '';
  }

  /** What there is to say about the present state; computed once for each state. */
  get state(): Snapshot | undefined {
    // After a panic the last words stay.
    if (!this.explorer || this.failure) return this.#snapshot?.value;
    return this.guard(() => {
      const key = this.revision;
      if (this.#snapshot?.key !== key && this.explorer) this.#snapshot = { key, value: this.explorer.snapshot() };
      return this.#snapshot?.value;
    });
  }

  /** What the pictures show: the present, or what was frozen. */
  get shown(): Explorer | undefined {
    const { explorer } = this;
    return this.room.frozen ?? explorer;
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
    this.#table ??= this.guard(() => this.core && new Map(this.core.parameters().map((row) => [row.key, row])));
    return this.#table?.get(key);
  }

  /** The theme of pictures with this look, and its colours; made once each. */
  theme(look: Look): { theme: Theme; colours: Colours } | undefined {
    const { core } = this;
    if (!core || this.failure) return this.#themes.get(look.key);
    return this.guard(() => {
      const known = this.#themes.get(look.key);
      if (known) return known;
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

  /**
   * Runs something of the core. When that traps the core is started anew and the work done again, so work finds
   * inside itself what it needs of the core. After any other error, and after a trap that comes again and again,
   * nothing of it is called any more.
   */
  guard<T>(work: () => T): T | undefined {
    const inner = this.#guarding;
    while (!this.failure) {
      const { core } = this;
      const generation = core?.generation ?? 0;
      try {
        this.#guarding = true;
        this.#renew();
        const made = work();
        // Half a change is none to go back to.
        if (!inner) this.#keep();
        return made;
      } catch (error) {
        // What is done inside may have failed already.
        if (this.failure || core?.mend(generation, error)) continue;
        this.failure = 'panic';
        console.error(error);
        this.failed();
      } finally {
        this.#guarding = inner;
      }
    }
    return undefined;
  }

  /** Of an earlier core everything is let go; the explorer and what is frozen are made again. */
  #renew(): void {
    const { core } = this;
    if (!core || this.#generation === core.generation) return;
    this.#themes.clear();
    if (this.#explorer) {
      const { address, n } = this.#kept;
      const explorer = core.explorer(address);
      this.revived(explorer, n);
      this.#explorer = explorer;
      this.#kept.revision = -1;
    }
    this.room.renew();
    this.#generation = core.generation;
  }

  #keep(): void {
    const explorer = this.#explorer;
    if (!explorer || this.failure || this.#generation !== this.core?.generation) return;
    const revision = explorer.params_revision();
    const address = revision === this.#kept.revision ? this.#kept.address : explorer.address();
    this.#kept = { address, revision, n: explorer.n() };
  }

  /** Gives back to the core all that it holds for this group. */
  protected free(): void {
    const explorer = this.#explorer;
    this.#explorer = undefined;
    this.#snapshot = undefined;
    // After a panic the core is left alone, even for this.
    if (this.failure !== 'panic') {
      this.room.thaw();
      if (this.#generation === this.core?.generation) {
        explorer?.free();
        for (const { theme } of this.#themes.values()) theme.free();
      }
    }
    this.#themes.clear();
  }

  /** An explorer made again is to have its `n` draws. */
  protected abstract revived(explorer: Explorer, n: number): void;
  /** After a panic: everything stops. */
  protected abstract failed(): void;
}
