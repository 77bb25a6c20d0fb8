/** What paper gets besides the figures: the link in full, and the state in words and numbers. */
import { html, nothing, render } from 'lit';
import type { Snapshot } from '../core.js';
import type { Group } from '../group.js';
import { language, type Language } from '../i18n/index.js';

/** Stands after the page's head; filled only while the page is printed. */
export function startHandout(group: Group): void {
  const place = document.createElement('section');
  place.className = 'handout';
  document.querySelector('header')?.after(place);
  addEventListener('beforeprint', () => {
    const state = group.shownState;
    if (state) render(sheet(group, state), place);
  });
  addEventListener('afterprint', () => render(nothing, place));
}

function sheet(group: Group, state: Snapshot) {
  const spoken = language(document.documentElement.lang);
  const { words, number } = spoken;
  const hidden = group.room.hideTargets;
  const address = group.guard(() => group.shown?.address()) ?? '';
  const link = new URL(group.linkTo(address), location.href).href;
  return html`
    <p>${words.handout.link} <a class="spelled" href=${link}>${link}</a></p>
    <p>${words.handout.state(number, state, hidden)}</p>
    ${numbers(spoken, state, hidden)}
  `;
}

function numbers({ words, number }: Language, state: Snapshot, hidden: boolean) {
  const { columns } = words.handout;
  const drawn = state.hard_n > 0;
  /** A head and what stands under it; what would give the target away is left out while that is hidden. */
  const table: [string, (k: number) => string, boolean][] = [
    [columns.logit, (k) => number.short(state.logits[k] ?? NaN), true],
    [columns.target, (k) => number.value(state.probs[k] ?? NaN), true],
    [columns.wins, (k) => number.count(state.counts[k] ?? 0), false],
    [columns.share, (k) => (drawn ? number.value((state.counts[k] ?? 0) / state.hard_n) : '–'), false],
    [
      columns.mean,
      (k) => (drawn ? `${number.value(state.mean[k] ?? NaN)} ± ${number.value(2 * (state.standard_error[k] ?? NaN))}` : '–'),
      false,
    ],
    [columns.expected, (k) => number.value(state.expected_mean[k] ?? NaN), true],
  ];
  const shown = table.filter(([, , exact]) => !(exact && hidden));
  return html`<table>
    <caption>${words.handout.caption}</caption>
    <thead>
      <tr><th scope="col">${columns.category}</th>${shown.map(([head]) => html`<th scope="col">${head}</th>`)}</tr>
    </thead>
    <tbody>
      ${state.names.map((name, k) => html`<tr><th scope="row">${name}</th>${shown.map(([, cell]) => html`<td>${cell(k)}</td>`)}</tr>`)}
    </tbody>
  </table>`;
}
