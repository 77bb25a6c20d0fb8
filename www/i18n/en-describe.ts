/** Text alternatives of the pictures: what a reader who does not see them needs to know. */
import type { Snapshot } from '../core.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

const list = (f: F, names: string[], values: number[]) =>
  names.map((name, k) => `${name} ${f.value(values[k] ?? NaN)}`).join(', ');

const temperature = (f: F, tau: number | null) =>
  tau === null ? 'At the argmax' : `At temperature ${f.short(tau)}`;

export const describe = {
  noise: (f: F, s: Snapshot): string =>
    `Density and distribution function of Gumbel noise with location ${f.short(s.noise.location)} and scale ${f.short(s.noise.scale)}: ` +
    `mode ${f.value(s.noise.mode)}, median ${f.value(s.noise.median)}, mean ${f.value(s.noise.mean)}. ` +
    (s.noise.n > 0
      ? `A histogram of ${f.count(s.noise.n)} values lies under the density. `
      : 'No values drawn yet. ') +
    (s.draw ? `The current draw has g = ${list(f, s.names, s.draw.gumbel_noise)}.` : ''),

  draw: (f: F, s: Snapshot): string =>
    s.draw
      ? `Draw ${f.count(s.draw.index + 1)}. Uniforms: ${list(f, s.names, s.draw.u)}. ` +
        `Noise: ${list(f, s.names, s.draw.gumbel_noise)}. ` +
        `Logit plus noise: ${list(f, s.names, s.draw.perturbed_logits)}. ` +
        `${temperature(f, s.tau)} the soft sample is ${list(f, s.names, s.draw.soft_sample)}; ` +
        `${s.names[s.draw.winner]} wins.`
      : 'No draw yet.',

  simplex: (f: F, s: Snapshot): string => {
    const corners = s.k > 3 ? s.triple.map((i) => s.names[i] ?? '') : s.names;
    const shape = s.k === 2 ? 'An interval' : 'A triangle';
    return (
      `${shape} with the corners ${corners.join(', ')}, the density of the soft sample and its dots. ` +
      `${temperature(f, s.tau)}: π is ${list(f, s.names, s.probs)}; ` +
      `the expected soft sample is ${list(f, s.names, s.expected_mean)}. ` +
      `${f.count(s.shown)} draws, of which the first thousand are dots.`
    );
  },

  histogram: (f: F, s: Snapshot): string =>
    s.hard_n > 0
      ? `${f.count(s.hard_n)} draws. Share of wins: ${list(f, s.names, s.counts.map((c) => c / s.hard_n))}; ` +
        `target π: ${list(f, s.names, s.probs)}. Mean soft sample: ${list(f, s.names, s.mean)}; ` +
        `expected: ${list(f, s.names, s.expected_mean)}. ` +
        (s.chi_square ? `Chi-square test: ${f.pValue(s.chi_square.p)}.` : '')
      : `No draws yet. Target π: ${list(f, s.names, s.probs)}.`,
};
