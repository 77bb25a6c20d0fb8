/** The straight-through estimator as a line of code, to be copied. */
import { html, type TemplateResult } from 'lit';
import type { Strings } from './i18n/en.js';
import { copy } from './share/copy.js';

const LINES = {
  pytorch: 'z = hard - y.detach() + y',
  jax: 'z = y + stop_gradient(hard - y)',
} as const;

/** How long a button says that it copied. */
const COPIED_MS = 2500;

export function codeLines(words: Strings['passing']): TemplateResult {
  const press = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement;
    const line = button.closest('.line');
    const field = line?.querySelector('input');
    const said = line?.parentElement?.querySelector<HTMLElement>('[role=status]');
    if (!field || !said) return;
    const done = await copy(field);
    if (done) button.focus();
    button.classList.toggle('done', done);
    said.textContent = done ? words.copied : words.notCopied;
    setTimeout(() => {
      button.classList.remove('done');
      said.textContent = '';
    }, COPIED_MS);
  };
  const line = (key: keyof typeof LINES): TemplateResult => html`<div class="line">
    <span aria-hidden="true">${words.lines[key]}</span>
    <input type="text" class="code" readonly translate="no" spellcheck="false" aria-label=${words.lines[key]} .value=${LINES[key]} size=${LINES[key].length} />
    <button type="button" name=${`copy-${key}`} aria-label=${`${words.copy}: ${words.lines[key]}`} @click=${press}>${words.copy}</button>
  </div>`;
  return html`<div class="lines" role="group" aria-label=${words.code}>
    ${line('pytorch')} ${line('jax')}
    <p>${words.legend}</p>
    <p class="said" role="status"></p>
  </div>`;
}
