/** Every word that an English reader sees. Another language is another object of the type `Strings`. */
import type { ChiSquare } from '../core.js';
import { chapterDescribe, chapterKnobs as chapters, chapterViews } from './en-chapters.js';
import { claims } from './en-claims.js';
import { descent, passing } from './en-descent.js';
import { describe as mainDescribe } from './en-describe.js';
import { lab, labDescribe, labViews } from './en-lab.js';
import { notices } from './en-notices.js';
import { handout, present } from './en-present.js';
import { share } from './en-share.js';
import { story } from './en-story.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

const views = {
  noise: {
    title: 'Noise',
    look: 'A uniform u goes across to the CDF and down to g: small steps of u near 1 become large noise, so the right tail is long.',
  },
  draw: {
    title: 'One draw',
    look: 'Add the noise to each logit and the largest sum wins; the temperature only decides how softly the winner is told.',
  },
  simplex: {
    title: 'Simplex',
    look: 'Each dot is one soft sample y: as τ falls the dots run to the corners, yet the share of each winner stays π.',
  },
  histogram: {
    title: 'Histograms',
    look: 'The winners’ counts settle on π at every temperature; the mean of y settles elsewhere, and that gap is bias, not noise.',
  },
  ...chapterViews,
  ...labViews,
};

const controls = {
  strip: 'Controls',
  fold: 'Logits, presets, seed',
  temperature: 'Temperature',
  temperatureValue: 'Temperature τ, typed',
  argmax: 'argmax',
  argmaxHint: 'The limit τ → 0: every sample is a corner',
  atArgmax: 'argmax, the limit of temperature 0',
  play: 'Play',
  pause: 'Pause',
  one: 'One draw',
  plusOne: '+1',
  plusOneLabel: '+1: one draw',
  thousand: '+1,000',
  thousandLabel: '+1,000: a thousand draws',
  reset: 'Reset',
  speed: 'Speed',
  perSecond: (speed: string) => `${speed} a second`,
  draws: (f: F, n: number) => `N = ${f.count(n)}`,
  drawsOf: (f: F, shown: number, n: number) => `${f.count(shown)} of ${f.count(n)}`,
  progress: 'Draws so far',
  stop: 'Stop',
  seed: 'Seed',
  newNoise: 'New noise',
  preset: 'Preset',
  choosePreset: 'Choose…',
  pin: 'Pin',
  pinHint: 'Keep this target and these counts as a ghost, to compare',
  undo: 'Undo',
  categories: 'Categories',
  fewer: 'One category fewer',
  more: 'One category more',
  entry: 'Enter as',
  logits: 'logits',
  probabilities: 'probabilities',
  category: (name: string) => `Category ${name}`,
  nameOf: (name: string) => `Name of category ${name}`,
  logitOf: (name: string) => `Logit of ${name}`,
  logitTyped: (name: string) => `Logit of ${name}, typed`,
  probOf: (name: string) => `Probability of ${name}`,
  probTyped: (name: string) => `Probability of ${name}, typed`,
  list: 'List',
  all: (symbol: string) => `List of all ${symbol}, with commas`,
  dismiss: 'Dismiss',
  dismissAll: 'Dismiss all',
  notices: 'Notices',
  location: 'Location μ',
  scale: 'Scale β',
  ride: 'Ride the curve',
  triple: 'Corners',
  corner: (i: number) => `Corner ${i}`,
  shownCategory: 'Soft sample of',
};

/** Names of the presets by their ids; an id without a name is shown as it is. */
const presets: Record<string, string> = {
  notes: 'Three logits: 2, 1, 0.1',
  rising: 'Rising: 0.5, 1.5, 2.5',
  concrete: 'Concrete paper, figure 2',
  gentle: 'Gentle: π = 0.5, 0.3, 0.2',
  peaked: 'Peaked: π = 0.1, 0.7, 0.2',
  uniform: 'Uniform, where bias vanishes',
  practice: 'In practice: τ = 2/3, four categories',
  binary: 'Two categories',
  seven: 'Seven categories',
};

