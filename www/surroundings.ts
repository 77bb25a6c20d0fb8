/** Reads the colours and the font of the page around an element. */
import { html, type TemplateResult } from 'lit';
import type { Core } from './core.js';
import type { Look } from './look.js';
import { contrast, dark } from './media.js';

const CATEGORIES = Array.from({ length: 10 }, (_, k) => k);

/**
 * Elements that nobody sees, whose computed colours are those of the page; one that changes ends a
 * transition of theirs, so that a switch of the page's theme is noticed however it is made.
 */
export function probes(): TemplateResult {
  return html`<div class="probes" aria-hidden="true">
    <i class="own"></i><i class="system"></i><i class="ground"></i><i class="accent"></i>
    ${CATEGORIES.map((k) => html`<i class="category-${k + 1}"></i>`)}
  </div>`;
}

/** The look of an element that has its probes; `chosen` is a theme asked for by name. */
export function lookOf(core: Core, host: HTMLElement, box: Element, chosen: string): Look | undefined {
  const style = (name: string): CSSStyleDeclaration | undefined => {
    const probe = box.querySelector(`.${name}`);
    return probe ? getComputedStyle(probe) : undefined;
  };
  const own = style('own');
  const system = style('system');
  if (!own || !system) return undefined;
  const set = (name: string): string | undefined => hexOf(style(name)?.color ?? '');

  const canvas = hexOf(system.backgroundColor) ?? '#ffffff';
  const page = groundUnder(host) ?? groundOfPage(host, canvas);
  const isDark = schemeWanted(core, host, chosen, canvas, page);
  const ground = set('ground');
  const alien = core.is_dark(page) !== isDark;
  const background = ground ?? (alien ? undefined : page);
  const text = hexOf(own.color, background ?? page);
  const look = {
    dark: background === undefined ? isDark : core.is_dark(background),
    contrast: contrast.matches,
    zoom: 1,
    family: own.fontFamily,
    background,
    text: background && text,
    accent: set('accent'),
    categories: CATEGORIES.map((k) => set(`category-${k + 1}`)),
    painted: ground !== undefined || alien,
  };
  return { ...look, key: JSON.stringify(look) };
}

/** Dark or not: as chosen, as the page declares, or, where it declares nothing, as it looks. */
function schemeWanted(core: Core, host: Element, chosen: string, canvas: string, page: string): boolean {
  if (chosen === 'dark' || chosen === 'light') return chosen === 'dark';
  return core.is_dark(['', 'normal'].includes(schemeOf(host)) ? page : canvas);
}

const schemeOf = (element: Element): string => getComputedStyle(element).colorScheme;

/** What a page without a ground of its own is painted on, `canvas` being that of the element's scheme. */
function groundOfPage(host: Element, canvas: string): string {
  const scheme = schemeOf(document.documentElement);
  if (scheme === schemeOf(host)) return canvas;
  const isDark = scheme.includes('dark') && (dark.matches || !scheme.includes('light'));
  return isDark ? '#121212' : '#ffffff';
}

/** The nearest ground that lets nothing through. */
function groundUnder(host: Element): string | undefined {
  for (let at: Element | null = host; at; at = at.parentElement ?? hostOf(at)) {
    const colour = getComputedStyle(at).backgroundColor;
    if (!/^rgba\(|^transparent$|\//.test(colour)) return hexOf(colour);
  }
  return undefined;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

let pixel: CanvasRenderingContext2D | null | undefined;

/** A computed colour as `#rrggbb`, laid over another where it lets that through; nothing for a transparent one. */
export function hexOf(colour: string, over = '#ffffff'): string | undefined {
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  if (plain) return hex(plain.slice(1).map(Number));
  if (colour === '' || colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour)) return undefined;
  pixel ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  if (!pixel) return undefined;
  for (const fill of [over, colour]) {
    pixel.fillStyle = fill;
    pixel.fillRect(0, 0, 1, 1);
  }
  return hex([...pixel.getImageData(0, 0, 1, 1).data.subarray(0, 3)]);
}

const hex = (levels: number[]): string => `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
