/** A view as a picture that stands alone: with its title, what it is of, and a legend. Laid out once, for SVG and canvas. */
import type { Snapshot, ViewName } from '../core.js';
import type { Language } from '../i18n/index.js';
import { outlineOf } from '../swatch.js';
import { escaped } from './links.js';
import { DARK, LIGHT, SANS, SERIF, type Ink } from './palette.js';

export interface Figure {
  title: string;
  /** The parameters. */
  setting: string;
  categories: readonly string[];
  /** What is what in the picture. */
  legend: string;
  /** For those who do not see it. */
  description: string;
  link: string;
  dark: boolean;
}

export function figureOf(view: ViewName, state: Snapshot, { words, number }: Language, link: string, dark: boolean): Figure {
  return {
    title: words.views[view].title,
    setting: words.share.setting(number, state),
    categories: state.names.map((name, k) => `${name}  π = ${number.value(state.probs[k] ?? NaN)}`),
    legend: words.share.legend[view](state),
    description: words.describe[view](number, state),
    link,
    dark,
  };
}

export type Font = { size: number; weight: number; serif: boolean };
export type Measure = (text: string, font: Font) => number;
type Item =
  | ({ kind: 'text'; x: number; y: number; text: string; fill: string } & Font)
  | { kind: 'mark'; x: number; y: number; k: number };

export interface Layout {
  width: number;
  height: number;
  ink: Ink;
  /** Where the view itself lies. */
  view: { x: number; y: number; width: number; height: number };
  items: Item[];
}

const MARGIN = 24;
/** The width of the view, in CSS pixels. */
export const VIEW_WIDTH = 672;
const RADIUS = 4.5;

const TITLE: Font = { size: 22, weight: 600, serif: true };
const SMALL: Font = { size: 14, weight: 400, serif: false };
const NAME: Font = { size: 14, weight: 600, serif: false };

export const cssFont = ({ size, weight, serif }: Font): string => `${weight} ${size}px ${serif ? SERIF : SANS}`;

/** Lines of at most this width; between Chinese characters a line may end anywhere. */
export function wrapped(text: string, width: number, font: Font, measure: Measure): string[] {
  const pieces = text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && measure((line + piece).trimEnd(), font) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

export function lay(figure: Figure, viewHeight: number, measure: Measure): Layout {
  const ink = figure.dark ? DARK : LIGHT;
  const items: Item[] = [];
  const inner = VIEW_WIDTH - 2 * 8;
  const left = MARGIN + 8;
  let y = MARGIN;
  const say = (text: string, font: Font, fill: string, leading: number): void => {
    for (const line of wrapped(text, inner, font, measure)) {
      y += leading;
      items.push({ kind: 'text', x: left, y, text: line, fill, ...font });
    }
  };
  say(figure.title, TITLE, ink.text, 24);
  y += 4;
  say(figure.setting, SMALL, ink.muted, 20);
  y += 16;
  const view = { x: MARGIN, y, width: VIEW_WIDTH, height: viewHeight };
  y += viewHeight + 8;
  let x = left;
  y += 20;
  figure.categories.forEach((name, k) => {
    const width = 3 * RADIUS + measure(name, NAME);
    if (x > left && x + width > left + inner) {
      x = left;
      y += 22;
    }
    items.push({ kind: 'mark', x: x + RADIUS, y: y - 5, k });
    items.push({ kind: 'text', x: x + 3 * RADIUS, y, text: name, fill: ink.text, ...NAME });
    x += width + 24;
  });
  y += 6;
  say(figure.legend, SMALL, ink.muted, 20);
  return { width: VIEW_WIDTH + 2 * MARGIN, height: Math.ceil(y + MARGIN), ink, view, items };
}

const points = (k: number): number[][] | undefined =>
  outlineOf(k)?.split(' ').map((pair) => pair.split(',').map(Number));

/** What XML 1.0 cannot hold goes. */
const xml = (text: string): string => escaped(text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));

/** The whole file; `view` is the drawing of the core, an SVG of its own. */
export function svgFile(layout: Layout, figure: Figure, view: string): string {
  const { ink, width, height } = layout;
  const at = layout.view;
  const items = layout.items.map((item) => {
    if (item.kind === 'text') {
      return `<text x="${item.x}" y="${item.y}" font-family="${xml(item.serif ? SERIF : SANS)}" font-size="${item.size}" font-weight="${item.weight}" fill="${item.fill}">${xml(item.text)}</text>`;
    }
    const [fill, edge] = ink.marks[item.k] ?? [ink.text, ink.text];
    const outline = outlineOf(item.k);
    const paint = `fill="${fill}" stroke="${edge}" stroke-width="0.25" stroke-linejoin="round"`;
    const mark = outline ? `<polygon points="${outline}" ${paint}/>` : `<circle r="1" ${paint}/>`;
    const hatch = item.k >= 8 ? `<path d="M-0.6 0.6L0.6 -0.6" stroke="${ink.ground}" stroke-width="0.4"/>` : '';
    return `<g transform="translate(${item.x} ${item.y}) scale(${RADIUS})">${mark}${hatch}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${xml(figure.title)}</title>
<desc id="description">${xml(figure.description)}</desc>
<metadata><source xmlns="http://purl.org/dc/elements/1.1/">${xml(figure.link)}</source></metadata>
<rect width="${width}" height="${height}" fill="${ink.ground}"/>
${view.trim().replace(/^(<\?xml[^>]*>\s*)?<svg /, `<svg x="${at.x}" y="${at.y}" `)}
${items.join('\n')}
</svg>
`;
}

/** The frame around the view, on a context that counts CSS pixels. */
export function paintFrame(context: CanvasRenderingContext2D, layout: Layout): void {
  const { ink } = layout;
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, layout.width, layout.height);
  for (const item of layout.items) {
    if (item.kind === 'text') {
      context.font = cssFont(item);
      context.fillStyle = item.fill;
      context.fillText(item.text, item.x, item.y);
    } else {
      paintMark(context, ink, item);
    }
  }
}

function paintMark(context: CanvasRenderingContext2D, ink: Ink, { x, y, k }: { x: number; y: number; k: number }): void {
  const [fill, edge] = ink.marks[k] ?? [ink.text, ink.text];
  context.save();
  context.translate(x, y);
  context.scale(RADIUS, RADIUS);
  context.beginPath();
  const outline = points(k);
  if (outline) outline.forEach(([px = 0, py = 0], i) => (i === 0 ? context.moveTo(px, py) : context.lineTo(px, py)));
  else context.arc(0, 0, 1, 0, 2 * Math.PI);
  context.closePath();
  Object.assign(context, { fillStyle: fill, strokeStyle: edge, lineWidth: 0.25, lineJoin: 'round' });
  context.fill();
  context.stroke();
  if (k >= 8) {
    context.beginPath();
    context.moveTo(-0.6, 0.6);
    context.lineTo(0.6, -0.6);
    Object.assign(context, { strokeStyle: ink.ground, lineWidth: 0.4 });
    context.stroke();
  }
  context.restore();
}
