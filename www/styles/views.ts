import { css } from 'lit';

/**
 * The views. Their boxes have the height of their picture from the start, by the rule of height() in src/view/mod.rs,
 * so that nothing moves when it comes; the browser tests hold the two together.
 */
export const viewStyles = css`
  .views { display: grid; grid-template-columns: minmax(0, 1fr); gap: 32px; align-items: start; }
  @container (min-width: 760px) {
    .views.several { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 32px 40px; }
  }
  .view { display: block; container-type: inline-size; min-inline-size: 0; }
  .view h2 {
    margin: 0; color: inherit;
    font-family: var(--gumbel-title-font, inherit); font-size: 22px; font-weight: 600; line-height: 28px;
  }
  .look { margin: 4px 0 12px; color: var(--muted); max-inline-size: 64ch; text-wrap: pretty; }
  @container (max-width: 559px) { .look { font-size: 15px; line-height: 22px; } }
  .picture {
    position: relative; inline-size: 100%; cursor: crosshair; border-radius: 2px;
    /* A finger scrolls and zooms the page; what can be dragged says so itself. */
    touch-action: manipulation; user-select: none; -webkit-user-select: none;
  }
  .picture.noise { aspect-ratio: 1 / 0.78; block-size: clamp(350px, 78cqi, 520px); }
  .picture.draw { aspect-ratio: 1 / 0.85; block-size: clamp(460px, 85cqi, 540px); }
  .picture.simplex { aspect-ratio: 1 / 0.9; block-size: clamp(250px, 86cqi + 16px, 520px); }
  .picture.simplex.pair { block-size: clamp(230px, 0.8 * (86cqi + 16px), 360px); }
  .picture.histogram { block-size: 520px; }
  @container (min-width: 560px) {
    .picture.histogram { block-size: clamp(300px, 45cqi, 420px); }
  }
  .picture.grab { cursor: grab; }
  .picture.grab:active { cursor: grabbing; }
  .picture canvas { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
  .picture slot { display: block; block-size: 100%; overflow: hidden; }
  .picture ::slotted(*) { max-inline-size: 100%; }
  /* Of one height whatever it says, since it says something else at every move of a pointer. */
  .readout.marked { font-weight: 600; }
  .readout { margin: 8px 0 0; block-size: 48px; color: var(--text); overflow: hidden; overflow-wrap: anywhere; }
  @container (max-width: 559px) { .readout { block-size: 72px; } }
  @container (max-width: 339px) { .readout { block-size: 96px; } }
  .standing { list-style: none; margin: 4px 0 0; padding: 0; display: grid; gap: 0 24px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 288px), 1fr)); color: var(--text); }
  .standing li { display: grid; grid-template-columns: minmax(0, 1fr) auto 72px; gap: 0 12px; }
  .standing .quiet { color: var(--muted); }
  .foot .wrong { color: var(--text); font-weight: 600; }
  details.more { margin: 8px 0 0; }
  details.more summary { cursor: pointer; min-block-size: 36px; line-height: 36px; color: var(--text); }
  .lines { margin: 12px 0 0; color: var(--text); }
  .lines .line { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 8px 0 0; }
  .lines .line > span { min-inline-size: 88px; color: var(--muted); }
  @container (max-width: 480px) { .lines .line > span { flex-basis: 100%; } }
  .lines input.code { flex: 1 1 200px; min-inline-size: 0; font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 14px; text-overflow: ellipsis; }
  .lines button.done { border-color: var(--accent); color: var(--accent); }
  .lines .said { min-block-size: 24px; margin: 4px 0 0; }
  .foot { color: var(--muted); }
  .foot p { margin: 8px 0 0; max-inline-size: 72ch; text-wrap: pretty; }
  .knobs { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin: 8px 0 0; min-block-size: 36px; color: var(--text); }
`;
