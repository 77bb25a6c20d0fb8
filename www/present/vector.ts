/** A picture as vectors in the page, for paper. */
import type { Explorer, Focus, Theme, AnyView } from '../core.js';
import type { Group } from '../group.js';
import { plain } from '../look.js';

/** Wide enough for the type to be legible in two columns of a sheet. */
const WIDTH = 400;
/** Rows of cells that stand for the density on paper. */
const ROWS = 72;

const SVG = 'http://www.w3.org/2000/svg';
const ALLOWED = new Set(['svg', 'polygon', 'polyline', 'line', 'circle', 'rect', 'path', 'text', 'tspan', 'image']);

/** The core's document as elements: what is no mark of a picture never gets in. */
export function parse(text: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (element.namespaceURI !== SVG || !ALLOWED.has(element.localName)) return undefined;
    for (const { name } of [...element.attributes]) if (/^on|^style$/i.test(name)) return undefined;
  }
  for (const size of ['width', 'height']) root.removeAttribute(size);
  root.setAttribute('aria-hidden', 'true');
  return root as unknown as SVGSVGElement;
}

/** The view in light colours, as vectors. */
export function vector(explorer: Explorer, view: AnyView, theme: Theme, focus: Focus): HTMLElement | undefined {
  const height = explorer.height(view, WIDTH, 1);
  const parsed = parse(explorer.svg(view, WIDTH, height, theme, focus));
  if (!parsed) return undefined;
  const image = parsed.querySelector('image');
  if (image) {
    const place = ['x', 'y', 'width', 'height'].map((key) => Number(image.getAttribute(key)));
    // Replaced before it becomes part of the page, which may not load data: addresses.
    image.replaceWith(mesh(explorer, height, theme, place));
  }
  const holder = document.createElement('div');
  holder.className = 'vector';
  holder.append(document.importNode(parsed, true));
  return holder;
}

/** The density as small triangles: a bitmap is refused by a strict policy, and Chromium misplaces a canvas on paper. */
function mesh(explorer: Explorer, height: number, theme: Theme, place: number[]): SVGGElement {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = height;
  explorer.draw_density(canvas, WIDTH, height, 1, theme);
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, WIDTH, height) ?? { data: [] };
  const [x = 0, y = 0, w = 0, h = 0] = place;
  // Row i from the top has i + 1 cells that point up and i that point down.
  const corner = (i: number, j: number): [number, number] => [x + w / 2 + (j - i / 2) * (w / ROWS), y + (i * h) / ROWS];
  const group = document.createElementNS(SVG, 'g');
  // A thin edge of its own colour, so that no seam shows between cells.
  group.setAttribute('stroke-width', '6');
  group.setAttribute('stroke-linejoin', 'round');
  const cell = (...corners: [number, number][]): void => {
    const middle = (axis: 0 | 1): number => corners.reduce((sum, at) => sum + at[axis], 0) / 3 / 8;
    const at = 4 * (Math.floor(middle(1)) * WIDTH + Math.floor(middle(0)));
    const colour = `#${[0, 1, 2].map((i) => (data[at + i] ?? 0).toString(16).padStart(2, '0')).join('')}`;
    const polygon = document.createElementNS(SVG, 'polygon');
    polygon.setAttribute('points', corners.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(' '));
    polygon.setAttribute('fill', colour);
    polygon.setAttribute('stroke', colour);
    group.append(polygon);
  };
  for (let i = 0; i < ROWS; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      cell(corner(i, j), corner(i + 1, j), corner(i + 1, j + 1));
      if (j < i) cell(corner(i, j), corner(i, j + 1), corner(i + 1, j + 1));
    }
  }
  return group;
}

/** While the page is printed, vectors stand in for the canvases of a picture. */
export function onPaper(group: Group, view: AnyView, box: HTMLElement, signal: AbortSignal): void {
  const clear = (): void => {
    box.querySelector('.vector')?.remove();
    box.classList.remove('printed');
  };
  const draw = (): void => {
    clear();
    const drawn = group.guard(() => {
      // Light on any screen: it is paper.
      const theme = group.theme(plain(false, true, getComputedStyle(box).fontFamily))?.theme;
      const { shown } = group;
      return shown && theme && vector(shown, view, theme, { hide_targets: group.room.hideTargets });
    });
    if (!drawn) return;
    box.append(drawn);
    box.classList.add('printed');
  };
  addEventListener('beforeprint', draw, { signal });
  addEventListener('afterprint', clear, { signal });
}
