/** The pictures of the chapters: titles, what to look at, their knobs, and their text alternatives. */
import type { Snapshot } from '../core.js';
import { descentDescribe, descentViews } from './en-descent.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;
/** The text of a parameter. */
type Of = (key: string) => string;

const list = (f: F, names: string[], values: number[]) =>
  names.map((name, k) => `${name} ${f.value(values[k] ?? NaN)}`).join(', ');

export const chapterViews = {
  gradient: { title: 'Slopes', look: 'Each function above, its slope below: a step is flat with a jump, while the soft sample and μ + σε pass a slope on.' },
  staircase: { title: 'The staircase', look: 'The probabilities piled up: u goes across, and the first sum above it is the category. Drag u.' },
  inverse: { title: 'Across and down', look: 'Nine even u go across to the CDF and down to g; along the axis of u the same noise is flat again. Drag u.' },
  extremes: { title: 'The largest of n', look: 'The exact law of the largest of n draws, filled with the noise of this page made into such draws; hollow, its limit. Below, how far apart the two CDFs are.' },
  race: { title: 'Alarm clocks', look: 'One clock a category on a logarithmic time axis: the first to ring is the winner of the draw.' },
  proof: { title: 'The area that is π', look: 'Above, the integrand; below, its antiderivative. Drag the front: the area comes to π of the chosen category.' },
  maximum: { title: 'How large, and who', look: 'K curves of one shape, stacked to a Gumbel density: at every height they split as π.' },
  difference: { title: 'A difference of two', look: 'The difference of the two noises, its CDF, and the share of A that it becomes.' },
  temperatures: { title: 'One noise, four temperatures', look: 'The means of y above, a few samples below, all of the same noise; on the left what they come from.' },
  slide: { title: 'Into the corner', look: 'One frozen draw along the temperature: the curves never cross, so the largest stays the largest. Drag τ.' },
  simplices: { title: 'Four triangles', look: 'ln of the density at four temperatures, one scale; marks say where an edge or a corner is infinite.' },
  chord: { title: 'A chord', look: 'ln p along a straight way through the triangle, and the straight line between its ends. Cool τ to the bound at the top right: the curve sinks below.' },
  backwards: { title: 'Given the winner', look: 'The largest sum first, the same law whoever won; the others bow below it. Choose the winner.' },
  bias: { title: 'What softness costs', look: 'E[y] − π for every category along the temperature, exact. Drag τ.' },
  ...descentViews,
};

export const chapterKnobs = {
  uniform: 'The uniform u',
  parent: 'The largest of',
  parents: { exponential: 'exponentials', normal: 'normals', uniform: 'uniforms', pareto: 'Pareto variables' } as Record<string, string>,
  block: 'How many, n',
  shape: 'Shape ξ',
  fill: 'Area filled',
  category: 'Category',
  given: 'Winner',
  nobody: 'as drawn',
  chord: (f: F, curve: number, straight: number) =>
    curve > straight
      ? `In the middle the curve lies above its chord: ln p = ${f.value(curve)} > ${f.value(straight)}. Not log-convex here.`
      : `In the middle the curve lies below its chord: ln p = ${f.value(curve)} < ${f.value(straight)}.`,
  noChord: 'Only one category can win: there is no way to go.',
};

const draw = (f: F, s: Snapshot) =>
  s.draw ? `Perturbed logits: ${list(f, s.names, s.draw.perturbed_logits)}; ${s.names[s.draw.winner]} wins.` : 'No draw yet.';

export const chapterDescribe = {
  gradient: (f: F, s: Snapshot, _: Of) =>
    `Functions and their slopes: a rectifier with one corner, a step and an argmax that are flat but for a jump, the soft sample${s.tau === null ? '' : ` at temperature ${f.short(s.tau)}`}, and a line that moves with μ.`,
  staircase: (f: F, s: Snapshot, of: Of) => `Cumulative sums of π: ${list(f, s.names, s.probs)}. u is ${of('u')}.`,
  inverse: (f: F, s: Snapshot, of: Of) => `The CDF of the noise with nine even u mapped to g; the u held is ${of('u')}. ${f.count(s.noise.n)} values of noise along both axes.`,
  extremes: (f: F, s: Snapshot, of: Of) =>
    `Law of the largest of ${of('block')} draws (${of('parent')}), shifted and scaled, against its limit, with ${f.count(s.noise.n)} values; ξ is ${of('xi')}.`,
  race: (f: F, s: Snapshot, _: Of) => `A clock for each category, at rate e to its logit. ${draw(f, s)}`,
  proof: (f: F, s: Snapshot, of: Of) =>
    `The integrand for ${s.names[s.category]}, its area filled up to ${of('fill')} of the axis; the whole area is ${f.value(s.probs[s.category] ?? NaN)}.`,
  maximum: (f: F, s: Snapshot, _: Of) => `Densities of the largest sum, split by winner as π: ${list(f, s.names, s.probs)}. The stack is Gumbel at ln Z = ${f.value(s.ln_z)}.`,
  difference: (f: F, s: Snapshot, _: Of) =>
    `Density and CDF of the difference of two noises, logistic, and of ${s.names[0]}’s share. ${s.names[0]} wins against ${s.names[1]} with the sigmoid of ${f.value((s.logits[0] ?? 0) - (s.logits[1] ?? 0))}.`,
  temperatures: (f: F, s: Snapshot, _: Of) => `Samples and means at temperatures 0.1, 0.5, 1 and 5 under one noise. π: ${list(f, s.names, s.probs)}.`,
  slide: (f: F, s: Snapshot, _: Of) => `Soft sample of one draw along the temperature. ${draw(f, s)}`,
  simplices: (f: F, s: Snapshot, _: Of) => `Densities on the simplex at temperatures 2, 1, 0.5 and 0.1. π: ${list(f, s.names, s.probs)}.`,
  chord: (f: F, s: Snapshot, _: Of) =>
    s.chord
      ? `Log-density where ${s.names[s.chord.category]}’s share runs from 0.02 to 0.5 and the others share the rest evenly; τ = ${f.short(s.tau ?? NaN)}, the bound of log-convexity ${f.short(s.chord.bound)}. ${chapterKnobs.chord(f, s.chord.ln_pdf, s.chord.straight)}`
      : 'No density, so no curve and no chord.',
  backwards: (f: F, s: Snapshot, of: Of) => {
    const given = Number(of('given'));
    return given > 0 ? `Noise given that ${s.names[given - 1]} won: the largest sum first, the others truncated below it.` : `The draw as it was. ${draw(f, s)}`;
  },
  bias: (f: F, s: Snapshot, _: Of) =>
    `E[y] less π along the temperature${s.tau === null ? '' : `; at ${f.short(s.tau)}: ${list(f, s.names, s.expected_mean.map((m, k) => m - (s.probs[k] ?? 0)))}`}.`,
  ...descentDescribe,
};
