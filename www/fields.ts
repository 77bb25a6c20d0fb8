/** The pieces that controls are made of. */
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';

export interface FieldOptions {
  name: string;
  label: string;
  value: string;
  /** The core parses it; what it makes of it comes back as `value`. */
  commit: (text: string) => void;
  decimal?: boolean;
  disabled?: boolean;
  wide?: boolean;
}

/**
 * A text field, so that whatever is typed reaches the core's parser; Escape puts the value back.
 * Its value is not bound `live`: draws that flow would wipe out what is being typed.
 */
export function field(options: FieldOptions): TemplateResult {
  const onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    options.commit(input.value);
    input.value = options.value;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    const input = event.target as HTMLInputElement;
    input.value = options.value;
    input.blur();
  };
  return html`<input
    type="text"
    class=${options.wide ? 'wide' : 'number'}
    name=${options.name}
    aria-label=${options.label}
    inputmode=${ifDefined(options.decimal === false ? undefined : 'decimal')}
    autocomplete="off"
    spellcheck="false"
    ?disabled=${options.disabled ?? false}
    .value=${options.value}
    @change=${onChange}
    @keydown=${onKey}
  />`;
}

export interface SliderOptions {
  name: string;
  label: string;
  min: number;
  max: number;
  step: number | 'any';
  value: number;
  /** What a screen reader says for the value. */
  text: string;
  move: (value: number) => void;
  /** A pointer takes hold of it, and lets it go. */
  hold: () => void;
  release: () => void;
  disabled?: boolean;
}

export function slider(options: SliderOptions): TemplateResult {
  const move = (event: Event): void => options.move((event.target as HTMLInputElement).valueAsNumber);
  return html`<input
    type="range"
    name=${options.name}
    aria-label=${options.label}
    aria-valuetext=${options.text}
    min=${options.min}
    max=${options.max}
    step=${options.step}
    ?disabled=${options.disabled ?? false}
    .value=${live(String(options.value))}
    @input=${move}
    @pointerdown=${options.hold}
    @pointerup=${options.release}
    @pointercancel=${options.release}
    @change=${options.release}
  />`;
}

export interface ButtonOptions {
  name: string;
  label: string;
  press: () => void;
  /** Said instead of the label, when that is a symbol. */
  say?: string;
  pressed?: boolean;
  disabled?: boolean;
  title?: string;
  kind?: string;
}

export function button(options: ButtonOptions): TemplateResult {
  return html`<button
    type="button"
    name=${options.name}
    class=${options.kind ?? nothing}
    title=${options.title ?? nothing}
    aria-label=${options.say ?? nothing}
    aria-pressed=${options.pressed === undefined ? nothing : String(options.pressed)}
    ?disabled=${options.disabled ?? false}
    @click=${options.press}
  >
    ${options.label}
  </button>`;
}

export interface ChoiceOptions {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  value: string;
  choose: (value: string) => void;
  /** The label is for listeners alone. */
  bare?: boolean;
}

export function choice(options: ChoiceOptions): TemplateResult {
  const onChange = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    options.choose(select.value);
    select.value = options.value;
  };
  const select = html`<select
    name=${options.name}
    aria-label=${options.bare ? options.label : nothing}
    .value=${live(options.value)}
    @change=${onChange}
  >
    ${options.options.map(
      ({ value, label }) =>
        html`<option value=${value} ?selected=${value === options.value}>${label}</option>`,
    )}
  </select>`;
  return options.bare ? select : html`<label class="labelled"><span>${options.label}</span>${select}</label>`;
}
