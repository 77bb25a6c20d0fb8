import { css } from 'lit';

/**
 * Ground rules of every element. The colours stand here until the page's have been read (surroundings.ts). Steps of
 * 4 px, one thin rule, no boxes in boxes.
 */
export const elementStyles = css`
  :host {
    display: block;
    position: relative;
    min-inline-size: 0;
    container-type: inline-size;
  }
  :host([hidden]) { display: none; }
  .all {
    --text: currentcolor;
    --muted: #5b626b;
    --rule: #d5d9de;
    --ground: #ffffff;
    --field: #ffffff;
    --edge-of-field: #868e98;
    --accent: #005a9c;
    --accent-text: #ffffff;
    --hover: #eef1f4;
    color: var(--text);
    font-family: var(--gumbel-font, inherit);
    font-size: 16px;
    font-style: normal;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    letter-spacing: normal;
    line-height: 1.5;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  @media (prefers-color-scheme: dark) {
    .all { --muted: #a4acb6; --rule: #343a42; --ground: #14161a; --field: #1b1e23; --edge-of-field: #737c87; --accent: #7cc0f5; --accent-text: #0c1116; --hover: #23272d; }
  }
  /* On a ground of its own, which reaches beyond the edges so that nothing sits at them. */
  .all.painted { background: var(--ground); box-shadow: 0 0 0 12px var(--ground); }
  *, *::before, *::after { box-sizing: border-box; }
  var { font-family: 'Times New Roman', 'Liberation Serif', Tinos, serif; font-style: italic; }
  .unseen {
    position: absolute; inline-size: 1px; block-size: 1px; margin: -1px;
    overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

  /* See probes() for what these are for. */
  .probes { position: absolute; inline-size: 0; block-size: 0; overflow: hidden; visibility: hidden; font-family: var(--gumbel-font, inherit); }
  .probes i { font-style: inherit; color: var(--gumbel-text, inherit); transition: color 1ms, background-color 1ms; }
  .probes .system { color: CanvasText; background-color: Canvas; }
  .probes .ground { color: var(--gumbel-background, transparent); }
  .probes .accent { color: var(--gumbel-accent, transparent); }
  .probes .category-1 { color: var(--gumbel-category-1, transparent); }
  .probes .category-2 { color: var(--gumbel-category-2, transparent); }
  .probes .category-3 { color: var(--gumbel-category-3, transparent); }
  .probes .category-4 { color: var(--gumbel-category-4, transparent); }
  .probes .category-5 { color: var(--gumbel-category-5, transparent); }
  .probes .category-6 { color: var(--gumbel-category-6, transparent); }
  .probes .category-7 { color: var(--gumbel-category-7, transparent); }
  .probes .category-8 { color: var(--gumbel-category-8, transparent); }
  .probes .category-9 { color: var(--gumbel-category-9, transparent); }
  .probes .category-10 { color: var(--gumbel-category-10, transparent); }

  .notices.some { outline: 1px solid var(--rule); }
  .notices { max-block-size: 45vh; overflow: auto; background: var(--ground); box-shadow: 0 2px 16px rgb(0 0 0 / 28%); border-radius: 4px; }
  .notice, .others {
    display: flex; align-items: baseline; gap: 8px; margin: 0; padding: 4px 4px 4px 16px;
    border-inline-start: 4px solid var(--accent); overflow-wrap: anywhere;
  }
  .notice span, .others span { flex: 1; padding-block: 4px; }
  .notice.failure { border-color: #d55e00; padding-block: 8px; padding-inline-end: 16px; }
  .notice code { font: 600 0.95em ui-monospace, 'DejaVu Sans Mono', monospace; }
  a { color: var(--accent); }
`;
