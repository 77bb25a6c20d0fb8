/** The laboratory of gradients: what each estimator makes of the slope. */
import type { Explorer, Snapshot } from '../core.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;
/** The text of a parameter. */
export type Of = (key: string) => string;
/** Where the numbers of estimates come from. */
export type Lab = Pick<Explorer, 'estimates' | 'sweep'>;

const list = (f: F, names: string[], values: number[]) =>
  names.map((name, k) => `${name} ${f.value(values[k] ?? NaN)}`).join(', ');

export const labViews = {
  arrows: { title: 'Arrows', look: 'From π, the exact gradient is hollow. Dots are estimates from one draw each, the filled mark their mean, the grey one standard deviation. Drag π.' },
  tradeoff: { title: 'Bias and variance', look: 'How far each mean misses the gradient, and how much one estimate scatters, at every temperature. Both axes are logarithmic. Drag τ.' },
};

export const lab = {
  objective: 'Function f',
  objectives: { squared: '|z − t|², a loss', linear: 'c · z, a reward', toy: '(b − t)², two categories', table: 'a table of rewards' } as Record<string, string>,
  target: 'Numbers of f, with commas',
  estimators: 'Estimators',
  names: {
    reinforce: 'REINFORCE',
    baseline: 'less a running mean (R − c)',
    loo: 'less the other draws’ mean (R − LOO)',
    gs: 'Gumbel-Softmax (GS)',
    stgs: 'straight-through GS (ST-GS)',
    st: 'straight-through (ST)',
    rebar: 'REBAR',
  } as Record<string, string>,
  eta: 'REBAR’s weight η',
  progress: 'Temperatures swept so far',
  stop: 'Stop',
  goOn: 'Go on',
  down: 'Arrows point downhill: a loss is to fall.',
  up: 'Arrows point uphill: a reward is to rise.',
  swept: (f: F, rows: number, places: number) => `${f.count(rows)} draws at each of ${f.count(places)} temperatures.`,
  signs: '400 dots a panel. ▴ counts those that lie outside, ∞ estimates that are not finite; ∅ means not applicable.',
  notSwept: 'Not measured yet.',
  noSlope: (names: string) => `Not applicable: ${names}. A table has no slope between its corners.`,
  noLimit: (names: string) => `Not applicable at τ → 0: ${names}.`,
  notFinite: (f: F, name: string, count: number, all: number) => `${name}: not finite: ${f.count(count)} of ${f.count(all)}.`,
};

export const labDescribe = {
  arrows: (f: F, s: Snapshot, of: Of, from?: Lab) => {
    const { gradient, estimators } = from?.estimates() ?? { gradient: [], estimators: [] };
    const each = estimators.map(({ word, moments }) =>
      moments
        ? `${lab.names[word] ?? word}: mean ${list(f, s.names, moments.mean)}, off by ${f.value(moments.bias)}, variance ${f.value(moments.variance)}.`
        : `${lab.names[word] ?? word}: not applicable.`,
    );
    return `Gradient of the expected ${lab.objectives[of('objective')] ?? 'function'}: ${list(f, s.names, gradient)}. ${each.join(' ')}`;
  },
  tradeoff: (f: F, s: Snapshot, _: Of, from?: Lab) => {
    const sweep = from?.sweep();
    if (!sweep || sweep.rows === 0) return `Bias and variance against temperature. ${lab.notSwept}`;
    const near = nearest(sweep.temperatures, s.tau);
    const each = sweep.estimators.map(({ word, moments }) => {
      const at = moments[near];
      return at
        ? `${lab.names[word] ?? word}: bias ${f.value(at.bias)}, variance ${f.value(at.variance)}.`
        : `${lab.names[word] ?? word}: not applicable.`;
    });
    return `Bias and variance against temperature; at ${f.short(sweep.temperatures[near] ?? NaN)}: ${each.join(' ')}`;
  },
};

/** The place of the temperature nearest to tau; at the limit the first. */
export function nearest(temperatures: readonly number[], tau: number | null): number {
  const off = (t: number | undefined): number => Math.abs(Math.log((t ?? Infinity) / (tau ?? 1e-9)));
  return temperatures.reduce((best, t, i) => (off(t) < off(temperatures[best]) ? i : best), 0);
}
