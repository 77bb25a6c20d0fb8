/** The words of descent and of the straight-through sample. */
import type { Snapshot } from '../core.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;
type Of = (key: string) => string;

const list = (f: F, names: string[], values: number[]) =>
  names.map((name, k) => `${name} ${f.value(values[k] ?? NaN)}`).join(', ');

export const descentViews = {
  passing: {
    title: 'Straight through, by hand',
    look: 'Above, one draw going forward; below, the slope of f coming home. The argmax lets nothing through, so the slope goes round it, as if z were y.',
  },
  descent: {
    title: 'The race of descent',
    look: 'One start, the same noise for all. Solid, the exact expected loss with its spread over the replicates; dashed, what the relaxation believes; dotted, the same with τ left where it starts. Drag the cursor.',
  },
};

export const passing = {
  code: 'The line of code',
  lines: { pytorch: 'In PyTorch', jax: 'In JAX' },
  legend: 'hard is the one-hot of the winner, y the soft sample. Forward, z is hard but for rounding; backward, y.',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Selected; press Ctrl+C to copy',
};

export const descent = {
  play: 'Play',
  pause: 'Pause',
  at: 'Step shown, as a share of all',
  schedule: 'Temperature',
  schedules: { constant: 'constant', linear: 'linear', exponential: 'exponential' } as Record<string, string>,
  floor: 'floor',
  decay: 'decay r',
  every: 'changed after steps',
  optimizer: 'Step by',
  optimizers: { sgd: 'gradient descent', adam: 'Adam' } as Record<string, string>,
  rate: 'Step size',
  steps: 'Steps T',
  replicates: 'Replicates R',
  cases: 'Cases',
  baseline: 'A baseline wins',
  annealed: 'Annealed',
  linear: 'The relaxation wins',
  exact: 'exact gradient',
  notAnnealed: (f: F, name: string, tau: number) => `${name}, at τ = ${f.short(tau)}, not annealed`,
  more: 'Function and estimators',
  line: (f: F, t: number, tau: number) => `Step ${f.count(t)}, τ = ${f.short(tau)}`,
  standing: (f: F, t: number, reward: boolean) => `Expected ${reward ? 'reward' : 'loss'} after step ${f.count(t)}, best first:`,
  notApplicable: 'not applicable',
  spread: (f: F, deviation: number) => `± ${f.value(deviation)}`,
  diverged: (f: F, name: string, count: number, all: number) =>
    `${name}: ${f.count(count)} of ${f.count(all)} replicates diverged; the last finite state stays. Try a smaller step size.`,
  notFinite: (f: F, name: string, count: number, all: number) => `${name}: not finite: ${f.count(count)} of ${f.count(all)} estimates, left out.`,
  floored: (f: F, step: number, floor: number) => `From step ${f.count(step)} on the floor ${f.short(floor)} holds; without it τ would go on down.`,
};

export const descentDescribe = {
  passing: (f: F, s: Snapshot, _: Of) => {
    const { draw } = s;
    if (!draw) return 'No draw yet.';
    const back = draw.slope && draw.passed
      ? `Coming back, the slope at z is ${list(f, s.names, draw.slope)}; through the argmax it would be 0; by the detour ${list(f, s.names, draw.passed)} reaches the logits.`
      : 'A table of rewards has no slope, so nothing comes back.';
    return `Going forward: perturbed logits ${list(f, s.names, draw.perturbed_logits)}, soft sample ${list(f, s.names, draw.soft_sample)}, one-hot ${s.names[draw.winner]}, f(z) = ${f.value(draw.value)}. ${back}`;
  },
  descent: (f: F, s: Snapshot, of: Of) =>
    `Descent on the logits from π: ${list(f, s.names, s.probs)}; ${of('steps')} steps of size ${of('rate')}, ${of('replicates')} replicates, temperature ${descent.schedules[of('schedule')]}. The cursor stands at ${f.value(Number(of('at')) * 100, 0)} % of the steps. The list below says who stands where.`,
};
