/** What the parts of the share dialog are made of. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { copy } from './copy.js';
import type { Code } from './qr.js';
import type { Shared } from './state.js';

/** What a part may ask of the dialog. */
export interface Host {
  readonly shared: Shared;
  /** Shows what has changed. */
  update(): void;
  /** Says something to those who hear the page and those who see it. */
  say(text: string): void;
  /** The field that was copied last, for a moment. */
  copied: string;
  showCopied(name: string): void;
  /** Shows the code of the link on the whole screen. */
  fillScreen(): void;
}

export interface CopyOptions {
  name: string;
  label: string;
  text: string;
  rows: number;
  /** Breaks long words: a link has no place to break. */
  wrap?: boolean;
  more?: TemplateResult | typeof nothing;
}

/** A text that is to be taken along, with its button. */
export function copyField(host: Host, options: CopyOptions): TemplateResult {
  const { words } = host.shared.language;
  const id = `share-${options.name}`;
  const press = async (): Promise<void> => {
    const field = document.querySelector<HTMLTextAreaElement>(`#${id}`);
    if (!field) return;
    if (await copy(field)) {
      host.showCopied(options.name);
      host.say(words.share.copiedWhat(options.label));
    } else {
      field.focus();
      field.select();
      host.say(words.share.selected);
    }
  };
  const done = host.copied === options.name;
  return html`<div class="copy">
    <div class="copy-head">
      <label for=${id}>${options.label}</label>
      <button type="button" name=${`copy-${options.name}`} class=${done ? 'done' : ''} @click=${press}
        aria-label=${`${done ? words.share.copied : words.share.copy}: ${options.label}`}>
        ${done ? words.share.copied : words.share.copy}
      </button>
    </div>
    <textarea id=${id} class=${options.wrap ? 'wrap' : ''} readonly rows=${options.rows} spellcheck="false"
      wrap=${options.wrap ? 'soft' : 'off'} .value=${live(options.text)}></textarea>
    ${options.more ?? nothing}
  </div>`;
}

export interface PickOptions {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  choose: (value: string) => void;
}

export function pick({ name, label, value, options, choose }: PickOptions): TemplateResult {
  return html`<label class="pick"><span>${label}</span>
    <select name=${name} .value=${live(value)} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
    </select>
  </label>`;
}

/** Dark on white whatever the theme: readers of codes expect it. */
export const qrPicture = ({ size, path }: Code, label: string): TemplateResult =>
  html`<svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`;
