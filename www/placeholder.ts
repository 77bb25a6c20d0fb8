import type { Snapshot } from './core.js';

/** What the controls show until there is a core: nothing that can be seen, at the size that it will have. */
export function placeholder(categories: number): Snapshot {
  const zeros = Array.from({ length: categories }, () => 0);
  return {
    n: 0, shown: 0, k: categories, logits: zeros, logit_texts: zeros.map(String), names: zeros.map(() => 'A'), probs: zeros, ln_z: 0,
    tau: 1, seed: 1, counts: zeros, hard_n: 0, soft_n: 0, mean: zeros, standard_error: zeros, expected_mean: zeros,
    chi_square: null, noise: { n: 0, below: 0, above: 0, location: 0, scale: 1, mode: 0, median: 0, mean: 0 },
    draw: null, triple: [0, 1, 2], category: 0, speed: 200, pinned: false, chord: null,
  };
}
