import { html, nothing, type TemplateResult } from 'lit';
import { grip, type Strip } from './controls.js';
import { button, field, slider } from './fields.js';
import { rangeOf } from './scale.js';
import { swatch } from './swatch.js';

/** How many categories, how they are entered, and a row for each. */
export function categoryRows(strip: Strip): TemplateResult {
  const { element, state } = strip;
  const { words } = element.language;
  const entry = element.has('entry') ? element.entry : 'logits';
  return html`
    <div class="categories ${state.k > 4 ? 'many' : ''}">
      <div class="heading">
        ${element.has('k') ? stepper(strip) : nothing}
        ${element.has('entry') ? entrySwitch(strip) : nothing}
      </div>
      ${element.has('logits')
        ? html`<ul class="rows" aria-label=${words.controls.categories}>
            ${state.names.map((name, k) => row(strip, entry, name, k))}
          </ul>`
        : nothing}
    </div>
  `;
}

function stepper({ element, group, state }: Strip): TemplateResult {
  const { words } = element.language;
  const set = (k: number): void => group.set('k', String(k));
  return html`<span class="labelled">
    <span aria-hidden="true"><var>K</var></span>
    ${button({ name: 'fewer', label: '−', say: words.controls.fewer, disabled: state.k <= 2, press: () => set(state.k - 1) })}
    ${field({ name: 'k', label: words.controls.categories, value: String(state.k), commit: (text) => group.set('k', text) })}
    ${button({ name: 'more', label: '+', say: words.controls.more, disabled: state.k >= 10, press: () => set(state.k + 1) })}
  </span>`;
}

function entrySwitch({ element }: Strip): TemplateResult {
  const { words } = element.language;
  const option = (entry: 'logits' | 'probs', label: string): TemplateResult =>
    button({ name: entry, label, pressed: element.entry === entry, press: () => (element.entry = entry) });
  return html`<span class="switch" role="group" aria-label=${words.controls.entry}>
    ${option('logits', words.controls.logits)}${option('probs', words.controls.probabilities)}
  </span>`;
}

/** All at once, as copied from a paper. */
export function wholeList({ element, group, state }: Strip): TemplateResult {
  const { words } = element.language;
  const key = element.entry;
  return html`<span class="labelled"><span aria-hidden="true">${words.controls.list}</span>${field({
    name: `${key}-list`,
    label: words.controls.all(key === 'logits' ? words.controls.logits : words.controls.probabilities),
    value: key === 'logits' ? group.get(key) : state.names.map((_, k) => group.get(`prob:${k + 1}`)).join(','),
    wide: true,
    decimal: false,
    commit: (text) => group.set(key, text),
  })}</span>`;
}

function row(strip: Strip, entry: 'logits' | 'probs', name: string, k: number): TemplateResult {
  const { element, group } = strip;
  const { words } = element.language;
  const rename = (text: string): void => group.set(`name:${k + 1}`, text);
  return html`<li
    class="row c${k} ${group.category === k ? 'pointed' : ''}"
    aria-label=${words.controls.category(name)}
    @pointerenter=${() => group.point(k)}
    @pointerleave=${() => group.point(undefined)}
    @focusin=${() => group.point(k)}
    @focusout=${() => group.point(undefined)}
  >
    ${swatch(k)}
    ${field({ name: `name:${k + 1}`, label: words.controls.nameOf(name), value: name, decimal: false, commit: rename })}
    ${entry === 'logits' ? logit(strip, name, k) : probability(strip, name, k)}
  </li>`;
}

function logit({ element, group, state }: Strip, name: string, k: number): TemplateResult {
  const { words, number } = element.language;
  const value = state.logits[k] ?? 0;
  const range = rangeOf(group, 'logits');
  const key = `logit:${k + 1}`;
  return html`
    ${slider({
      name: `${key}-slider`,
      label: words.controls.logitOf(name),
      ...range,
      step: 0.1,
      value: Number.isFinite(value) ? value : range.min,
      text: number.short(value),
      move: (x) => group.set(key, String(x), true),
      ...grip(group),
    })}
    ${field({
      name: key,
      label: words.controls.logitTyped(name),
      value: state.logit_texts[k] ?? '',
      commit: (text) => group.set(key, text),
    })}
  `;
}

/** Setting one probability keeps the proportions of the others. */
function probability({ element, group, state }: Strip, name: string, k: number): TemplateResult {
  const { words, number } = element.language;
  const value = state.probs[k] ?? 0;
  const key = `prob:${k + 1}`;
  return html`
    ${slider({
      name: `${key}-slider`,
      label: words.controls.probOf(name),
      min: 0,
      max: 1,
      step: 0.001,
      value,
      text: number.value(value),
      move: (p) => group.set(key, String(p), true),
      ...grip(group),
    })}
    ${field({
      name: key,
      label: words.controls.probTyped(name),
      value: group.get(key),
      commit: (text) => group.set(key, text),
    })}
  `;
}
