import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { GumbelSoftmaxElement } from './element.js';
import type { Group } from './group.js';
import { quoted, type ShownNotice } from './notices.js';

/** What went wrong, or was set right, in words. Keys and values go in as text, never as markup. */
export function messages(element: GumbelSoftmaxElement, group: Group): TemplateResult {
  const { words } = element.language;
  return html`
    <div class="notices ${group.failure || group.notices.list.length > 0 ? 'some' : ''}" part=${group.failure && group.failure !== 'panic' ? 'notices reason' : 'notices'} role="status" aria-label=${words.controls.notices}>
      ${group.failure && group.speaker === element ? failed(element, group) : nothing}
      ${group.notices.list.length > 0 ? html`${each(element, group)}` : nothing}
      ${group.notices.hidden > 0 ? rest(element, group) : nothing}
    </div>
  `;
}

/** By their ids, so that none is read out again when one before it goes; the marks that `repeat` leaves of it go with the last. */
const each = (element: GumbelSoftmaxElement, group: Group): unknown =>
  repeat(group.notices.list, ({ id }) => id, (notice) => said(element, group, notice));

function failed(element: GumbelSoftmaxElement, group: Group): TemplateResult {
  const { words } = element.language;
  const { failure } = group;
  if (!failure) return html``;
  return html`<p class="notice failure">
    <span>${words.failures[failure]}
      ${failure === 'panic'
        ? html`<a href=${group.linkTo(group.goodAddress)} @click=${reload}>${words.failures.reload}</a>`
        : nothing}</span>
  </p>`;
}

function rest(element: GumbelSoftmaxElement, group: Group): TemplateResult {
  const { words } = element.language;
  const clear = (): void => {
    group.notices.clear();
    group.refresh();
  };
  return html`<p class="others">
    <span>${words.notices.others(group.notices.hidden)}</span>
    <button type="button" class="plain" @click=${clear}>${words.controls.dismissAll}</button>
  </p>`;
}

/** A link that differs in its hash alone would not load the page anew. */
function reload(event: Event): void {
  event.preventDefault();
  location.replace((event.currentTarget as HTMLAnchorElement).href);
  location.reload();
}

function said(element: GumbelSoftmaxElement, group: Group, notice: ShownNotice): TemplateResult {
  const { words } = element.language;
  const sentence = words.notices.sentence(notice.code, {
    given: quoted(notice.given),
    used: quoted(notice.used),
  });
  const dismiss = (): void => {
    group.notices.dismiss(notice.id);
    group.refresh();
  };
  return html`<p class="notice" data-code=${notice.code} data-key=${quoted(notice.key)}>
    <span><code>${quoted(notice.key)}</code> ${sentence}</span>
    <button type="button" class="plain" aria-label=${words.controls.dismiss} @click=${dismiss}>×</button>
  </p>`;
}
