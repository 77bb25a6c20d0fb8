/** Presenter mode and the handout. */
import type { Snapshot } from '../core.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

const list = (f: F, names: string[], values: number[]) =>
  names.map((name, k) => `${name} ${f.value(values[k] ?? NaN)}`).join(', ');

export const present = {
  region: 'Presenter mode',
  enter: 'Present',
  tools: 'Presenter keys',
  /** The buttons, each with its key; short, since they stand in one row. */
  previousView: 'View',
  nextView: 'View',
  previousPreset: 'Preset',
  nextPreset: 'Preset',
  previousViewLabel: 'Previous view',
  nextViewLabel: 'Next view',
  previousPresetLabel: 'Previous preset',
  nextPresetLabel: 'Next preset',
  hide: 'Hide target',
  reveal: 'Reveal',
  freeze: 'Freeze',
  thaw: 'Go on',
  step: 'Step',
  blackout: 'Black',
  light: 'Show the screen again',
  fullScreen: 'Full screen',
  window: 'Window',
  leave: 'Leave',
  fold: 'Hide keys',
  unfold: 'Keys',
  facts: { argmax: 'argmax' },
  frozen: 'Frozen: draws and changes go on behind this picture',
  /** What has just happened, on the screen and for those who hear it. */
  opened: (title: string) => `${title}. Presenter mode.`,
  view: (title: string, at: number, of: number) => `${title}, ${at} of ${of}`,
  end: 'No further view',
  preset: (name: string) => `Preset: ${name}`,
  presetHidden: (at: number, of: number) => `Preset ${at} of ${of}`,
  hidden: 'Target hidden: guess first',
  revealed: 'Target revealed',
  thawed: 'Going on: this is the present state',
  stepped: (f: F, index: number, winner: string) => `Draw ${f.count(index)}: ${winner} wins`,
  steppedHidden: (f: F, index: number) => `Draw ${f.count(index)}`,
  steppedBehind: 'One draw, behind the frozen picture',
  black: 'The screen is black. B shows it again.',
  lit: 'The screen is shown again',
  left: 'Presenter mode has ended',
  /** Under a picture whose targets are hidden. */
  guess: {
    noise: 'Guess first: which curve do these values follow?',
    draw: 'Guess first: who wins, and how softly?',
    simplex: 'Guess first: where is π, and where is the samples’ density high?',
    histogram: 'Guess first: on which values will the bars settle?',
  },
  /** Text alternatives while the targets are hidden. */
  describe: {
    noise: (f: F, s: Snapshot): string => `A histogram of ${f.count(s.noise.n)} values of noise. The curves are hidden.`,
    draw: (f: F, s: Snapshot): string =>
      s.draw
        ? `Draw ${f.count(s.draw.index + 1)}. Uniforms: ${list(f, s.names, s.draw.u)}. ` +
          `Noise: ${list(f, s.names, s.draw.gumbel_noise)}. Logits: ${list(f, s.names, s.logits)}. The outcome is hidden.`
        : 'No draw yet.',
    simplex: (f: F, s: Snapshot): string =>
      `Dots of the first thousand of ${f.count(s.shown)} draws. Density, π and the expected soft sample are hidden.`,
    histogram: (f: F, s: Snapshot): string =>
      s.hard_n > 0
        ? `${f.count(s.hard_n)} draws. Share of wins: ${list(f, s.names, s.counts.map((c) => c / s.hard_n))}. ` +
          `Mean soft sample: ${list(f, s.names, s.mean)}. The targets are hidden.`
        : 'No draws yet. The targets are hidden.',
  },
  keys: [
    ['P', 'present one view to a room, or stop'],
    ['PgDn PgUp', 'next view, previous view (a clicker’s keys)'],
    ['] [', 'next preset, previous preset'],
    ['H', 'hide the target, or reveal it'],
    ['F', 'freeze the picture while draws and changes go on behind it'],
    ['D', 'step: one draw'],
    ['B .', 'black screen'],
    ['Esc', 'stop presenting'],
  ] as [string, string][],
  keysTitle: 'Presenter mode',
};

/** The words on paper. */
export const handout = {
  link: 'This state, to be opened again:',
  state: (f: F, s: Snapshot, hidden: boolean): string =>
    `${s.k} categories. ` +
    (s.tau === null ? 'At the argmax, the limit of temperature 0. ' : `Temperature τ = ${f.short(s.tau, 6)}. `) +
    `Noise with location μ = ${f.short(s.noise.location)} and scale β = ${f.short(s.noise.scale)}. ` +
    `${f.count(s.shown)} draws from seed ${s.seed}.` +
    (hidden ? ' The targets are hidden: guess first.' : ''),
  caption: 'The state in numbers',
  columns: {
    category: 'Category',
    logit: 'Logit l',
    target: 'Target π',
    wins: 'Wins',
    share: 'Share of wins',
    mean: 'Mean of y ± 2 s.e.',
    expected: 'E[y]',
  },
};
