import { css } from 'lit';

/** Buttons, fields, sliders and how the strip lays them out. */
export const controlStyles = css`
  button, select, input[type='text'] {
    font: inherit; font-variant-numeric: tabular-nums; color: inherit; line-height: 20px;
    min-block-size: 36px; padding: 7px 12px; margin: 0;
    background: var(--field); border: 1px solid var(--edge-of-field); border-radius: 4px;
  }
  button { cursor: pointer; white-space: nowrap; }
  button:hover:not(:disabled, [aria-pressed='true']) { background: var(--hover); }
  button:disabled { opacity: 0.45; cursor: default; }
  button[aria-pressed='true'] { background: var(--text); color: var(--ground); border-color: var(--text); }
  button.primary { background: var(--accent); color: var(--accent-text); border-color: var(--accent); min-inline-size: 84px; }
  button.primary:hover:not(:disabled) { background: var(--accent); filter: brightness(1.1); }
  button.plain { border-color: transparent; background: none; min-inline-size: 36px; padding-inline: 8px; }
  button.plain:hover { background: var(--hover); }
  input[type='text'] { padding-inline: 8px; }
  input.number { inline-size: 76px; }
  input.wide { inline-size: 144px; min-inline-size: 0; flex: 0 1 auto; }
  input[name='k'] { inline-size: 44px; text-align: center; }
  input[name='seed'] { inline-size: 116px; }
  /* A height of its own: the engine's would come from the tallest font of the system. */
  select {
    appearance: none; -webkit-appearance: none; block-size: 36px; padding-block: 0; padding-inline: 8px 26px; max-inline-size: 100%;
    background: linear-gradient(45deg, transparent 50%, currentColor 50%) right 14px center / 6px 6px no-repeat,
      linear-gradient(-45deg, transparent 50%, currentColor 50%) right 8px center / 6px 6px no-repeat, var(--field);
    text-overflow: ellipsis;
  }
  select[name='preset'], select[name='speed'] { inline-size: 152px; }
  .knobs input.number { inline-size: 68px; }
  .turned { display: inline-flex; align-items: center; gap: 8px; flex: 1 1 200px; }
  .turned output { min-inline-size: 48px; }
  .ticks { display: flex; flex-wrap: wrap; align-items: center; gap: 0 16px; flex: 1 1 100%; margin: 0; border: 0; padding: 0; min-inline-size: 0; }
  .ticks legend { float: inline-start; padding: 0; margin-inline-end: 4px; color: var(--muted); line-height: 36px; }
  .ticks label { display: inline-flex; align-items: center; gap: 6px; min-block-size: 36px; }
  .job { position: relative; display: inline-flex; align-items: center; gap: 12px; flex: 1 1 200px; }
  .job progress { position: static; inline-size: auto; flex: 1 1 120px; }
  .labelled { display: inline-flex; align-items: center; gap: 8px; min-inline-size: 0; }
  .labelled > span { color: var(--muted); }

  input[type='range'] {
    appearance: none; -webkit-appearance: none; background: none; margin: 0; min-inline-size: 48px;
    block-size: 36px; inline-size: 100%; cursor: pointer; touch-action: pan-y;
    --track: var(--rule); --thumb: var(--fill, var(--accent)); --size: 18px;
  }
  input[type='range']::-webkit-slider-runnable-track { block-size: 4px; border-radius: 2px; background: var(--track); }
  input[type='range']::-moz-range-track { block-size: 4px; border-radius: 2px; background: var(--track); }
  input[type='range']::-webkit-slider-thumb {
    -webkit-appearance: none; inline-size: var(--size); block-size: var(--size); margin-block-start: calc(2px - var(--size) / 2);
    border-radius: 50%; background: var(--thumb); border: 2px solid var(--ground); box-shadow: 0 0 0 1px var(--edge, var(--thumb));
  }
  input[type='range']::-moz-range-thumb {
    inline-size: var(--size); block-size: var(--size); border-radius: 50%; background: var(--thumb);
    border: 2px solid var(--ground); box-shadow: 0 0 0 1px var(--edge, var(--thumb)); box-sizing: border-box;
  }

  .strip { display: grid; gap: 8px 24px; }
  .first { display: grid; gap: 4px 32px; align-items: center; min-inline-size: 0; }
  .fold { display: none; text-align: start; }
  .fold::after { content: ' ▾'; }
  .fold[aria-expanded='true']::after { content: ' ▴'; }
  .strip.waiting { visibility: hidden; }
  .temperature { display: flex; align-items: center; gap: 8px 12px; }
  .temperature.marked { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
  .temperature .name { font-size: 18px; white-space: nowrap; }
  .temperature .name var { font-size: 22px; }
  .temperature input[type='range'] { --size: 26px; block-size: 44px; flex: 1; }
  .temperature input.number { inline-size: 84px; }
  .transport, .session, .heading, .buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .session, .heading { gap: 8px 16px; }
  /* Of one size whatever N is, since a slider beside it is being dragged. */
  .count { position: relative; display: flex; align-items: center; inline-size: 136px; block-size: 44px; margin-inline-start: 4px; line-height: 20px; }
  progress { position: absolute; inset: auto 0 0; inline-size: 100%; block-size: 4px; accent-color: var(--accent); appearance: none; -webkit-appearance: none; border: 0; border-radius: 2px; background: var(--rule); color: var(--accent); }
  progress::-webkit-progress-bar { background: var(--rule); border-radius: 2px; }
  progress::-webkit-progress-value { background: var(--accent); border-radius: 2px; }
  progress::-moz-progress-bar { background: var(--accent); border-radius: 2px; }

  .switch { display: inline-flex; }
  .switch button { border-radius: 0; margin-inline-start: -1px; }
  .switch button:first-child { margin-inline-start: 0; border-start-start-radius: 4px; border-end-start-radius: 4px; }
  .switch button:last-child { border-start-end-radius: 4px; border-end-end-radius: 4px; }

  .categories { display: grid; gap: 8px; min-inline-size: 0; }
  .rows {
    list-style: none; margin: 0; padding: 0; display: grid; gap: 4px 20px;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 192px), 1fr));
  }
  @container (min-width: 900px) {
    .first { grid-template-columns: minmax(0, 1fr) auto; }
    .categories:not(.many) { grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 8px 32px; }
  }
  .row { display: flex; align-items: center; gap: 8px; min-inline-size: 0; padding-inline-start: 4px; border-radius: 4px; }
  .row.pointed { background: var(--hover); }
  .row input[name^='name'] { inline-size: 48px; text-overflow: ellipsis; flex: none; border-color: transparent; background: none; padding-inline: 4px; font-weight: 600; }
  .row input[name^='name']:hover, .row input[name^='name']:focus { border-color: var(--edge-of-field); background: var(--field); }
  .row input[type='range'] { flex: 1; }
  .row input.number:not([name^='name']) { inline-size: 72px; flex: none; }

  @container (max-width: 560px) {
    .fold { display: block; }
    .folded .session, .folded .categories { display: none; }
    .temperature { flex-wrap: wrap; gap: 0 8px; }
    .temperature .name { flex: 1 1 0; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; }
    .temperature input[type='range'] { order: 1; flex: 1 0 100%; }
    .transport { gap: 8px; }
    .session .labelled > span { min-inline-size: 56px; }
    .rows { gap: 8px; }
    .transport button { padding-inline: 8px; }
    button.primary { min-inline-size: 64px; }
    .count { flex: 1 1 0; justify-content: flex-end; text-align: end; margin: 0; }
  }
  @container (max-width: 339px) {
    .temperature .name { font-size: 16px; }
    .temperature input.number { inline-size: 64px; }
    .temperature button { padding-inline: 8px; }
  }
  @media (pointer: coarse) {
    button, select, input[type='text'] { min-block-size: 44px; }
    select { block-size: 44px; }
  }
  @media (forced-colors: active) {
    button[aria-pressed='true'] { forced-color-adjust: none; background: SelectedItem; color: SelectedItemText; }
    input[type='range'] { appearance: auto; -webkit-appearance: auto; }
  }
`;
