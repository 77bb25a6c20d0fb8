import { css } from 'lit';

/** A view before a room: title, a picture that fills what is left, one line of readout. */
export const presentedStyles = css`
  :host([presented]) { display: block; block-size: 100%; }
  :host([presented]) .all { display: block; block-size: 100%; --muted: var(--text); }
  :host([presented]) .views { block-size: 100%; grid-template-rows: minmax(0, 1fr); align-items: stretch; }
  :host([presented]) .view { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; block-size: 100%; }
  :host([presented]) h2 {
    font-size: clamp(22px, 4.6vh, 84px); line-height: 1.25; padding-block-end: clamp(4px, 1vh, 16px);
  }
  :host([presented]) .picture { aspect-ratio: auto; block-size: 100% !important; min-block-size: 0; overflow: hidden; }
  :host([presented]) .readout {
    margin: clamp(4px, 0.8vh, 16px) 0 0; block-size: auto; min-block-size: 1.4em; line-height: 1.4;
    font-size: clamp(15px, 2.4vh, 52px);
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  }
  :host([presented]) .strip { display: none; }
  @media (max-width: 699px) {
    :host([presented]) .readout { white-space: normal; min-block-size: 2.8em; }
  }
  @media (max-height: 479px) {
    :host([presented]) h2 { font-size: 18px; padding: 0; }
    :host([presented]) .readout { font-size: 14px; white-space: nowrap; min-block-size: 1.4em; }
  }
`;
