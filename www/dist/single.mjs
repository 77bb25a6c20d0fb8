// The page in one file: nothing in it is loaded from anywhere, so that it works wherever a browser can read it.

import { PLACE } from '../foretaste/build.mjs';
import { packTight } from './pack.mjs';
import { CORE, PAGE, STYLES } from './names.mjs';

/** Puts `to` in the place of `from`, which must be there exactly once. */
function replaced(html, from, to) {
  const [before, after, ...more] = html.split(from);
  if (after === undefined || more.length > 0) throw new Error(`index.html must hold exactly one ${from}`);
  return before + to + after;
}

const HIDDEN = `<style id="${STYLES}">body > * { display: none }</style>
<noscript><style>body > * { display: revert }</style></noscript>`;

const held = (id, bytes) => `<script type="text/plain" id="${id}">${packTight(bytes)}</script>\n`;

/** `index.html` with all that it loads inside, packed; until that is open, nothing is seen. */
export function single({ html, icon, css, script, open, core }) {
  if (/url\(|@import/.test(css)) throw new Error('page.css loads something');
  if (/<\/script/i.test(open)) throw new Error('the script in the open ends its own element');
  let page = html;
  page = replaced(page, 'href="icon.svg"', `href="data:image/svg+xml,${encodeURIComponent(icon.trim())}"`);
  page = replaced(page, '<link rel="stylesheet" href="page.css">', HIDDEN);
  page = replaced(page, '<script async src="gumbel-softmax-early.js"></script>\n', '');
  page = replaced(page, '<link rel="modulepreload" href="gumbel-softmax-chunk.js">\n', '');
  page = replaced(page, '<script type="module" src="gumbel-softmax-page.js"></script>\n', '');
  // Its own pictures come as soon.
  page = replaced(page, `  ${PLACE}\n`, '');
  // It need not be served.
  page = replaced(page, /<span class="served">[^]*?<\/span>/, '');
  const inside = held(CORE, core) + held(PAGE, Buffer.from(JSON.stringify([css, script]))) + `<script>${open.trim()}</script>\n`;
  page = replaced(page, '</body>', `${inside}</body>`);
  // What is served there, no address of: links of the web apart.
  const loads = /<(?:link|script|img|iframe)[^>]*\s(?:src|href)="(?!data:)[^"]*"/.exec(page);
  if (loads) throw new Error(`the page in one file would load ${loads[0]}`);
  return page;
}
