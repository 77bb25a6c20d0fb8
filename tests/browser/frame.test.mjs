// The explorer in a frame of somebody else's: it tells its height, and takes parameters from those who may give them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHost } from './harness/host.mjs';

let host;
before(async () => {
  host = await startHost({ reducedMotion: true });
});
after(() => host?.close());

const inside = () => host.browser.waitFor(() => {
  const { shared } = document.querySelector('iframe').contentDocument.querySelector('gumbel-softmax') ?? {};
  return shared?.explorer && shared.resting && { tau: shared.get('tau'), logits: shared.get('logits'), n: shared.explorer.n() };
});

test('it tells its height, and again when that changes', async () => {
  await host.browser.open(`${host.server.origin}/__fixtures/frame.html`, { width: 800, height: 1000 });
  await inside();
  const told = await host.browser.waitFor(() => {
    const { documentElement } = document.querySelector('iframe').contentDocument;
    return globalThis.heights.at(-1) === documentElement.offsetHeight && globalThis.heights.at(-1);
  });
  assert.ok(told > 300, `${told}`);
  await host.browser.evaluate((height) => {
    document.querySelector('iframe').height = String(height);
  }, told);
  await host.browser.evaluate(() => (document.querySelector('iframe').width = '400'));
  await host.browser.waitFor((old) => globalThis.heights.at(-1) !== old, told);
});

test('it takes parameters in one form, from its own origin', async () => {
  await host.browser.open(`${host.server.origin}/__fixtures/frame.html`, { width: 800, height: 1000 });
  const before = await inside();
  assert.deepEqual(before, { tau: '1', logits: '1,0', n: 500 });
  await host.browser.evaluate(async () => {
    for (const wrong of ['tau=9', { tau: 9 }, { type: 'gumbel-softmax:set', params: { tau: 9, bogus: 1 } }, { type: 'gumbel-softmax:set', params: { tau: null } }]) globalThis.send(wrong);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  assert.deepEqual(await inside(), before);
  await host.browser.evaluate(() => globalThis.send({ type: 'gumbel-softmax:set', params: { tau: 0.25, logits: [2, 1, 0] } }));
  await host.browser.waitFor(() => document.querySelector('iframe').contentDocument.querySelector('gumbel-softmax').shared.get('tau') === '0.25');
  assert.equal((await inside()).logits, '2,1,0');
  assert.deepEqual(await host.browser.errors(), []);
});

test('other origins may only where the address of the frame names them', async () => {
  const { serve } = await import('./harness/server.mjs');
  const stranger = await serve();
  try {
    for (const allowed of [false, true]) {
      const src = `${stranger.origin}/index.html?view=simplex${allowed ? `&origin=${host.server.origin}` : ''}#tau=1&n=50`;
      await host.browser.open(`${host.server.origin}/__fixtures/frame.html`, { width: 800, height: 1000 });
      await host.browser.evaluate((address) => {
        globalThis.seen = [];
        const frame = Object.assign(document.createElement('iframe'), { src: address, title: 'strange', width: 640, height: 300 });
        addEventListener('message', ({ source, data }) => source === frame.contentWindow && globalThis.seen.push(data.height));
        document.querySelector('main').replaceChildren(frame);
        globalThis.say = (params) => frame.contentWindow.postMessage({ type: 'gumbel-softmax:set', params }, '*');
      }, src);
      // What is in that frame nobody here can see but for its height, which keeps still once all is there.
      const still = () => host.browser.waitFor(async () => {
        const before = globalThis.seen.length;
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return globalThis.seen.length === before && globalThis.seen.at(-1) > 300 && globalThis.seen.at(-1);
      });
      const before = await still();
      // With two categories the picture is lower.
      await host.browser.evaluate(() => globalThis.say({ logits: '1,0' }));
      const after = await still();
      assert.equal(after < before - 50, allowed, `${before} then ${after}`);
    }
  } finally {
    await stranger.close();
  }
});
