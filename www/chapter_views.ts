/** The pictures of the chapters: which there are, what they have to turn, and what their readout says at rest. */
import { html, nothing, type TemplateResult } from 'lit';
import { grip } from './controls.js';
import type { AnyView, ChapterView, Job, Snapshot, ViewName } from './core.js';
import type { GumbelSoftmaxElement } from './element.js';
import { button, choice, slider } from './fields.js';
import type { Group } from './group.js';
import { descentKnobs, descentNotes, descentRest } from './descent.js';
import { arrowsRest, jobKnobs, labKnobs, signs, tradeoffRest } from './lab_knobs.js';
import { codeLines } from './passing.js';
import { POSITIONS, positionOf, rangeOf, valueAt } from './scale.js';

export const MAIN_VIEWS: readonly ViewName[] = ['noise', 'draw', 'simplex', 'histogram'];
export const CHAPTER_VIEWS: readonly ChapterView[] = [
  'gradient', 'staircase', 'inverse', 'extremes', 'race', 'proof', 'maximum',
  'difference', 'temperatures', 'slide', 'simplices', 'chord', 'backwards', 'bias',
  'passing', 'descent',
  'arrows', 'tradeoff',
];

export const isMain = (view: AnyView): view is ViewName => (MAIN_VIEWS as readonly string[]).includes(view);

/** What Shift and an arrow move in it. */
export const HANDLES: Partial<Record<ChapterView, string>> = {
  staircase: 'uniform',
  inverse: 'uniform',
  proof: 'fill',
  slide: 'tau',
  bias: 'tau',
  backwards: 'winner',
  descent: 'step',
  arrows: 'panel:0',
  tradeoff: 'tau',
};

/** What a picture waits for, where that takes longer than a frame. */
export const JOBS: Partial<Record<AnyView, Job>> = { tradeoff: 'sweep', descent: 'descent' };

export interface ChapterShown {
  element: GumbelSoftmaxElement;
  group: Group;
  state: Snapshot;
}

type Knobs = (shown: ChapterShown) => TemplateResult;

/** A slider with its symbol before it and its value after it. */
export function turned({ group }: ChapterShown, key: string, symbol: string, label: string, logarithmic = false): TemplateResult {
  const range = rangeOf(group, key);
  const value = Number(group.get(key));
  const whole = group.parameter(key)?.kind === 'integer';
  const text = (x: number): string => String(Number((whole ? Math.round(x) : x).toFixed(3)));
  return html`<label class="turned"><span aria-hidden="true"><var>${symbol}</var></span>${slider({
    name: key,
    label,
    min: logarithmic ? 0 : range.min,
    max: logarithmic ? POSITIONS : range.max,
    step: logarithmic ? 1 : (range.max - range.min) / 200,
    value: logarithmic ? positionOf(range, value) : value,
    text: group.get(key),
    move: (x) => group.set(key, text(logarithmic ? Number(valueAt(range, x)) : x), true),
    ...grip(group),
  })}<output>${group.get(key)}</output></label>`;
}

function category({ element, group, state }: ChapterShown): TemplateResult {
  return choice({
    name: 'category',
    label: element.language.words.chapters.category,
    value: String(state.category + 1),
    options: state.names.map((name, k) => ({ value: String(k + 1), label: name })),
    choose: (k) => group.set('category', k),
  });
}

const one: Knobs = ({ element, group }) =>
  button({ name: 'one', label: element.language.words.controls.one, press: () => group.step(1) });

const uniform: Knobs = (shown) => turned(shown, 'u', 'u', shown.element.language.words.chapters.uniform);

export const eta = (shown: ChapterShown): TemplateResult => turned(shown, 'eta', 'η', shown.element.language.words.lab.eta);

const KNOBS: Partial<Record<ChapterView, Knobs>> = {
  staircase: uniform,
  inverse: uniform,
  extremes: (shown) => {
    const { group } = shown;
    const { chapters } = shown.element.language.words;
    return html`${choice({
      name: 'parent',
      label: chapters.parent,
      value: group.get('parent'),
      options: Object.entries(chapters.parents).map(([value, label]) => ({ value, label })),
      choose: (parent) => group.set('parent', parent),
    })}
    ${turned(shown, 'block', 'n', chapters.block, true)} ${turned(shown, 'xi', 'ξ', chapters.shape)}`;
  },
  race: one,
  arrows: (shown) => html`${labKnobs(shown, () => eta(shown))} ${signs(shown)}`,
  tradeoff: (shown) => html`${labKnobs(shown, () => eta(shown))} ${jobKnobs(shown, 'sweep')}`,
  proof: (shown) => html`${category(shown)} ${turned(shown, 'fill', '∫', shown.element.language.words.chapters.fill)}`,
  slide: one,
  chord: category,
  passing: (shown) => one(shown),
  descent: (shown) => descentKnobs(shown),
  backwards: (shown) => {
    const { element, group, state } = shown;
    const { chapters } = element.language.words;
    return html`${choice({
      name: 'given',
      label: chapters.given,
      value: group.get('given'),
      options: [
        { value: '0', label: chapters.nobody },
        ...state.names
          .map((name, k) => ({ value: String(k + 1), label: name }))
          .filter((_, k) => Number.isFinite(state.logits[k])),
      ],
      choose: (given) => group.set('given', given),
    })}
    ${one(shown)}`;
  },
};

/** What follows the knobs. */
const NOTES: Partial<Record<ChapterView, (shown: ChapterShown) => TemplateResult | typeof nothing>> = {
  passing: ({ element }) => codeLines(element.language.words.passing),
  descent: (shown) => descentNotes(shown),
};

export function chapterFoot(shown: ChapterShown, view: ChapterView): TemplateResult | typeof nothing {
  const knobs = KNOBS[view];
  return knobs ? html`<div class="knobs">${knobs(shown)}</div>${NOTES[view]?.(shown) ?? nothing}` : nothing;
}

/** Symbols and numbers, or who won. */
export function chapterRest(shown: ChapterShown, view: ChapterView): string {
  const { element, group, state } = shown;
  const { words, number } = element.language;
  const pi = state.names.map((name, k) => `π(${name}) = ${number.value(state.probs[k] ?? NaN)}`).join(' · ');
  switch (view) {
    case 'staircase':
    case 'inverse':
      return `u = ${group.get('u')}`;
    case 'extremes':
      return `n = ${number.count(Number(group.get('block')))} · ξ = ${number.short(Number(group.get('xi')))}`;
    case 'proof':
      return `π(${state.names[state.category] ?? ''}) = ${number.value(state.probs[state.category] ?? NaN)}`;
    case 'maximum':
      return `ln Z = ${number.value(state.ln_z)}`;
    case 'descent':
      return descentRest({ element, group, state });
    case 'race':
    case 'passing':
    case 'slide':
      return state.draw ? words.view.drawLine(number, state.draw.index + 1, state.names[state.draw.winner] ?? '') : words.view.noDraw;
    case 'chord': {
      if (state.tau === null) return words.view.atArgmax;
      return state.chord ? words.chapters.chord(number, state.chord.ln_pdf, state.chord.straight) : words.chapters.noChord;
    }
    case 'arrows':
      return arrowsRest(shown);
    case 'tradeoff':
      return tradeoffRest(shown);
    case 'bias':
    case 'difference':
    case 'gradient':
      return state.tau === null ? 'τ → 0' : `τ = ${number.short(state.tau)}`;
    default:
      return pi;
  }
}
