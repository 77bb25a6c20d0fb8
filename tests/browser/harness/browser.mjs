// One interface over three engines. What differs between them is in puppeteer.mjs and webkit.mjs; what a test may
// ask for is here. Nothing here waits for a time: `waitFor` asks for a state until it holds or a deadline passes.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach } from 'node:test';
import { ROOT } from './server.mjs';
import { within } from './within.mjs';

export const ENGINES = ['chromium', 'firefox', 'webkit'];
export const ENGINE = process.env.ENGINE ?? 'chromium';
if (!ENGINES.includes(ENGINE)) throw new Error(`ENGINE=${ENGINE}: one of ${ENGINES.join(', ')} is wanted`);

/** Where screenshots go. */
export const ARTIFACTS = process.env.ARTIFACTS ?? join(ROOT, 'target', 'artifacts');

/** How long a state may take to come about. Only failures wait this long. */
const DEADLINE = Number(process.env.BROWSER_DEADLINE_MS ?? 30_000);

/** How long what a page is asked may take: longer than the engines' own limit of a script, a minute. */
const ANSWER = Number(process.env.BROWSER_ANSWER_MS ?? 120_000);

/**
 * Starts an engine.
 *
 * Options, fixed for the life of the browser since two of the engines only read them at start-up:
 * `colorScheme` 'light' | 'dark', `reducedMotion` boolean, `ratio` device pixels in a CSS pixel (an integer).
 */
export async function launch({ colorScheme = 'light', reducedMotion = false, ratio = 1, engine = ENGINE } = {}) {
  const options = { colorScheme, reducedMotion, ratio };
  const driver =
    engine === 'webkit'
      ? await (await import('./webkit.mjs')).start(options)
      : await (await import('./puppeteer.mjs')).start(engine, options);
  return new Browser(engine, driver);
}

/** The browsers that are open, so that no test passes whose page has gone wrong. */
const open = new Set();
let restarted = 0;

afterEach(async (context) => {
  const found = [];
  for (const browser of open) {
    found.push(...(await browser.unread()));
    // The page heals when its core traps, so that no test would see it. A trap of ours is one of every engine; WebKit's
    // compiler makes some of its own, which are counted.
    for (const restart of await browser.restarts()) {
      if (browser.engine !== 'webkit') found.push(`the core was started anew, though no test made it trap: ${restart}`);
      restarted += 1;
      const what = restart.includes('panicked at') ? 'PANICKED' : 'trapped';
      context.diagnostic(`${browser.engine}: THE CORE ${what} and was started anew (${restarted} in this file): ${restart}`);
    }
  }
  assert.deepEqual(found, [], 'errors of the page that the test does not ask for');
});

class Browser {
  #restarts = [];
  #silent;
  /** Errors of pages that have been left, and how many of the present page have been asked for. */
  #left = [];
  #read = [0, 0];

  constructor(engine, driver) {
    this.engine = engine;
    this.driver = driver;
    open.add(this);
  }

  /** Opens an address; with `width` (and `height`) at that size, whatever the engine's smallest window. */
  async open(url, { width = 1280, height = 900 } = {}) {
    await this.#collect();
    this.#left = await this.unread();
    await this.driver.open(url, width, height);
    this.#read = [0, 0];
  }

