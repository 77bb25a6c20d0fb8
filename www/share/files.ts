/** The files that a reader can take along. */
import type { Explorer, Layer, Theme, ViewName } from '../core.js';
import type { Group } from '../group.js';
import { plain } from '../look.js';
import { cssFont, lay, paintFrame, svgFile, VIEW_WIDTH, type Figure, type Layout, type Measure } from './figure.js';
import { SANS } from './palette.js';
import { withTexts } from './png.js';

const LAYERS: readonly Layer[] = ['ground', 'live', 'over'];

/** How long an address of a blob is kept for a download that has begun. */
const KEEP_MS = 60_000;

/** Hands a file to the browser: a link of a moment, which no content policy rules. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  // Firefox follows only a link that stands in the document.
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the canvas has no 2d context');
  return [canvas, context];
}

const measurer = (): Measure => {
  const [, context] = canvasOf(1, 1);
  return (text, font) => {
    context.font = cssFont(font);
    return context.measureText(text).width;
  };
};

interface Drawn {
  explorer: Explorer;
  theme: Theme;
  layout: Layout;
}

function drawn<T>(group: Group, view: ViewName, figure: Figure, make: (drawn: Drawn) => T): T | undefined {
  return group.guard(() => {
    const theme = group.theme(plain(figure.dark, false, SANS))?.theme;
    const { explorer } = group;
    if (!explorer || !theme) return undefined;
    return make({ explorer, theme, layout: lay(figure, Math.round(explorer.height(view, VIEW_WIDTH, 1)), measurer()) });
  });
}

export function svgOf(group: Group, view: ViewName, figure: Figure): string | undefined {
  return drawn(group, view, figure, ({ explorer, theme, layout }) =>
    svgFile(layout, figure, explorer.svg(view, layout.view.width, layout.view.height, theme, {})),
  );
}

/** The picture with `scale` pixels to a CSS pixel. */
export function canvasOfView(group: Group, view: ViewName, figure: Figure, scale: number): HTMLCanvasElement | undefined {
  return drawn(group, view, figure, ({ explorer, theme, layout }) => {
    const [canvas, context] = canvasOf(layout.width * scale, layout.height * scale);
    context.scale(scale, scale);
    paintFrame(context, layout);
    const { x, y, width, height } = layout.view;
    const [layer] = canvasOf(width * scale, height * scale);
    for (const name of LAYERS) {
      explorer.draw(view, name, layer, width, height, scale, theme, {});
      context.drawImage(layer, x, y, width, height);
    }
    return canvas;
  });
}

export async function pngOf(group: Group, view: ViewName, figure: Figure, scale: number): Promise<Blob | undefined> {
  const canvas = canvasOfView(group, view, figure, scale);
  if (!canvas) return undefined;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the canvas is too large for a picture');
  const texts = { Title: figure.title, Description: figure.description, Source: figure.link };
  const png = withTexts(new Uint8Array(await blob.arrayBuffer()), texts);
  return new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' });
}

/** The samples, part by part, so that the core never holds the whole text and the page stays awake. */
export async function samplesOf(group: Group, link: string): Promise<Blob | undefined> {
  const step = group.guard(() => group.core?.csv_part());
  if (!step) return undefined;
  const parts: string[] = [];
  for (let from = 0; ; from += step) {
    const part = group.guard(() => group.explorer?.csv_samples(link, from));
    if (part === undefined) return undefined;
    if (part === '') return new Blob(parts, { type: 'text/csv' });
    parts.push(part);
    // While draws flow there may be more of them after a pause: then all at once.
    if (group.resting) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

export async function summaryOf(group: Group, link: string): Promise<Blob | undefined> {
  const text = group.guard(() => group.explorer?.csv_summary(link));
  return text === undefined ? undefined : new Blob([text], { type: 'text/csv' });
}
