import { css } from 'lit';

/** On paper: light whatever the screen is, vectors for canvases, no controls. */
export const printStyles = css`
  .vector { display: none; }
  @media print {
    .all {
      --text: #000 !important; --muted: #333 !important; --rule: #999 !important; --ground: #fff !important;
      --field: #fff !important; color-scheme: light !important; color: #000 !important;
    }
    .strip, .knobs, .notices, .by-hand, button { display: none !important; }
    .view { break-inside: avoid; }
    .view h2 { font-size: 16pt; line-height: 1.2; }
    .look, .foot, .readout { font-size: 9.5pt; line-height: 1.35; margin-block: 2pt; max-inline-size: none; }
    .readout { block-size: auto; min-block-size: 0; }
    .picture { outline: none; aspect-ratio: auto; }
    .picture.printed { block-size: auto !important; }
    .picture.printed > :not(.vector) { display: none; }
    .picture.printed .vector { display: block; }
    .vector svg { display: block; inline-size: 100%; block-size: auto; }
    a[href]::after { content: ' (' attr(href) ')'; overflow-wrap: anywhere; }
  }
`;
