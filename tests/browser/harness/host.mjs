// A page of somebody else's with embedded elements in it.

import { launch } from './browser.mjs';
import { serve } from './server.mjs';

export async function startHost(options, directory) {
  const server = await serve(directory);
  try {
    return new Host(server, await launch(options));
  } catch (error) {
    await server.close();
    throw error;
  }
}

class Host {
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
  }

  /** Opens the empty page, without the script of the element. */
  async bare(markup = '', size = { width: 1100, height: 1000 }) {
    await this.browser.open(`${this.server.origin}/__fixtures/host.html`, size);
    await this.put(markup);
  }

  /** The page with this in it, defined and settled. */
  async open(markup, size) {
    await this.bare(markup, size);
    await this.define();
    await this.settled();
  }

  put(markup) {
    return this.browser.evaluate((text) => {
      document.querySelector('main').innerHTML = text;
    }, markup);
  }

  /** Loads the script of the element. */
  define(query = '') {
    return this.browser.evaluate(
      (src) =>
        new Promise((resolve, reject) => {
          document.head.append(Object.assign(document.createElement('script'), { type: 'module', src, onload: () => resolve(true), onerror: reject }));
        }),
      `/gumbel-softmax.js${query}`,
    );
  }

  /** Until the core is there, and every element on screen has drawn all. */
  settled() {
    return this.browser.waitFor(async () => {
      const all = globalThis.__harness.all('gumbel-softmax');
      const near = (element) => {
        const { top, bottom, width } = element.getBoundingClientRect();
        return element.pictures && width > 0 && bottom > 0 && top < innerHeight;
      };
      // What is on screen becomes known to an element only while this waits. On a slow machine a layer is painted in each frame.
      const drawn = ({ shared, visible }) => !visible || (shared.resting && !shared.painting);
      const still = () => all.every((element) => element.shared?.explorer && drawn(element) && (element.visible || !near(element)));
      if (!still()) return false;
      await globalThis.__harness.nextFrame();
      await globalThis.__harness.nextFrame();
      await Promise.all(all.map((element) => element.updateComplete));
      return still();
    });
  }

  async close() {
    await this.browser.close();
    await this.server.close();
  }
}
