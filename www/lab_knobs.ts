/** What the laboratory's views have to turn, and what their readouts say at rest. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChapterShown } from './chapter_views.js';
import type { Job } from './core.js';
import { button, choice, field } from './fields.js';

const WORDS = ['reinforce', 'baseline', 'loo', 'gs', 'stgs', 'st', 'rebar'];

/** How the numbers of each function are written. */
const SYMBOLS: Record<string, string> = { squared: 't', linear: 'c', toy: 't', table: 'r' };

const chosenOf = ({ group }: ChapterShown): string[] => group.get('estimators').split(',').filter(Boolean);

/** The function, its numbers, and which estimators are shown; `eta` turns REBAR's weight. */
export function labKnobs(shown: ChapterShown, eta: () => TemplateResult): TemplateResult {
  const { element, group, state } = shown;
  const { lab } = element.language.words;
  const objective = group.get('objective');
  const chosen = chosenOf(shown);
  const target = group.guard(() => group.lab?.estimates().target) ?? [];
  const tick = (word: string, on: boolean): void =>
    group.set('estimators', WORDS.filter((other) => (other === word ? on : chosen.includes(other))).join(','));
  return html`${choice({
    name: 'objective',
    label: lab.objective,
    value: objective,
    options: Object.entries(lab.objectives).map(([value, label]) => ({ value, label })),
    choose: (value) =>
      group.change((explorer) => {
        // The toy has two categories; the numbers of another function are not its own.
        if (value === 'toy' && state.k !== 2) explorer.set('k', '2');
        explorer.set('target', '');
        explorer.set('objective', value);
      }),
  })}
  <span class="labelled"><span aria-hidden="true"><var>${SYMBOLS[objective]}</var></span>${field({
    name: 'target',
    label: lab.target,
    value: target.join(', '),
    wide: true,
    commit: (text) => group.set('target', text),
  })}</span>
  <fieldset class="ticks"><legend>${lab.estimators}</legend>${WORDS.map(
    (word) => html`<label><input
      type="checkbox"
      name=${`estimator:${word}`}
      .checked=${chosen.includes(word)}
      @change=${(event: Event) => tick(word, (event.target as HTMLInputElement).checked)}
    />${lab.names[word]}</label>`,
  )}</fieldset>
  ${chosen.includes('rebar') ? eta() : nothing}`;
}

/** What the signs in the picture count. */
export const signs = ({ element }: ChapterShown): TemplateResult => html`<p class="signs">${element.language.words.lab.signs}</p>`;

/** How far a job has come, once that takes a while, and a button that stops it or lets it go on. */
export function jobKnobs({ element, group }: ChapterShown, job: Job): TemplateResult | typeof nothing {
  const { lab } = element.language.words;
  if (!group.explorer || group.failure || !group.labour.long(job)) return nothing;
  const [progress = 1, halted = false] =
    group.guard(() => [group.explorer?.progress(job), group.explorer?.halted(job)] as const) ?? [];
  return html`<span class="job"
    ><progress max="1" .value=${progress} aria-label=${lab.progress}></progress>${button({
      name: `halt:${job}`,
      label: halted ? lab.goOn : lab.stop,
      press: () => group.halt(job, !halted),
    })}</span
  >`;
}

/** Which estimators do not apply, and why. */
function refused({ element, group, state }: ChapterShown, words: string[]): string[] {
  if (words.length === 0) return [];
  const { lab } = element.language.words;
  const names = words.map((word) => shortName(lab.names[word] ?? word)).join(', ');
  const flat = group.get('objective') === 'table';
  return flat || state.tau !== null ? [lab.noSlope(names)] : [lab.noLimit(names)];
}

/** As in the picture: what stands between brackets, else all of it. */
const shortName = (name: string): string => /[(（](.+)[)）]/.exec(name)?.[1] ?? name;

export function arrowsRest(shown: ChapterShown): string {
  const { element, group } = shown;
  const { words, number } = element.language;
  const estimates = group.guard(() => group.lab?.estimates());
  if (!estimates) return '';
  const lost = estimates.estimators.flatMap(({ word, moments }) =>
    moments && moments.not_finite > 0
      ? [words.lab.notFinite(number, shortName(words.lab.names[word] ?? word), moments.not_finite, moments.rows)]
      : [],
  );
  const none = estimates.estimators.filter(({ moments }) => !moments).map(({ word }) => word);
  return [estimates.reward ? words.lab.up : words.lab.down, ...lost, ...refused(shown, none)].join(' ');
}

export function tradeoffRest(shown: ChapterShown): string {
  const { element, group } = shown;
  const { words, number } = element.language;
  const sweep = group.guard(() => group.lab?.sweep());
  if (!sweep || sweep.rows === 0) return words.lab.notSwept;
  const lost = sweep.estimators.flatMap(({ word, moments }) => {
    // Those that no temperature changes are the same at each.
    const at = moments.find((at) => at && at.not_finite > 0);
    return at ? [words.lab.notFinite(number, shortName(words.lab.names[word] ?? word), at.not_finite, at.rows)] : [];
  });
  const none = sweep.estimators.filter(({ moments }) => moments.every((at) => at === null)).map(({ word }) => word);
  return [words.lab.swept(number, sweep.rows, sweep.temperatures.length), ...lost, ...refused(shown, none)].join(' ');
}
