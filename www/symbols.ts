/** What a symbol of the text stands for just now, in symbols and numbers alone. */
import type { Snapshot } from './core.js';
import type { NumberFormat } from './i18n/index.js';

/** The category that a subscript names: A and 1 the first; `i` the one that the views look at. */
export function categoryOf(index: string | undefined, state: Snapshot | undefined): number | undefined {
  if (!index || !state) return undefined;
  if (index === 'i') return state.category;
  const k = /^\d$/.test(index) ? Number(index) - 1 : 'ABCDEFGHIJ'.indexOf(index);
  return k >= 0 && index.length === 1 && k < state.k ? k : undefined;
}

export function symbolLine(number: NumberFormat, symbol: string | undefined, state: Snapshot): string {
  const list = (name: string, values: readonly number[] | undefined): string =>
    values ? values.map((value, k) => `${name}(${state.names[k] ?? ''}) = ${number.value(value)}`).join(' · ') : '';
  switch (symbol) {
    case 'tau':
      return state.tau === null ? 'τ → 0' : `τ = ${number.short(state.tau)}`;
    case 'pi':
      return list('π', state.probs);
    case 'l':
      return list('l', state.logits);
    case 'u':
      return list('u', state.draw?.u);
    case 'g':
      return list('g', state.draw?.gumbel_noise);
    case 'y':
      return list('y', state.draw?.soft_sample);
    case 'Z':
      return `Z = ${number.value(Math.exp(state.ln_z))} · ln Z = ${number.value(state.ln_z)}`;
    default:
      return '';
  }
}
