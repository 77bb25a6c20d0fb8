import type { Core, Explorer, Snapshot } from '../core.js';
import { AT_ONCE } from '../generations.js';

interface Frozen {
  core: Core;
  generation: number;
  explorer: Explorer;
  address: string;
  state: Snapshot;
}

/** What a presenter keeps from the room: targets until they have been guessed, and what goes on behind a frozen picture. */
export class Room {
  hideTargets = false;
  #frozen: Frozen | undefined;

  get frozen(): Explorer | undefined {
    return this.#frozen?.explorer;
  }

  get state(): Snapshot | undefined {
    return this.#frozen?.state;
  }

  freeze(core: Core, from: Explorer): void {
    this.thaw();
    const explorer = from.copy();
    this.#frozen = { core, generation: core.generation, explorer, address: explorer.address(), state: explorer.snapshot() };
  }

  thaw(): void {
    const { core, generation, explorer } = this.#frozen ?? {};
    if (core?.generation === generation) explorer?.free();
    this.#frozen = undefined;
  }

  /** The core is another: what was frozen is drawn again. */
  renew(): void {
    const frozen = this.#frozen;
    if (!frozen) return;
    const { core, address } = frozen;
    this.#frozen = { ...frozen, generation: core.generation, explorer: core.explorer(address) };
    this.catchUp();
  }

  /** True while draws of what was frozen are missing. */
  catchUp(): boolean {
    const { explorer, state } = this.#frozen ?? {};
    if (!explorer || !state) return false;
    const missing = Math.min(state.n, state.shown) - explorer.n();
    if (missing > 0) explorer.step(Math.min(AT_ONCE, missing));
    return missing > AT_ONCE;
  }
}
