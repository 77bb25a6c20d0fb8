import { Budget } from './budget.js';
import type { Explorer, Job } from './core.js';

/** On load the draws arrive within this time, slowly at first so that each can be seen. */
const INTRO_MS = 1500;
/** Of a frame's 16 ms, at most these go to sampling. */
const PLAY_MS = 6;
const RUSH_MS = 10;

/** A control that moves replays at least these, and what fits in a frame. */
const LEAST_REPLAY = 20_000;
const MOST_REPLAY = 200_000;

/** A row of a job costs far more than a draw; begun anew, a job may cost a thousand times what it did. */
const FIRST_ROWS = 128;

type DrawsOf = Pick<Explorer, 'n' | 'goal' | 'step' | 'refine' | 'get'>;

/** When draws are made: filling up to n, redrawing after a change, playing on. */
export class Flow {
  playing = false;
  refining = false;
  #fill: { rush: boolean; since: number | undefined } | undefined;
  #last: number | undefined;
  #owed = 0;
  readonly #steps = new Budget();
  readonly #slices = new Budget();
  readonly #jobs = new Map<Job, Budget>();

  constructor(private readonly clock?: () => number) {}

  get filling(): boolean {
    return this.#fill !== undefined;
  }

  get idle(): boolean {
    return !this.playing && !this.refining && !this.#fill;
  }

  fill(rush: boolean): void {
    this.playing = false;
    this.#fill = { rush, since: undefined };
  }

  /** What is playing goes on from where it was. */
  refill(): void {
    this.#fill = { rush: true, since: undefined };
  }

  refine(): void {
    this.refining = true;
  }

  play(): void {
    this.#fill = undefined;
    this.playing = true;
  }

  stop(): void {
    this.playing = false;
    this.refining = false;
    this.#fill = undefined;
    this.#owed = 0;
  }

  /** How many draws to replay at once under a moving control. */
  get replay(): number {
    return Math.min(MOST_REPLAY, Math.max(LEAST_REPLAY, this.#slices.fits));
  }

  /** Time that passes unseen is no time. */
  sleep(): void {
    this.#last = undefined;
  }

  /** One frame's draws, when `sharers` groups draw in it. */
  advance(explorer: DrawsOf, now: number, sharers = 1): void {
    const passed = this.#last === undefined ? 16 : Math.min(100, now - this.#last);
    this.#last = now;
    if (this.refining) {
      this.#slices.run(Infinity, PLAY_MS / sharers, (count) => {
        this.refining = !explorer.refine(count);
      });
    } else if (this.#fill) {
      this.#pour(explorer, now, sharers);
    } else if (this.playing) {
      this.#owed += (passed / 1000) * Number(explorer.get('speed'));
      const whole = Math.floor(this.#owed);
      const before = explorer.n();
      const drawn = this.#steps.run(whole, PLAY_MS / sharers, (count) => explorer.step(count));
      // N has come to the end of its range.
      if (drawn > 0 && explorer.n() === before) this.playing = false;
      this.#owed = drawn < whole ? 0 : this.#owed - whole;
    }
  }

  /** Up to `most` of the draws that are on their way, now and not frame by frame. */
  hurry(explorer: DrawsOf, most: number): void {
    if (this.refining) this.refining = !explorer.refine(most);
    if (!this.#fill) return;
    const missing = explorer.goal() - explorer.n();
    if (missing > 0) explorer.step(Math.min(most, missing));
    if (missing <= most) this.#fill = undefined;
  }

  /** One frame's part of a job; true while there is more of it. */
  work(explorer: Pick<Explorer, 'work' | 'pending' | 'progress'>, job: Job, sharers = 1): boolean {
    if (!explorer.pending(job)) return false;
    const learned = explorer.progress(job) > 0 ? this.#jobs.get(job) : undefined;
    const budget = learned ?? new Budget(this.clock, FIRST_ROWS);
    this.#jobs.set(job, budget);
    let more = false;
    budget.run(Infinity, PLAY_MS / sharers, (count) => {
      more = !explorer.work(job, count);
    });
    return more;
  }

  #pour(explorer: DrawsOf, now: number, sharers: number): void {
    const fill = this.#fill;
    if (!fill) return;
    const goal = explorer.goal();
    fill.since ??= now;
    const share = fill.rush ? 1 : Math.min(1, (now - fill.since) / INTRO_MS);
    const want = Math.ceil(goal * share ** 3) - explorer.n();
    this.#steps.run(want, (fill.rush ? RUSH_MS : PLAY_MS) / sharers, (count) => explorer.step(count));
    if (explorer.n() >= goal) this.#fill = undefined;
  }
}
