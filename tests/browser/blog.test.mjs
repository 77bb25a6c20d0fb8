// The article of examples/blog: four embeds in one group on a page with a look of its own.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { violations } from './harness/axe.mjs';
import { startHost } from './harness/host.mjs';

for (const colorScheme of ['light', 'dark']) {
  describe(`the article, ${colorScheme}`, () => {
    let host;
    before(async () => {
      host = await startHost({ reducedMotion: true, colorScheme });
    });
    after(() => host?.close());
    const open = async (width, height) => {
      host.server.requests.length = 0;
      await host.browser.open(`${host.server.origin}/examples/blog/`, { width, height });
      await host.settled();
    };

    test('four figures share one state and one core', async () => {
      await open(1000, 6000);
      assert.equal(host.server.requests.filter((path) => path.endsWith('.wasm')).length, 1);
      const read = () => host.browser.evaluate(() => globalThis.__harness.all('gumbel-softmax').map(({ tau, permalink, seen }) => ({ tau, dark: seen.dark })));
      assert.deepEqual(await read(), Array(4).fill({ tau: '0.5', dark: colorScheme === 'dark' }));
      await host.browser.fill('gumbel-softmax[view=simplex] >>> input[name=tau]', '1.5');
      await host.settled();
      assert.deepEqual((await read()).map(({ tau }) => tau), Array(4).fill('1.5'));
      const marked = await host.browser.evaluate(() => Object.values(globalThis.__harness.pictures()).filter(({ marked }) => marked > 500).length);
      assert.ok(marked >= 8, `${marked}`);
      assert.equal(await host.browser.evaluate(() => location.hash), '');
      assert.deepEqual(await host.browser.errors(), []);
      await host.browser.screenshot(`blog-${colorScheme}-wide`);
    });

    test('it reads well in 360 px', async () => {
      await open(360, 1200);
      const beyond = await host.browser.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(beyond, 0);
      await host.browser.screenshot(`blog-${colorScheme}-360`);
    });

    test('axe finds no violation', async () => {
      await open(1000, 6000);
      assert.deepEqual(await violations(host.browser), []);
    });
  });
}
