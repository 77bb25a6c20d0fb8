/** One run of the panel: the claims about one setting on one seed, drawn in slices that a frame has room for. */
import { Budget } from '../budget.js';
import type { Claim, Claims, Snapshot } from '../core.js';

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
  readonly #budget = new Budget(undefined, FIRST_SLICE);

  constructor(
    private readonly claims: Claims,
    readonly setting: Setting,
  ) {
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
    this.#budget.run(Infinity, SLICE_MS / sharers, (count) => this.claims.step(count));
    this.n = this.claims.n();
    this.done = this.claims.done();
  }

  /** Reads the rows anew. */
  read(): void {
    this.rows = this.claims.rows();
  }

  free(): void {
    this.claims.free();
  }
}
