/** Moves a parameter from 0 to 1 by itself: the cursor of a descent. */
import type { Group } from './group.js';
import { rest, wake } from './loop.js';

/** The whole way. */
const WAY_MS = 6000;
/** Without motion the cursor jumps so many times instead. */
const JUMPS = 6;

const all = new WeakMap<Group, Scrub>();

export class Scrub {
  playing = false;
  #since: number | undefined;
  #from = 0;
  #jumps = false;

  /** That of a group. */
  static of(group: Group): Scrub {
    const known = all.get(group) ?? new Scrub(group, 'at');
    all.set(group, known);
    return known;
  }

  constructor(
    private readonly group: Group,
    private readonly key: string,
  ) {}

  /** Plays or pauses; `still` where the reader's system asks for less motion. */
  toggle(still: boolean): void {
    if (this.playing) return this.stop();
    const at = Number(this.group.get(this.key));
    // At the end it begins anew.
    this.#from = at < 1 ? at : 0;
    this.#since = undefined;
    this.#jumps = still;
    this.playing = true;
    wake(this.#task);
    this.group.refresh();
  }

  stop(): void {
    this.playing = false;
    rest(this.#task);
    this.group.settle();
    this.group.refresh();
  }

  readonly #task = (now: number): boolean => {
    const { group, key } = this;
    // Nobody looks any more.
    if (!this.playing || !group.explorer || group.failure) {
      this.playing = false;
      return false;
    }
    this.#since ??= now;
    const way = Math.min(1, this.#from + (now - this.#since) / WAY_MS);
    const shown = this.#jumps ? Math.floor(way * JUMPS) / JUMPS : way;
    const text = String(Number(Math.max(this.#from, shown).toFixed(3)));
    if (text !== group.get(key)) group.set(key, text, true);
    if (way < 1) return true;
    this.stop();
    return false;
  };
}
