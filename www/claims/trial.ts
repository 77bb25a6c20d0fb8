/** One run of the panel: the claims about one setting on one seed, drawn in slices that a frame has room for. */
import { Budget } from '../budget.js';
import type { Claim, Claims, Core, Notice, Snapshot } from '../core.js';

/** Of a frame's 16 ms, at most these; the pictures above may want theirs. */
const SLICE_MS = 6;
/** A draw of all claims costs many times one of the explorer's, so the first slice is small. */
const FIRST_SLICE = 256;

export interface Setting {
  logits: readonly string[];
  /** `null` stands for the limit of temperature 0. */
  tau: number | null;
}

export const settingOf = ({ logit_texts, tau }: Snapshot): Setting => ({ logits: logit_texts, tau });

export class Trial {
  readonly seed: number;
  /** The temperature of the rows on soft samples. */
  readonly tau: number;
  n = 0;
  done = false;
  rows: readonly Claim[];
  /** What about the seed could not be taken as it was typed. */
  readonly notices: readonly Notice[];
  readonly #budget = new Budget(undefined, FIRST_SLICE);
  #generation = -1;
  #claims: Claims | undefined;

  constructor(
    private readonly core: Core,
    private readonly address: string,
    private readonly typed: string,
    readonly setting: Setting,
  ) {
    const claims = this.#present();
    this.notices = claims.take_notices();
    this.seed = claims.seed();
    this.tau = claims.tau();
    this.rows = claims.rows();
  }

  /** How many looks are behind it. */
  get looks(): number {
    return this.rows[0]?.look ?? 0;
  }

  count(state: Claim['state']): number {
    return this.rows.filter((row) => row.state === state).length;
  }

  isOf({ logits, tau }: Setting): boolean {
    return tau === this.setting.tau && logits.join() === this.setting.logits.join();
  }

  /** A frame's draws, when `sharers` draw in it. */
  advance(sharers: number): void {
    const claims = this.#present();
    this.#budget.run(Infinity, SLICE_MS / sharers, (count) => claims.step(count));
    if (claims.n() < this.n) return;
    this.n = claims.n();
    this.done = claims.done();
  }

  /** Reads the rows anew. */
  read(): void {
    const claims = this.#present();
    if (claims.n() >= this.n) this.rows = claims.rows();
  }

  free(): void {
    if (this.#generation === this.core.generation) this.#claims?.free();
  }

  /** With a core that was started anew the run begins anew; what was seen stays until it has come as far. */
  #present(): Claims {
    if (this.#claims && this.#generation === this.core.generation) return this.#claims;
    const explorer = this.core.explorer(this.address);
    this.#claims = explorer.claims(this.typed);
    this.#generation = this.core.generation;
    explorer.free();
    return this.#claims;
  }
}
