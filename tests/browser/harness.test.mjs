// The harness itself, against a page that is known: what the other tests rely on, in each engine.

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './harness/browser.mjs';
import { serve } from './harness/server.mjs';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');

describe('the harness', () => {
  let server;
  let browser;
  before(async () => {
    server = await serve(FIXTURES);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test('loads a page under a strict policy without an error', async () => {
    await browser.open(`${server.origin}/`);
    await browser.waitFor(() => document.querySelector('#wasm').textContent === 'runs');
    assert.deepEqual(await browser.errors(), []);
    assert.deepEqual(await browser.evaluate(() => [innerWidth, innerHeight]), [1280, 900]);
  });

  test('sees what goes wrong in a page', async () => {
    await browser.open(`${server.origin}/`);
    await browser.waitFor(() => Boolean(globalThis.fail));
    await browser.evaluate(() => globalThis.fail());
    await browser.waitFor(() => globalThis.__harness.errors.length >= 5);
    const errors = (await browser.errors()).join('\n');
    for (const word of ['console.error: said 1', 'thrown', 'rejected', 'policy: style-src', 'resource'])
      assert.match(errors, new RegExp(word));
  });

  test('hears of a restart of the core, and keeps it when the page is left', async () => {
    await browser.open(`${server.origin}/`);
    const say = () => browser.evaluate(() => console.warn('<gumbel-softmax> the core trapped and was started anew'));
    await say();
    await browser.open(`${server.origin}/`);
    await say();
    assert.equal((await browser.restarts()).length, 2);
    assert.deepEqual(await browser.restarts(), []);
  });

  test('clicks, types, drags and presses through a shadow root', async () => {
    await browser.open(`${server.origin}/`);
    await browser.click('test-box >>> button');
    await browser.fill('input', 'new 1e3');
    await browser.drag(await browser.point('canvas', 0.1, 0.2), await browser.point('canvas', 0.75, 0.5), 3);
    await browser.evaluate(() => document.activeElement.blur());
    for (const key of ['a', ' ', 'ArrowLeft', '?', 'Control+b', 'Escape']) await browser.press(key);
    const state = await browser.waitFor(() => globalThis.state.keys.at(-1) === 'Escape' && globalThis.state);
    assert.equal(state.clicks, 1);
    assert.equal(state.text, 'new 1e3');
    assert.deepEqual(state.path[0], [20, 20]);
    assert.deepEqual(state.path.at(-1), [150, 50]);
    assert.ok(state.path.length >= 5, JSON.stringify(state.path));
    for (const key of ['a', ' ', 'ArrowLeft', 'C-b', 'Escape'])
      assert.ok(state.keys.includes(key), `${key}: ${state.keys}`);
    assert.ok(
      state.keys.some((key) => key.endsWith('?')),
      `${state.keys}`,
    );
  });

  test('moves the focus by keys, both ways', async () => {
    await browser.open(`${server.origin}/`);
    const focused = () => globalThis.__harness.active().localName;
    for (const [key, wanted] of [
      ['Tab', 'button'],
      ['Tab', 'input'],
      ['Shift+Tab', 'button'],
    ]) {
      await browser.press(key);
      assert.equal(await browser.evaluate(focused), wanted);
    }
  });

  test('touches, where the engine has it', async () => {
    await browser.open(`${server.origin}/`);
    const at = await browser.point('canvas');
    if (browser.engine === 'webkit') await assert.rejects(browser.tap(at), /no touch/);
    else {
      await browser.tap(at);
      await browser.waitFor(() => globalThis.state.touches === 1);
    }
  });

  test('reads a canvas', async () => {
    await browser.open(`${server.origin}/`);
    const picture = await browser.evaluate(() => globalThis.__harness.picture(globalThis.__harness.one('canvas')));
    assert.equal(picture.marked, 2500);
  });

  test('spoils the wasm file and takes WebAssembly away', async () => {
    for (const [fault, said] of [
      [{ wasm: 'truncated' }, /fails/],
      [{ wasm: 'mime' }, /fails TypeError/],
      [{ wasm: 'missing' }, /fails/],
      [{ noWasm: true }, /none/],
    ]) {
      server.clearFaults();
      Object.assign(server.faults, fault);
      await browser.open(`${server.origin}/`);
      const text = await browser.waitFor(() => document.querySelector('#wasm').textContent);
      assert.match(text, said, JSON.stringify(fault));
      await browser.forgives(/wasm/i);
    }
    server.clearFaults();
  });

  test('opens a page 360 px wide, and uses it', async () => {
    await browser.open(`${server.origin}/`, { width: 360, height: 740 });
    assert.equal(await browser.evaluate(() => innerWidth), 360);
    await browser.click('button');
    await browser.drag(await browser.point('canvas', 0.1, 0.2), await browser.point('canvas', 0.75, 0.5), 3);
    const state = await browser.waitFor(() => globalThis.state.path.includes('up') && globalThis.state);
    assert.equal(state.clicks, 1);
    assert.deepEqual(state.path.at(-1), [150, 50]);
    await browser.open(`${server.origin}/`);
    await browser.resize(1000, 700);
  });

  test('carries an address of 900 kB', async () => {
    await browser.open(`${server.origin}/#${'x'.repeat(900_000)}`);
    assert.equal(await browser.waitFor(() => globalThis.state.hash), 900_001);
  });

  test('hides the page behind another tab', async () => {
    await browser.open(`${server.origin}/`);
    assert.equal(await browser.evaluate(() => document.visibilityState), 'visible');
    await browser.hide();
    await browser.waitFor(() => document.visibilityState === 'hidden');
    await browser.show();
    await browser.waitFor(() => document.visibilityState === 'visible');
  });
});

test('a browser for dark, little motion and two device pixels', async () => {
  const server = await serve(FIXTURES);
  const browser = await launch({ colorScheme: 'dark', reducedMotion: true, ratio: 2 });
  try {
    await browser.open(`${server.origin}/`, { width: 800, height: 600 });
    const media = await browser.evaluate(() => ({
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      still: matchMedia('(prefers-reduced-motion: reduce)').matches,
      ratio: devicePixelRatio,
      width: innerWidth,
    }));
    assert.deepEqual(media, { dark: true, still: true, ratio: 2, width: 800 });
  } finally {
    await browser.close();
    await server.close();
  }
});
