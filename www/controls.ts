import { html, nothing, type TemplateResult } from 'lit';
import { newNoise, openPreset, reset, togglePin } from './actions.js';
import { categoryRows, wholeList } from './categories.js';
import type { Snapshot } from './core.js';
import type { GumbelSoftmaxElement } from './element.js';
import { button, choice, field, slider } from './fields.js';
import type { Group } from './group.js';
import { placeholder } from './placeholder.js';
import { POSITIONS, positionOf, rangeOf, valueAt } from './scale.js';

const SPEEDS = [1, 3, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** With so many draws to come, their progress is worth showing. */
const LONG = 100_000;

/** A slider that is held keeps the group from committing. */
export const grip = (group: Group) => ({ hold: () => group.hold(), release: () => group.release() });

/** What every part of the strip needs. */
export interface Strip {
  element: GumbelSoftmaxElement;
  group: Group;
  state: Snapshot;
}

/** The controls that the element asks for, in a fixed order. */
export function controlStrip(element: GumbelSoftmaxElement, group: Group): TemplateResult {
  const { words } = element.language;
  const waiting = group.state === undefined;
  const state = group.state ?? placeholder(group.expected);
  const strip: Strip = { element, group, state };
  const has = (name: string): boolean => element.has(name);
  const first = ['tau', 'play', 'one', 'thousand', 'n'];
  const known = [...first, 'k', 'entry', 'logits', 'list', 'reset', 'speed', 'seed', 'preset', 'pin', 'undo'];
  if (!known.some(has)) return html``;
  const rows = ['k', 'entry', 'logits'].some(has);
  const rest = ['list', 'reset', 'speed', 'seed', 'preset', 'pin', 'undo'].some(has);
  return html`
    <div
      class="strip ${element.folded ? 'folded' : ''} ${waiting ? 'waiting' : ''}"
      part="controls"
      role="group"
      aria-label=${words.controls.strip}
    >
      ${first.some(has)
        ? html`<div class="first">
            ${has('tau') ? temperature(strip) : nothing}
            ${first.slice(1).some(has) ? transport(strip) : nothing}
          </div>`
        : nothing}
      ${rows && rest ? fold(element) : nothing}
      ${rows ? categoryRows(strip) : nothing}
      ${rest ? session(strip) : nothing}
    </div>
  `;
}

/** Where there is little room, all but the first controls wait behind this button. */
function fold(element: GumbelSoftmaxElement): TemplateResult {
  const { words } = element.language;
  return html`<button
    type="button"
    name="fold"
    class="fold"
    aria-expanded=${String(!element.folded)}
    @click=${() => (element.folded = !element.folded)}
  >
    ${words.controls.fold}
  </button>`;
}

function temperature({ element, group, state }: Strip): TemplateResult {
  const { words, number } = element.language;
  const range = rangeOf(group, 'tau');
  const atArgmax = state.tau === null;
  const tau = group.get('tau');
  return html`
    <div class="temperature ${group.symbol === 'tau' ? 'marked' : ''}">
      <span class="name" aria-hidden="true">${words.controls.temperature} <var>τ</var></span>
      ${slider({
        name: 'tau-slider',
        label: words.controls.temperature,
        min: 0,
        max: POSITIONS,
        step: 1,
        value: state.tau === null ? 0 : positionOf(range, state.tau),
        text: state.tau === null ? words.controls.atArgmax : number.short(state.tau),
        move: (position) => group.set('tau', valueAt(range, position), true),
        ...grip(group),
      })}
      ${field({
        name: 'tau',
        label: words.controls.temperatureValue,
        value: atArgmax ? 'argmax' : tau,
        commit: (text) => group.set('tau', text),
      })}
      ${button({
        name: 'argmax',
        label: words.controls.argmax,
        title: words.controls.argmaxHint,
        pressed: atArgmax,
        press: () => element.toggleArgmax(),
      })}
    </div>
  `;
}

function transport({ element, group, state }: Strip): TemplateResult {
  const { words } = element.language;
  const { playing } = group.flow;
  const long = goalOf(group, state) - state.shown > LONG && !group.moving;
  const has = (name: string): boolean => element.has(name);
  return html`
    <div class="transport">
      ${has('play')
        ? button({
            name: long ? 'stop' : 'play',
            kind: 'primary',
            label: long ? words.controls.stop : playing ? words.controls.pause : words.controls.play,
            press: () => (long ? group.pause() : group.toggle()),
          })
        : nothing}
      ${has('one') ? button({ name: 'one', label: words.controls.plusOne, say: words.controls.plusOneLabel, press: () => group.step(1) }) : nothing}
      ${has('thousand')
        ? button({
            name: 'thousand',
            label: words.controls.thousand,
            say: words.controls.thousandLabel,
            press: () => group.step(1000),
          })
        : nothing}
      ${has('n') ? count({ element, group, state }) : nothing}
    </div>
  `;
}

/** How many draws there will be. */
function goalOf(group: Group, state: Snapshot): number {
  return group.flow.filling ? Math.max(group.guard(() => group.explorer?.goal()) ?? 0, state.n) : state.n;
}

/** N; while draws are on their way, how many are shown of how many. */
function count({ element, group, state }: Strip): TemplateResult {
  const { words, number } = element.language;
  const goal = goalOf(group, state);
  const shown = Math.min(state.shown, state.n);
  const partial = shown < goal;
  return html`
    <span class="count">
      <output name="n">${partial ? words.controls.drawsOf(number, shown, goal) : words.controls.draws(number, state.n)}</output>
      ${goal - shown > LONG && !group.moving
        ? html`<progress max=${goal} .value=${shown} aria-label=${words.controls.progress}></progress>`
        : nothing}
    </span>
  `;
}

function session(strip: Strip): TemplateResult {
  const { element, group, state } = strip;
  const { words, number } = element.language;
  const has = (name: string): boolean => element.has(name);
  const speeds = [...new Set([...SPEEDS, state.speed])].sort((a, b) => a - b);
  return html`
    <div class="session">
      ${has('preset')
        ? choice({
            name: 'preset',
            label: words.controls.preset,
            value: '',
            options: [
              { value: '', label: words.controls.choosePreset },
              ...(group.guard(() => group.core?.presets()) ?? []).map(({ id, address }) => ({
                value: address,
                label: words.presets[id] ?? id,
              })),
            ],
            choose: (address) => address && openPreset(group, address),
          })
        : nothing}
      ${has('list') ? wholeList(strip) : nothing}
      ${has('seed')
        ? html`<span class="labelled"><span aria-hidden="true">${words.controls.seed}</span>
            ${field({
              name: 'seed',
              label: words.controls.seed,
              value: group.get('seed'),
              commit: (text) => group.set('seed', text),
            })}
            ${button({ name: 'noise', label: words.controls.newNoise, press: () => newNoise(group) })}</span>`
        : nothing}
      ${has('speed')
        ? choice({
            name: 'speed',
            label: words.controls.speed,
            value: String(state.speed),
            options: speeds.map((speed) => ({
              value: String(speed),
              label: words.controls.perSecond(number.count(speed)),
            })),
            choose: (speed) => group.set('speed', speed),
          })
        : nothing}
      <span class="buttons">
        ${has('pin')
          ? button({
              name: 'pin',
              label: words.controls.pin,
              title: words.controls.pinHint,
              pressed: state.pinned,
              press: () => togglePin(group),
            })
          : nothing}
        ${has('reset') ? button({ name: 'reset', label: words.controls.reset, press: () => reset(group) }) : nothing}
        ${has('undo')
          ? button({
              name: 'undo',
              label: words.controls.undo,
              disabled: group.undo.size === 0,
              press: () => group.undoLast(),
            })
          : nothing}
      </span>
    </div>
  `;
}
