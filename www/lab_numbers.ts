import type { Estimates, Explorer, Sweep } from './core.js';

/** What has been read of the laboratory of an explorer, until it changes: many words ask for the same. */
export class LabNumbers {
  static readonly #known = new WeakMap<Explorer, LabNumbers>();

  static of(explorer: Explorer): LabNumbers {
    const known = LabNumbers.#known.get(explorer) ?? new LabNumbers(explorer);
    LabNumbers.#known.set(explorer, known);
    return known;
  }

  #estimates: { key: string; value: Estimates } | undefined;
  #sweep: { key: string; value: Sweep | null } | undefined;

  private constructor(private readonly explorer: Explorer) {}

  estimates(): Estimates {
    const { explorer } = this;
    const key = String(explorer.params_revision());
    if (this.#estimates?.key !== key) this.#estimates = { key, value: explorer.estimates() };
    return this.#estimates.value;
  }

  sweep(): Sweep | null {
    const { explorer } = this;
    const key = `${explorer.params_revision()} ${explorer.lab_revision()}`;
    if (this.#sweep?.key !== key) this.#sweep = { key, value: explorer.sweep() };
    return this.#sweep.value;
  }
}