  /** Runs `fn(...args)` in the page, awaits it there, returns its value as JSON would carry it. */
  async evaluate(fn, ...args) {
    // What has not answered once is not asked again: every later test would wait as long.
    if (this.#silent) throw this.#silent;
    try {
      return await within(ANSWER, this.driver.evaluate(fn, args), fn);
    } catch (error) {
      if (error.message.startsWith('the browser does not answer')) this.#silent = error;
      throw error;
    }
  }

  /** Asks until `fn(...args)` is truthy in the page, and returns that value. An error in the page counts as "not yet". */
  async waitFor(fn, ...args) {
    const end = Date.now() + DEADLINE;
    let last;
    for (;;) {
      try {
        last = await this.evaluate(fn, ...args);
        if (last) return last;
      } catch (error) {
        last = error.message;
      }
      if (Date.now() > end) {
        const errors = await this.errors().catch((error) => [String(error)]);
        throw new Error(
          `not within ${DEADLINE} ms: ${fn}\nwith ${JSON.stringify(args)}; last seen ${JSON.stringify(last)}; errors ${JSON.stringify(errors)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** The rectangle of the first element that matches (`host >>> inner` through shadow roots), scrolled into view and still. */
  async place(selector) {
    const rect = await this.waitFor(async (wanted) => {
      const found = await globalThis.__harness.place(wanted);
      return found.missing || found.width === 0 ? null : found;
    }, selector);
    return rect;
  }

  /** A point in an element by fractions of its width and height; the centre unless told. */
  async point(selector, fx = 0.5, fy = 0.5) {
    const { x, y, width, height } = await this.place(selector);
    return { x: x + width * fx, y: y + height * fy };
  }

  /** A click as a hand does it: the element must be what lies under the pointer. */
  async click(selector) {
    const rect = await this.place(selector);
    if (!rect.hits) throw new Error(`${selector} is covered by ${rect.over}`);
    const at = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
    await this.driver.pointer([['move', at], ['down'], ['up']]);
  }

  /** Moves the pointer to a point of the viewport. */
  async hover(at) {
    await this.driver.pointer([['move', at]]);
  }

  /** Presses at `from`, moves to `to` in some steps, lets go. */
  async drag(from, to, steps = 8) {
    const moves = Array.from({ length: steps }, (_, i) => {
      const t = (i + 1) / steps;
      return ['move', { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }];
    });
    await this.driver.pointer([['move', from], ['down'], ...moves, ['up']]);
  }

  /** Touches a point and lifts. */
  async tap(at) {
    await this.driver.tap(at);
  }

  /** One key by its DOM name, with modifiers before it: 'ArrowLeft', 'a', ' ', 'Control+z', 'Shift+Tab'. */
  async press(key, times = 1) {
    const keys = key.length > 1 ? key.split('+') : [key];
    for (let i = 0; i < times; i += 1) await this.driver.press(keys);
  }

  /** Types text into whatever has the focus. */
  async type(text) {
    await this.driver.type(text);
  }

  /** Selects what a field holds and types over it; `commit` is the key that ends the edit. */
  async fill(selector, text, commit = 'Enter') {
    await this.evaluate((wanted) => {
      const field = globalThis.__harness.one(wanted);
      field.scrollIntoView({ block: 'center', behavior: 'instant' });
      field.focus();
      field.select?.();
    }, selector);
    if (text === '') await this.press('Delete');
    else await this.type(text);
    if (commit) await this.press(commit);
  }

  /** Changes the size of the window; WebKit's is at least 447 px wide (open with `width` to go below). */
  async resize(width, height) {
    await this.driver.resize(width, height);
    await this.waitFor((w) => Math.abs(innerWidth - w) <= 1, width);
  }

  /** Puts another tab in front of this one (WebKit: minimises its window), and this one back. */
  hide() {
    return this.driver.hide();
  }
  show() {
    return this.driver.show();
  }

  /** Frees what nothing holds, in Chromium. */
  async collectGarbage() {
    await this.driver.collectGarbage?.();
  }

  /** A PNG of the viewport under ARTIFACTS. */
  async screenshot(name) {
    const path = join(ARTIFACTS, `${this.engine}-${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.driver.screenshot(path);
    return path;
  }

  /** Everything that went wrong since `open`: console errors, uncaught errors, rejections, refused resources, policy. Who asks, judges. */
  async errors() {
    const errors = await this.#errors();
    this.#read = errors.map(({ length }) => length);
    return errors.flat();
  }

  /** Errors of this kind are what the test is about; another one fails. Not every engine tells of all of them. */
  async forgives(kind) {
    for (const error of await this.errors()) assert.match(error, kind);
  }

  /** What went wrong and was not asked for, once. */
  async unread() {
    // A page that is on its way to another has none to tell.
    const errors = await this.#errors().catch(() => [[], []]);
    const found = [...this.#left, ...errors.flatMap((list, i) => list.slice(this.#read[i]))];
    this.#left = [];
    this.#read = errors.map(({ length }) => length);
    return found;
  }

  /** As the page has them, and as the driver has. */
  async #errors() {
    return [await this.evaluate(() => globalThis.__harness?.errors ?? []), this.driver.errors()];
  }

  /** Bytes of the script's heap, nodes and listeners, garbage aside; nothing where the engine does not tell. */
  heap() {
    return this.driver.heap?.();
  }

  /** What started the core anew since this was last asked. A test that makes it trap asks; what nobody asked for fails. */
  async restarts() {
    await this.#collect();
    return this.#restarts.splice(0);
  }

  /** A page that is left takes its record with it. */
  async #collect() {
    const found = await this.evaluate(() => globalThis.__harness?.restarts.splice(0) ?? []).catch(() => []);
    this.#restarts.push(...found);
  }

  close() {
    open.delete(this);
    return this.driver.close();
  }
}
