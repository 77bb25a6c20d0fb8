import { nothing, svg, type SVGTemplateResult } from 'lit';

/** The marks of the ten categories about (0, 0), of about the area of a disc of radius 1. */
const polygon = (points: number[][]): string =>
  points.map(([x = 0, y = 0]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');

const turned = (points: number[][], angle: number): number[][] =>
  points.map(([x = 0, y = 0]) => [
    x * Math.cos(angle) - y * Math.sin(angle),
    x * Math.sin(angle) + y * Math.cos(angle),
  ]);

const PLUS = [
  [-0.42, -1.25], [0.42, -1.25], [0.42, -0.42], [1.25, -0.42], [1.25, 0.42], [0.42, 0.42],
  [0.42, 1.25], [-0.42, 1.25], [-0.42, 0.42], [-1.25, 0.42], [-1.25, -0.42], [-0.42, -0.42],
];

const STAR = Array.from({ length: 10 }, (_, i) => {
  const length = i % 2 === 0 ? 1.42 : 0.6;
  return [length * Math.sin((i * Math.PI) / 5), -length * Math.cos((i * Math.PI) / 5)];
});

const HALF_DISC = Array.from({ length: 11 }, (_, i) => [
  1.25 * Math.cos((i * Math.PI) / 10),
  0.6 - 1.25 * Math.sin((i * Math.PI) / 10),
]);

const OUTLINES: (string | undefined)[] = [
  undefined,
  polygon([[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]]),
  polygon([[0, -1.3], [1.18, 0.78], [-1.18, 0.78]]),
  polygon([[0, -1.28], [1.28, 0], [0, 1.28], [-1.28, 0]]),
  polygon([[0, 1.3], [1.18, -0.78], [-1.18, -0.78]]),
  polygon(PLUS),
  polygon(STAR),
  polygon(turned(PLUS, Math.PI / 4)),
  polygon([[-1.05, -1.1], [1.05, -1.1], [0.22, 0], [1.05, 1.1], [-1.05, 1.1], [-0.22, 0]]),
  polygon(HALF_DISC),
];

/** The corners of the mark of category k; undefined for a disc. */
export const outlineOf = (k: number): string | undefined => OUTLINES[k % OUTLINES.length];

/** The mark of category k; its colours come from the class `ck`. */
export function swatch(k: number): SVGTemplateResult {
  const outline = outlineOf(k);
  const mark = outline ? svg`<polygon points=${outline} />` : svg`<circle r="1" />`;
  const hatch = k >= 8 ? svg`<path class="hatch" d="M-0.6 0.6 L0.6 -0.6" />` : nothing;
  return svg`<svg class="swatch" viewBox="-1.7 -1.7 3.4 3.4" aria-hidden="true" focusable="false">${mark}${hatch}</svg>`;
}
