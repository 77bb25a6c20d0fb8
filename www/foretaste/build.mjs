// The picture that the page opens with: it stands in the HTML where the first one will be, until there is a core.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Widths of the noise's view: on a page of 1280 px, and on one of 360. */
const WIDTHS = { wide: 566, narrow: 313 };
/** The font of `page.css`. */
const FAMILY = 'system-ui, sans-serif';
/**
 * The colours of the core's light theme, by their names in `page.css`, `styles/element.ts` (when it stands in the element) and `foretaste.css`, which
 * have those of the dark one too.
 */
const INKS = { '#FFFFFF': '--ground', '#1B1F24': '--text', '#5B626B': '--muted', '#B4BAC2': '--axis' };

/** Where it goes in `index.html`. */
export const PLACE = '<div class="foretaste" aria-hidden="true" hidden></div>';

/** The noise before any draw, as the core draws it first where the address asks for nothing. */
function picture(core, name) {
  const explorer = new core.Explorer('');
  const theme = new core.Theme(false, false, FAMILY, 1);
  const width = WIDTHS[name];
  const svg = explorer.svg('noise', width, Math.round(explorer.height('noise', width, 1)), theme, {});
  theme.free();
  explorer.free();
  const inked = svg.trim().replace(/"(#[0-9A-F]{6})"/g, (_, colour) => {
    if (!INKS[colour]) throw new Error(`the picture that the page opens with has ${colour}, which has no name`);
    return `"var(${INKS[colour]})"`;
  });
  return inked.replace('<svg ', `<svg class="${name}" preserveAspectRatio="xMinYMin" `);
}

/** An esbuild plugin: puts the picture into `index.html`. */
export const foretastePlugin = (root, loadCore) => ({
  name: 'foretaste',
  setup(build) {
    const index = join(root, 'index.html');
    build.onLoad({ filter: /[\\/]index\.html$/ }, async ({ path }) => {
      if (path !== index) return undefined;
      const core = await loadCore();
      const pictures = Object.keys(WIDTHS).map((name) => picture(core, name));
      const html = readFileSync(index, 'utf8');
      if (!html.includes(PLACE)) return { errors: [{ text: `index.html has no ${PLACE}` }], watchFiles: [index] };
      return { contents: html.replace(PLACE, () => PLACE.replace('><', `>${pictures.join('')}<`)), loader: 'copy', watchFiles: [index] };
    });
  },
});
