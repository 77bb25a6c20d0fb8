/** What an element takes from the page around it: scheme, colours, font. */
import type { Colours, Core, Theme } from './core.js';

export interface Look {
  dark: boolean;
  contrast: boolean;
  /** Scale of type and lines. */
  zoom: number;
  family: string;
  /** `#rrggbb`; without them those of the theme. */
  background: string | undefined;
  text: string | undefined;
  accent: string | undefined;
  categories: (string | undefined)[];
  /** Whether the ground under the element is another, so that it has to paint its own. */
  painted: boolean;
  /** Equal for equal looks. */
  key: string;
}

/** A look of its own, whatever the page's is. */
export function plain(dark: boolean, contrast: boolean, family: string): Look {
  const look = {
    dark, contrast, family, zoom: 1, background: undefined, text: undefined, accent: undefined, categories: [], painted: false,
  };
  return { ...look, key: JSON.stringify(look) };
}

/** The same for a room: larger, and with all contrast. */
export const enlarged = (look: Look, zoom: number): Look => ({
  ...look,
  contrast: true,
  zoom,
  key: `${look.key} for a room at ${zoom}`,
});

export function themeOf(core: Core, look: Look): Theme {
  const theme = core.theme(look.dark, look.contrast, look.family, look.zoom);
  if (look.background && look.text) theme.set_colours(look.background, look.text);
  look.categories.forEach((colour, k) => colour && theme.set_category(k, colour));
  return theme;
}

/** Gives a look's colours to the style sheet of the element. */
export function dress(core: Core, all: HTMLElement, look: Look, colours: Colours): void {
  const set = (name: string, value: string): void => all.style.setProperty(`--${name}`, value);
  const accent = look.accent ?? colours.accent;
  set('text', colours.text);
  set('muted', colours.muted);
  set('rule', colours.rule);
  set('hover', colours.hover);
  set('ground', colours.ground);
  set('field', colours.field);
  set('edge-of-field', colours.field_edge);
  set('accent', accent);
  set('accent-text', core.letters_on(accent));
  colours.fills.forEach((colour, k) => set(`fill-${k}`, colour));
  colours.edges.forEach((colour, k) => set(`edge-${k}`, colour));
  all.classList.toggle('painted', look.painted);
}
