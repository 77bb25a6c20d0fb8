/** How the panel stands on the page. */
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import formulas from 'formulas:claims';
import type { Claim } from '../core.js';
import { button, field } from '../fields.js';
import { CLAIM_IDS, CLAIMS, type ClaimId } from './claims.js';
import type { ClaimsPanel } from './panel.js';

/** Decimals of what is expected and measured, and of z. */
const DIGITS = 4;
const Z_DIGITS = 2;

export function panelTemplate(panel: ClaimsPanel): TemplateResult {
  const { words } = panel.language;
  return html`
    <h2 id="claims-title">${words.claims.title}</h2>
    <p class="line">${words.claims.line}</p>
    ${controls(panel)}
    <div class="rows">${table(panel)}</div>
    ${rule(panel)}
  `;
}

function controls(panel: ClaimsPanel): TemplateResult {
  const { trial } = panel;
  const { words, number } = panel.language;
  const { claims } = words;
  const goal = panel.rule?.looks.at(-1) ?? 1;
  const label = panel.running ? claims.stop : panel.resumable ? claims.goOn : trial ? claims.again : claims.start;
  return html`
    <div class="run">
      ${button({ name: 'check', label, kind: 'primary', press: () => panel.press(), disabled: !panel.ready })}
      <label class="seed"><span>${words.controls.seed}</span>${field({
        name: 'claims-seed',
        label: claims.seed,
        value: panel.seed,
        decimal: false,
        disabled: !panel.ready || panel.running,
        commit: (text) => (panel.seed = text),
      })}</label>
      ${button({ name: 'check-anew', label: words.controls.newNoise, press: () => panel.anew(), disabled: !panel.ready || panel.running })}
      <progress max=${goal} .value=${trial?.n ?? 0} aria-label=${claims.progressLabel}></progress>
      <span class="count">${claims.progress(number, trial?.n ?? 0, goal)}</span>
    </div>
    ${panel.notices.map((notice) => html`<p class="note" role="alert">${words.notices.sentence(notice.code, notice)}</p>`)}
    <p class="setting">
      ${trial ? claims.setting(number, trial.setting.logits, trial.setting.tau, trial.seed, trial.tau) : claims.before}
      ${panel.stale ? claims.changed : nothing}
    </p>
    <p class="verdict" role="status">${trial && trial.looks > 0 && panel.rule
      ? claims.status(number, panel.rule.looks[trial.looks - 1] ?? 0, trial.count('agrees'), trial.count('disagrees'))
      : nothing}</p>
  `;
}

/** The roles stand for the table's own, which a narrow page takes by setting its rows as blocks. */
function table(panel: ClaimsPanel): TemplateResult {
  const { claims } = panel.language.words;
  const rows = new Map(panel.trial?.rows.map((row) => [row.id, row]));
  const { columns } = claims;
  return html`<table role="table" aria-labelledby="claims-title" class=${panel.trial ? 'begun' : nothing}>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${columns.claim}</th>
        <th role="columnheader" scope="col">${columns.expected}</th>
        <th role="columnheader" scope="col">${columns.measured}</th>
        <th role="columnheader" scope="col">${columns.z}</th>
        <th role="columnheader" scope="col">${columns.verdict}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">${CLAIM_IDS.map((id) => line(panel, id, rows.get(id)))}</tbody>
  </table>`;
}

function line(panel: ClaimsPanel, id: ClaimId, row: Claim | undefined): TemplateResult {
  const { claims } = panel.language.words;
  const state = row?.state ?? (panel.trial ? 'absent' : 'waiting');
  const { columns } = claims;
  return html`<tr role="row" data-claim=${id} data-state=${state}>
    <th role="rowheader" scope="row">${claim(panel, id)}</th>
    ${row
      ? html`<td role="cell" data-label=${columns.expected}>${figure(panel, row, row.expected)}</td>
          <td role="cell" data-label=${columns.measured}>${row.n > 0 ? figure(panel, row, row.measured) : '–'}</td>
          <td role="cell" data-label=${columns.z}>${row.n > 0 ? score(panel, row) : '–'}</td>`
      : state === 'absent'
        ? html`<td role="cell" class="why" colspan="3">${(claims.absent as Record<string, string>)[id]}</td>`
        : html`<td role="cell"></td><td role="cell"></td><td role="cell"></td>`}
    <td role="cell" class="state"><span>${claims.states[state]}</span></td>
  </tr>`;
}

/** Its name, the formula, and where it is derived. */
function claim(panel: ClaimsPanel, id: ClaimId): TemplateResult {
  const { claims } = panel.language.words;
  const chapter = CLAIMS[id];
  const number = panel.chapterNumber(chapter);
  return html`<span class="name">${claims.rows[id]}
      ${number >= 0
        ? html`<a href=${panel.href(chapter)} @click=${(event: MouseEvent) => follow(panel, chapter, event)}>${claims.chapter(number)}</a>`
        : nothing}</span>
    <span class="tex">${unsafeHTML(formulas[id])}</span>`;
}

/** A plain click goes there on this page; anything else is the browser's. */
function follow(panel: ClaimsPanel, chapter: string, event: MouseEvent): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  panel.open(chapter);
}

/** A number as it is read, with all its digits inside; of a claim on every draw, how many break it. */
function figure(panel: ClaimsPanel, row: Claim, value: number): TemplateResult {
  const { words, number } = panel.language;
  const text = row.z === null ? words.claims.exceptions(number, value) : number.value(value, DIGITS);
  return html`<data value=${String(value)}>${text}</data>`;
}

function score(panel: ClaimsPanel, { z }: Claim): TemplateResult | string {
  return z === null ? '–' : html`<data value=${String(z)}>${panel.language.number.value(z, Z_DIGITS)}</data>`;
}

function rule(panel: ClaimsPanel): TemplateResult {
  const { words, number } = panel.language;
  const { claims } = words;
  return html`<div class="rule">
    ${panel.rule ? html`<p>${claims.rule(number, panel.rule.looks, Math.round(1 / panel.rule.rate))}</p>` : nothing}
    <p>${claims.reading}</p>
  </div>`;
}
