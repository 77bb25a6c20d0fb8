import type { Explorer, Job } from './core.js';
import type { Flow } from './flow.js';

/** Longer than this, and how far a job has come is shown. */
const LONG_MS = 500;

type Worker = Pick<Explorer, 'work' | 'pending' | 'progress' | 'halted'>;

/** The jobs that pictures on screen wait for, and for how long each has been under way. */
export class Labour {
  readonly #since = new Map<Job, number>();
  readonly #long = new Set<Job>();

  /** One frame's part of each; true while any has more. */
  advance(explorer: Worker, jobs: readonly Job[], flow: Flow, now: number, sharers: number): boolean {
    const due = jobs.filter((job) => explorer.pending(job));
    for (const job of this.#since.keys()) if (!due.includes(job)) this.#since.delete(job);
    for (const job of this.#long) if (!due.includes(job) && !explorer.halted(job)) this.#long.delete(job);
    for (const job of due) {
      const since = this.#since.get(job) ?? now;
      this.#since.set(job, since);
      if (now - since > LONG_MS) this.#long.add(job);
      flow.work(explorer, job, sharers * due.length);
      if (!explorer.pending(job) && !explorer.halted(job)) this.#long.delete(job);
    }
    return due.some((job) => explorer.pending(job));
  }

  /** Whether it has taken long enough to say how far it is. */
  long(job: Job): boolean {
    return this.#long.has(job);
  }
}
