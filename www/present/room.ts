import type { Explorer, Snapshot } from '../core.js';

/** What a presenter keeps from the room: targets until they have been guessed, and what goes on behind a frozen picture. */
export class Room {
  hideTargets = false;
  #frozen: { explorer: Explorer; state: Snapshot } | undefined;

  get frozen(): Explorer | undefined {
    return this.#frozen?.explorer;
  }

  get state(): Snapshot | undefined {
    return this.#frozen?.state;
  }

  freeze(explorer: Explorer): void {
    this.thaw();
    const copy = explorer.copy();
    this.#frozen = { explorer: copy, state: copy.snapshot() };
  }

  thaw(): void {
    this.#frozen?.explorer.free();
    this.#frozen = undefined;
  }
}
