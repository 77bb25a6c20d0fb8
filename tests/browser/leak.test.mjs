// Elements that come and go leave nothing behind: no memory of the core, no listener, no observer of the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHost } from './harness/host.mjs';

/** Counts listeners on what outlives an element, and keeps a hold of the core's memory. */
const COUNT = `(() => {
  globalThis.listeners = 0;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const lasting = (target) => !target || target === window || target instanceof Document || target instanceof MediaQueryList || target === document.documentElement;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (lasting(this)) {
      globalThis.listeners += 1;
      if (options?.signal) addEventListener.call(options.signal, 'abort', () => (globalThis.listeners -= 1), { once: true });
    }
    return addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (lasting(this)) globalThis.listeners -= 1;
    return removeEventListener.call(this, type, listener, options);
  };
  globalThis.observers = 0;
  for (const name of ['ResizeObserver', 'IntersectionObserver', 'MutationObserver']) {
    const { observe, disconnect } = globalThis[name].prototype;
    const on = new WeakSet();
    globalThis[name].prototype.observe = function (...given) {
      if (!on.has(this)) globalThis.observers += 1;
      on.add(this);
      return observe.apply(this, given);
    };
    globalThis[name].prototype.disconnect = function () {
      if (on.delete(this)) globalThis.observers -= 1;
      return disconnect.call(this);
    };
  }
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      globalThis.memory = (result.instance ?? result).exports.memory;
      return result;
    };
  }
})();`;

let host;
before(async () => {
  host = await startHost({ reducedMotion: true });
  host.server.faults.before = COUNT;
});
after(() => host?.close());

const measure = () => host.browser.evaluate(() => ({ pages: globalThis.memory.buffer.byteLength / 65536, listeners: globalThis.listeners, observers: globalThis.observers }));

/** Attaches and detaches `times`, every `pause`-th time long enough for a frame and a picture. */
const comeAndGo = (times, markup, pause) =>
  host.browser.evaluate(
    async (count, text, each) => {
      const main = document.querySelector('main');
      for (let i = 0; i < count; i += 1) {
        main.innerHTML = text;
        if (i % each === 0) {
          const element = main.firstElementChild;
          await element.ready;
          for (let turn = 0; turn < 4; turn += 1) await globalThis.__harness.nextFrame();
        } else if (i % 3 === 0) await Promise.resolve();
        else if (i % 3 === 1) await new Promise((resolve) => setTimeout(resolve));
        main.textContent = '';
      }
      // The last to leave frees the core a turn later.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    times,
    markup,
    pause,
  );

for (const [what, markup] of [
  ['alone', '<gumbel-softmax view="simplex" controls="tau play" n="300"></gumbel-softmax>'],
  ['in a group', '<gumbel-softmax view="draw" group="g" n="300" logits="1,0,0,0,0,0,0,0"></gumbel-softmax><gumbel-softmax view="noise histogram" group="g"></gumbel-softmax>'],
]) {
  test(`a thousand times attached and detached ${what}, memory and listeners are flat`, async () => {
    await host.bare();
    await host.define();
    await comeAndGo(100, markup, 10);
    const early = await measure();
    assert.ok(early.pages > 0);
    await comeAndGo(1000, markup, 20);
    const late = await measure();
    assert.deepEqual(late, early);
    assert.deepEqual(await host.browser.errors(), []);
  });
}

test('one element moved a thousand times keeps one state', async () => {
  await host.open('<div></div><section></section><gumbel-softmax view="draw" n="200"></gumbel-softmax>');
  const early = await measure();
  await host.browser.evaluate(async () => {
    const element = document.querySelector('gumbel-softmax');
    for (let i = 0; i < 1000; i += 1) {
      document.querySelector(i % 2 ? 'div' : 'section').append(element);
      if (i % 50 === 0) await globalThis.__harness.nextFrame();
    }
  });
  await host.settled();
  assert.deepEqual(await measure(), early);
  assert.equal(await host.browser.evaluate(() => globalThis.__harness.group().explorer.n()), 200);
});

test('categories that come and go leave no node behind', async () => {
  await host.open('<gumbel-softmax view="histogram" controls="k logits" n="200"></gumbel-softmax>');
  const nodes = async (k) => {
    await host.browser.evaluate((wanted) => document.querySelector('gumbel-softmax').shared.set('k', String(wanted)), k);
    await host.settled();
    return host.browser.evaluate(() => [...globalThis.__harness.one('gumbel-softmax >>> .rows').childNodes].map(({ nodeType }) => nodeType));
  };
  const early = await nodes(3);
  for (let i = 0; i < 3; i += 1) {
    assert.equal((await nodes(10)).filter((type) => type === 1).length, 10);
    assert.deepEqual(await nodes(3), early);
  }
});

test('notices that come and go leave no node behind', async () => {
  await host.open('<gumbel-softmax view="draw" controls="notices" n="200"></gumbel-softmax>');
  const nodes = async (deed) => {
    await host.browser.evaluate(deed);
    await host.settled();
    return host.browser.evaluate(() => [...globalThis.__harness.one('gumbel-softmax >>> .notices').childNodes].map(({ nodeType }) => nodeType));
  };
  const wrong = () => ['tau', 'n', 'seed'].forEach((key) => document.querySelector('gumbel-softmax').shared.set(key, 'x'));
  const dismissed = () => {
    const { shared } = document.querySelector('gumbel-softmax');
    for (const { id } of [...shared.notices.list]) shared.notices.dismiss(id);
    shared.refresh();
  };
  const early = await nodes(dismissed);
  for (let i = 0; i < 3; i += 1) {
    assert.equal((await nodes(wrong)).filter((type) => type === 1).length, 3);
    assert.deepEqual(await nodes(dismissed), early);
  }
});
