/** What stands below the race of descent: its knobs, who stands where, and what went wrong. */
import { html, nothing, type TemplateResult } from 'lit';
import { openPreset } from './actions.js';
import { type ChapterShown, eta, turned } from './chapter_views.js';
import type { Descents, Entrant } from './core.js';
import { button, choice, field } from './fields.js';
import type { Group } from './group.js';
import type { NumberFormat } from './i18n/format.js';
import { jobKnobs, labKnobs } from './lab_knobs.js';
import { Scrub } from './scrub.js';

/** The start and the noise of the cases that the core's tests hold. */
const SAME = 'probs=2,0.5,1&tau=1&seed=7&optimizer=sgd&rate=1&steps=300&replicates=20&floor=0.1&at=1';
const CASES = {
  baseline: `${SAME}&objective=squared&target=&schedule=constant`,
  annealed: `${SAME}&objective=squared&target=&schedule=linear`,
  linear: `${SAME}&objective=linear&target=1,0.5,2&schedule=constant`,
} as const;

const standing = (group: Group): Descents | null | undefined => group.guard(() => group.shown?.descents());

export function descentKnobs(shown: ChapterShown): TemplateResult {
  const { element, group } = shown;
  const words = element.language.words.descent;
  const scrub = Scrub.of(group);
  const pick = (key: string, label: string, options: Record<string, string>): TemplateResult =>
    choice({
      name: key,
      label,
      value: group.get(key),
      options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
      choose: (value) => group.set(key, value),
    });
  const typed = (key: string, label: string): TemplateResult =>
    html`<span class="labelled"><span aria-hidden="true">${label}</span>${field({ name: key, label, value: group.get(key), commit: (text) => group.set(key, text) })}</span>`;
  const schedule = group.get('schedule');
  return html`
    ${button({ name: 'descend', kind: 'primary', label: scrub.playing ? words.pause : words.play, press: () => scrub.toggle(element.still) })}
    ${turned(shown, 'at', 't', words.at)}
    ${turned(shown, 'rate', 'α', words.rate, true)}
    ${pick('optimizer', words.optimizer, words.optimizers)}
    ${pick('schedule', words.schedule, words.schedules)}
    ${schedule === 'constant' ? nothing : typed('floor', words.floor)}
    ${schedule === 'exponential' ? html`${typed('decay', words.decay)} ${typed('every', words.every)}` : nothing}
    ${typed('steps', words.steps)} ${typed('replicates', words.replicates)}
    <span class="buttons" role="group" aria-label=${words.cases}>
      ${(Object.keys(CASES) as (keyof typeof CASES)[]).map((name) =>
        button({ name: `case-${name}`, label: words[name], press: () => openPreset(group, CASES[name]) }),
      )}
    </span>
    ${jobKnobs(shown, 'descent')}
  `;
}

/** Who stands where after the step that is looked at; what diverged, was not finite, or was floored. */
export function descentNotes(shown: ChapterShown): TemplateResult | typeof nothing {
  const { element, group } = shown;
  const { words, number } = element.language;
  const found = standing(group);
  return html`${found ? table(found, shown, number) : nothing}
    <details class="more"><summary>${words.descent.more}</summary><div class="knobs">${labKnobs(shown, () => eta(shown))}</div></details>`;
}

function table(found: Descents, { element, group }: ChapterShown, f: NumberFormat): TemplateResult {
  const { descent: words, lab } = element.language.words;
  const reward = ['linear', 'table'].includes(group.get('objective'));
  const name = ({ word, annealed }: Entrant): string => {
    const own = lab.names[word] ?? words.exact;
    return annealed ? own : words.notAnnealed(f, own, found.first);
  };
  const order = [...found.entrants].sort((a, b) => {
    if (a.expected === null || b.expected === null) return Number(a.expected === null) - Number(b.expected === null);
    return reward ? b.expected - a.expected : a.expected - b.expected;
  });
  const replicates = Number(group.get('replicates'));
  const item = (one: Entrant): TemplateResult => html`<li data-word=${one.word} ?data-constant=${!one.annealed}>
    <span>${name(one)}</span>
    <span class="value">${one.expected === null ? words.notApplicable : f.value(one.expected)}</span>
    <span class="quiet">${(one.deviation ?? 0) >= 0.0005 ? words.spread(f, one.deviation ?? 0) : nothing}</span>
  </li>`;
  const wrong = found.entrants.flatMap((one) => [
    ...(one.diverged > 0 ? [words.diverged(f, name(one), one.diverged, replicates)] : []),
    ...(one.not_finite > 0 ? [words.notFinite(f, name(one), one.not_finite, one.rows)] : []),
  ]);
  return html`
    <p>${words.standing(f, Math.min(found.step, found.done), reward)}</p>
    <ol class="standing">${order.map(item)}</ol>
    ${found.floored === null ? nothing : html`<p>${words.floored(f, found.floored, Number(group.get('floor')))}</p>`}
    ${wrong.map((text) => html`<p class="wrong">${text}</p>`)}
  `;
}

/** The step that is looked at. */
export function descentRest({ element, group }: ChapterShown): string {
  const found = standing(group);
  const { words, number } = element.language;
  return found ? words.descent.line(number, found.step, found.temperature) : '';
}