const view = {
  threeKnobs:
    'Three knobs, easily mixed up: τ softens the sample, β scales this noise, and a logit temperature (dividing the logits, as language models do) is neither: it changes π itself.',
  labelsOnly: 'μ and β only relabel the axis, x = μ + βg; what follows uses g.',
  clipped: 'Colour is ln p(y), clipped at both ends of its scale: along the edges p can be infinite or zero.',
  interval: 'Two categories: the simplex is an interval.',
  anyThree: (names: string[]) =>
    `${names.join(', ')} of all categories: left with these three and rescaled, y is again Gumbel-Softmax with the same logits and τ. This triangle is exact.`,
  edge: 'A logit of −∞ never wins: what is left of the triangle is an edge.',
  atArgmax: 'At the argmax every sample sits in a corner: there is no density.',
  panels: 'Shares of wins, means of y, and y of one category. Filled is what was drawn; outlines, diamonds and curves are what it should be; a grey band is two standard errors.',
  dragPi: 'Drag π and the logits follow.',
  dragBar: 'Drag a target π and the logits follow.',
  ghost: 'Dashed: pinned.',
  chiSquare: (f: F, test: ChiSquare) =>
    `χ² = ${f.value(test.statistic, 2)}, ${test.degrees_of_freedom} df, ${f.pValue(test.p)}. Look often enough and one in twenty looks shows p < 0.05 by luck.`,
  tooFew: 'Too few draws yet for a χ² test.',
  outside: (f: F, below: number, above: number, n: number) =>
    `${f.count(n)} values of g, of which ${f.count(below + above)} lie outside the axis (${f.count(below)} below, ${f.count(above)} above).`,
  sameDraw: 'While paused the u stay: move τ or a logit and watch the same draw change.',
  noDraw: 'Nothing drawn yet.',
  drawLine: (f: F, index: number, winner: string) => `Draw ${f.count(index)}: ${winner} wins.`,
};

const page = {
  title: 'Gumbel-Softmax Explorer',
  line: 'Add Gumbel noise and take the largest: a draw from softmax. Soften it, and it can learn.',
  description: 'See the Gumbel-max trick and its relaxation, Gumbel-Softmax, draw by draw.',
  language: 'Language',
  help: 'Keys and help',
  share: 'Share',
  present: 'Present',
  presentHint: 'Present one view to a room (P)',
  helpTitle: 'Keys',
  close: 'Close',
  singleKeys: 'Use these single keys',
  keysElsewhere: 'In a picture, arrows move a cross that reads values; with Shift they move π, a target, or μ and β. In a chapter, keys move that chapter’s own views.',
  foot: 'Everything is computed on this device; nothing is sent anywhere.',
  keys: [
    ['Space', 'play or pause'],
    ['D', 'one draw'],
    ['T', 'a thousand draws'],
    ['R', 'reset'],
    ['N', 'new noise'],
    ['← →', 'temperature'],
    ['1 … 9, 0', 'select a category'],
    ['↑ ↓', 'logit of the selected category'],
    ['G', 'pin, to compare'],
    ['Z', 'undo'],
    ['S', 'share'],
    ['J K', 'next or previous chapter'],
    ['?', 'this list'],
    ['Esc', 'close, or select nothing'],
  ] as [string, string][],
};

const failures = {
  webassembly: 'This page needs WebAssembly with SIMD: Chrome 91, Firefox 113, Safari 16.4 or newer.',
  file: 'Opened as a file, the page cannot load its core: run “cargo xtask serve” and open the address it prints.',
  network: 'The core of the page could not be loaded. Check the connection and reload.',
  unusable: 'The core of the page came, but could not be started: it is damaged, or memory is short. Close what you can spare, and reload.',
  panic: 'Something went wrong in the core, and the pictures have stopped.',
  reload: 'Reload this state',
};

const describe = { ...mainDescribe, ...chapterDescribe, ...labDescribe };

export const en = {
  views, controls, presets, view, page, failures, notices, describe, present, handout, share, story, chapters, claims, lab, descent, passing,
};

export type Strings = typeof en;
