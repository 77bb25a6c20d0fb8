// The built page as the tests see it: the browser's interface, and what the page says of its own state.

import { violations } from './axe.mjs';
import { launch } from './browser.mjs';
import { serve } from './server.mjs';

/** All four views at once: what is off screen is not painted. */
export const WHOLE = { width: 1280, height: 1800 };

/** Where the engine keeps the place of what is read, so that what is far may be left out of a frame; Firefox does it in its own way. */
export const ABLE = '(overflow-anchor: auto) and (not (-moz-appearance: none))';

/** The four views, in the order of the page. */
export const VIEWS = ['noise', 'draw', 'simplex', 'histogram'];

/** Starts a server of the built site and a browser for it. */
export async function start(options, directory) {
  const server = await serve(directory);
  try {
    return new Page(server, await launch(options));
  } catch (error) {
    await server.close();
    throw error;
  }
}

class Page {
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
  }

  /** Opens the page at an address and waits until its draws are there. */
  async open(address = '', size = WHOLE) {
    await this.visit(address, size);
    await this.told();
    await this.settled();
  }

  /** Until the story stands on the page, in this language if one is named, and at its heights, for which it waits until somebody scrolls. */
  async told(lang) {
    await this.browser.waitFor((wanted) => {
      const told = document.querySelector('#story')?.dataset.told;
      return told !== undefined && (wanted === null || told === wanted);
    }, lang ?? null);
    await this.browser.evaluate(() => document.dispatchEvent(new Event('scroll')));
    await this.browser.waitFor(() => document.documentElement.classList.contains('laid-out'));
  }

  /** Opens the page and waits for nothing but its loading. */
  async visit(address = '', size = WHOLE) {
    await this.browser.open(`${this.server.origin}/${address === '' ? '' : `#${address}`}`, size);
  }

  /** Until no draws flow and all that is seen has followed. */
  settled() {
    return this.browser.waitFor(() => globalThis.__harness.settled());
  }

  /** The state, once it is at rest. */
  async state() {
    await this.settled();
    return this.snapshot();
  }

  /** The state as it is, infinities written out. */
  snapshot() {
    return this.browser.evaluate(() => {
      const plain = (value) =>
        typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value;
      return JSON.parse(JSON.stringify(globalThis.__harness.group().explorer.snapshot(), (_, value) => plain(value)));
    });
  }

  /** Size, hash and marked pixels of each canvas, named `view-layer`. */
  async pictures() {
    await this.settled();
    return this.browser.evaluate(() => globalThis.__harness.pictures());
  }

  /** The canonical text of one parameter. */
  get(key) {
    return this.browser.evaluate((wanted) => globalThis.__harness.group().get(wanted), key);
  }

  /** The notices on the page, as a reader sees them. */
  notices() {
    return this.browser.evaluate(() =>
      globalThis.__harness.all('.notice').map((notice) => ({
        key: notice.dataset.key ?? '',
        code: notice.dataset.code ?? '',
        text: notice.textContent.replace(/\s+/g, ' ').trim(),
      })),
    );
  }

  /** Chooses an option of a select element: its popup is the system's, which no engine lets a script press. */
  choose(selector, value) {
    return this.browser.waitFor(
      (wanted, chosen) => {
        const select = globalThis.__harness.one(wanted);
        if (![...select.options].some((option) => option.value === chosen)) return false;
        select.value = chosen;
        select.dispatchEvent(new Event('change', { bubbles: true }));
        return true;
      },
      selector,
      value,
    );
  }

  /** Until the address bar holds this. */
  addressIs(wanted) {
    return this.browser.waitFor((text) => decodeURIComponent(location.hash).includes(text), wanted);
  }

  /** What axe finds, short. */
  violations() {
    return violations(this.browser);
  }

  async close() {
    await this.browser.close();
    await this.server.close();
  }
}

/** Where a selector lies inside the element of a view. */
export const inView = (view, selector) => `gumbel-softmax[view=${view}] >>> ${selector}`;
