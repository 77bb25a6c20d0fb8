import { html, nothing, type TemplateResult } from 'lit';
import type { ViewName } from '../core.js';
import type { StageAction } from './keys.js';
import type { Presenter } from './presenter.js';

/** What the room sees: the view, a line of facts, and the presenter's keys as buttons. */
export function stage(presenter: Presenter, view: ViewName | undefined): TemplateResult | typeof nothing {
  if (!view) return nothing;
  const { words } = presenter.language;
  const frozen = presenter.group.room.frozen !== undefined;
  const note = frozen ? words.present.frozen : presenter.note;
  return html`
    <gumbel-softmax group="main" view=${view} controls="notices" presented></gumbel-softmax>
    <div class="bar">
      <p class="note ${frozen ? 'frozen' : ''}">${note}</p>
      ${facts(presenter)} ${tools(presenter)}
    </div>
    <p class="unseen" role="status">${presenter.said}</p>
    ${presenter.black
      ? html`<button
          type="button"
          class="black"
          aria-label=${words.present.light}
          @click=${() => presenter.act({ do: 'blackout' })}
        ></button>`
      : nothing}
  `;
}

/** N and the temperature of what is shown. */
function facts({ group, language: { words, number } }: Presenter): TemplateResult | typeof nothing {
  const state = group.shownState;
  if (!state) return nothing;
  return html`<p class="facts">
    <span><var>N</var> = ${number.count(Math.min(state.shown, state.n))}</span>
    <span>${state.tau === null ? words.present.facts.argmax : html`<var>τ</var> = ${number.short(state.tau)}`}</span>
  </p>`;
}

function tools(presenter: Presenter): TemplateResult {
  const { group } = presenter;
  const { present: words, controls } = presenter.language.words;
  const press = (action: StageAction) => () => presenter.act(action);
  const sign = (text: string | undefined) => (text ? html`<span aria-hidden="true">${text}</span>` : nothing);
  const tool = (
    name: string,
    key: string,
    word: string,
    run: () => void,
    more: { pressed?: boolean; label?: string; before?: string; after?: string } = {},
  ): TemplateResult => html`<button
    type="button"
    name=${name}
    aria-label=${more.label ?? nothing}
    aria-pressed=${more.pressed ?? nothing}
    data-key=${key === '' ? nothing : key}
    @click=${run}
  >${sign(more.before)}${word}${sign(more.after)}</button>`;
  if (presenter.folded) {
    return html`<div class="tools folded">${tool('unfold', '', words.unfold, () => presenter.fold(false))}</div>`;
  }
  const { hideTargets, frozen } = group.room;
  return html`<div class="tools" role="group" aria-label=${words.tools}>
    ${tool('previous-view', 'PgUp', words.previousView, press({ do: 'view', by: -1 }), { label: words.previousViewLabel, before: '‹ ' })}
    ${tool('next-view', 'PgDn', words.nextView, press({ do: 'view', by: 1 }), { label: words.nextViewLabel, after: ' ›' })}
    ${tool('previous-preset', '[', words.previousPreset, press({ do: 'preset', by: -1 }), { label: words.previousPresetLabel, before: '‹ ' })}
    ${tool('next-preset', ']', words.nextPreset, press({ do: 'preset', by: 1 }), { label: words.nextPresetLabel, after: ' ›' })}
    ${tool('targets', 'H', hideTargets ? words.reveal : words.hide, press({ do: 'targets' }))}
    ${tool('freeze', 'F', words.freeze, press({ do: 'freeze' }), { pressed: frozen !== undefined })}
    ${tool('step', 'D', words.step, press({ do: 'step' }))}
    ${tool('play-stage', '␣', group.flow.playing ? controls.pause : controls.play, () => group.toggle())}
    ${tool('blackout', 'B', words.blackout, press({ do: 'blackout' }))}
    ${tool('full', '', presenter.full ? words.window : words.fullScreen, () => presenter.fullScreen(!presenter.full))}
    ${tool('fold', '', '', () => presenter.fold(true), { label: words.fold, before: '×' })}
    ${tool('leave', 'P', words.leave, press({ do: 'leave' }))}
  </div>`;
}
