/** Check it yourself: the words of the panel. Its formulas are in www/claims. */
import type { NumberFormat } from './format.js';

type F = NumberFormat;

export const claims = {
  title: 'Check it yourself',
  line: 'Take nobody’s word for it. Your own device draws a million times and holds what it finds against what this page says.',
  before: 'It will take the logits and the temperature that are set above.',
  setting: (f: F, logits: readonly string[], tau: number | null, seed: number, soft: number) => {
    const what = `logits (${logits.map((l) => l.replace('-inf', '−∞').replace('-', '−')).join(', ')})`;
    return tau === null
      ? `Checked: ${what}, τ → 0, seed ${seed}. At that limit no sample is soft, so the rows on soft samples take τ = ${f.short(soft)}.`
      : `Checked: ${what}, τ = ${f.short(tau)}, seed ${seed}.`;
  },
  changed: 'What is set above has changed since; start again to check that.',
  start: 'Start',
  stop: 'Stop',
  goOn: 'Go on',
  again: 'Again',
  seed: 'Seed of the check',
  progressLabel: 'Draws of the check',
  progress: (f: F, n: number, goal: number) => `${f.count(n)} of ${f.count(goal)} draws`,
  status: (f: F, n: number, agree: number, disagree: number) =>
    `Look at N = ${f.count(n)}: ${agree === 1 ? '1 row agrees' : `${agree} rows agree`}, ${disagree === 0 ? 'none disagrees' : disagree === 1 ? '1 disagrees' : `${disagree} disagree`}.`,
  columns: { claim: 'Claim', expected: 'Expected', measured: 'Measured', z: 'z-score', verdict: 'Verdict' },
  states: { waiting: '–', collecting: 'collecting', agrees: 'agrees', disagrees: 'disagrees', absent: 'does not apply' },
  exceptions: (f: F, n: number) => (n === 1 ? '1 exception' : n === 0 ? 'no exception' : `${f.count(n)} exceptions`),
  chapter: (n: number) => `chapter ${n}`,
  rows: {
    'winners_0.1': 'Who wins at τ = 0.1',
    'winners_0.5': 'Who wins at τ = 0.5',
    winners_1: 'Who wins at τ = 1',
    winners_5: 'Who wins at τ = 5',
    rounding: 'A soft sample, rounded, is the hard one',
    maximum: 'Mean of the maximum',
    independence: 'The maximum does not know who won',
    difference: 'Variance of a difference of two',
    noise_mean: 'Mean of the noise',
    noise_variance: 'Variance of the noise',
    noise_quantiles: 'Quarters of the noise',
    soft_mean: 'Mean of the soft sample, by quadrature',
    density: 'The density has mass 1, for weights 2 : 0.5 : 1 and τ = 1',
    sub_simplex: 'The two likeliest alone: Gumbel-Softmax (GS) again',
    log_convex: 'Log-convex at τ = 1/(K − 1), tried on chords between two draws',
  },
  absent: {
    sub_simplex: 'There are only two categories that can win, or fewer: nothing is left out.',
    log_convex: 'A logit of −∞ keeps y on a face, where this density is not defined.',
  },
  rule: (f: F, looks: readonly number[], oneIn: number) =>
    `The rule. Rows are judged at N = ${looks.slice(0, -1).map((n) => f.count(n)).join(', ')} and ${f.count(looks.at(-1) ?? 0)}, and at no other time: whoever looks all the time will find a bad moment. Holm’s procedure over all rows and looks sees to it that a panel of true claims ever shows a “disagrees” in at most 1 of ${f.count(oneIn)} runs.`,
  reading:
    'z says by how many standard errors the measured value is off. Of a claim about several numbers you see the one that fits worst, so there 2 or 3 is no surprise. A claim without z speaks of every single draw: one exception refutes it.',
};
