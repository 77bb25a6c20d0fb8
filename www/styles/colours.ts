import { css } from 'lit';

/** The categories' colours come from the theme, src/view/theme.rs; these stand in until it is there. */
export const categoryColours = css`
  .c0 { --fill: var(--fill-0, #0072b2); --edge: var(--edge-0, #0072b2); }
  .c1 { --fill: var(--fill-1, #d55e00); --edge: var(--edge-1, #d55e00); }
  .c2 { --fill: var(--fill-2, #009e73); --edge: var(--edge-2, #009e73); }
  .c3 { --fill: var(--fill-3, #cc79a7); --edge: var(--edge-3, #cc79a7); }
  .c4 { --fill: var(--fill-4, #e69f00); --edge: var(--edge-4, #e69f00); }
  .c5 { --fill: var(--fill-5, #56b4e9); --edge: var(--edge-5, #56b4e9); }
  .c6 { --fill: var(--fill-6, currentcolor); --edge: var(--edge-6, currentcolor); }
  .c7 { --fill: var(--fill-7, #f0e442); --edge: var(--edge-7, #f0e442); }
  .c8 { --fill: var(--fill-8, #0072b2); --edge: var(--edge-8, #0072b2); }
  .c9 { --fill: var(--fill-9, #d55e00); --edge: var(--edge-9, #d55e00); }
  .swatch { inline-size: 18px; block-size: 18px; flex: none; overflow: visible; }
  .swatch circle, .swatch polygon {
    fill: var(--fill); stroke: var(--edge); stroke-width: 0.25; stroke-linejoin: round;
  }
  .swatch .hatch { stroke: var(--ground); stroke-width: 0.4; }
  @media (forced-colors: active) {
    .swatch { forced-color-adjust: none; }
  }
`;
