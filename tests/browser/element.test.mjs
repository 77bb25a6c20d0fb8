// The element on a page of somebody else's: attributes, properties, events, methods, groups.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHost } from './harness/host.mjs';

const START = 'logits="1,0,-1" tau="1" seed="3" n="500"';
const first = (fn, ...args) => host.browser.evaluate(fn, ...args);

let host;
before(async () => {
  host = await startHost({ reducedMotion: true });
});
after(() => host?.close());

describe('parameters', () => {
  test('each is an attribute and a property, under the names of the address', async () => {
    await host.open(`<gumbel-softmax ${START} names="x,y" mu="1" beta="2" triple="3,2,1" category="2" speed="5000" pin="2,1/0.5/100/9"></gumbel-softmax>`);
    const got = await first(() => {
      const element = document.querySelector('gumbel-softmax');
      const read = () => Object.fromEntries(['logits', 'tau', 'seed', 'n', 'names', 'mu', 'beta', 'category', 'speed', 'pin'].map((key) => [key, element[key]]));
      const all = globalThis.__harness.group().core.parameters().map(({ key }) => key);
      return { read: read(), missing: all.filter((key) => !(key in element) || !customElements.get('gumbel-softmax').observedAttributes.includes(key)) };
    });
    assert.deepEqual(got.missing, []);
    assert.deepEqual(got.read, {
      logits: '1,0,-1', tau: '1', seed: '3', n: '500', names: 'x,y', mu: '1', beta: '2', category: '2', speed: '5000', pin: '2,1/0.5/100/9',
    });
    const after = await first(async () => {
      const element = document.querySelector('gumbel-softmax');
      element.tau = 0.25;
      element.logits = [3, -Infinity, 0.5];
      const set = [element.tau, element.logits];
      element.setAttribute('tau', '2');
      const attribute = element.tau;
      element.removeAttribute('tau');
      const removed = element.tau;
      element.probs = [0.5, 0.25, 0.25];
      const probs = element.probs;
      element.tau = 'rubbish';
      return { set, attribute, removed, probs, rubbish: element.tau };
    });
    assert.deepEqual(after.set, ['0.25', '3,-inf,0.5']);
    assert.deepEqual([after.attribute, after.removed, after.probs, after.rubbish], ['2', '0.5', '0.5,0.25,0.25', '0.5']);
    await host.settled();
    assert.equal(await first(() => document.querySelector('gumbel-softmax').n), '500');
    await first(() => (document.querySelector('gumbel-softmax').n = 120));
    await host.settled();
    assert.equal(await first(() => globalThis.__harness.group().explorer.n()), 120);
    assert.deepEqual((await host.browser.errors()).filter((error) => !/console.warn/.test(error)), []);
  });

  test('a property set before the script came counts', async () => {
    await host.bare('<gumbel-softmax view="draw" tau="3"></gumbel-softmax>');
    await first(() => Object.assign(document.querySelector('gumbel-softmax'), { tau: 0.125, seed: 9 }));
    await host.define();
    await host.settled();
    assert.deepEqual(await first(() => [document.querySelector('gumbel-softmax').tau, document.querySelector('gumbel-softmax').seed]), ['0.125', '9']);
  });

  test('a thousand changes in a row are one update, and none is lost', async () => {
    await host.open(`<gumbel-softmax view="draw" controls="tau" ${START}></gumbel-softmax>`);
    const { changes, tau } = await first(async () => {
      const element = document.querySelector('gumbel-softmax');
      const { explorer } = element.shared;
      const before = explorer.params_revision();
      for (let i = 1; i <= 1000; i += 1) element.setAttribute('tau', String(1 + i / 1000));
      await globalThis.__harness.nextFrame();
      await globalThis.__harness.nextFrame();
      return { changes: explorer.params_revision() - before, tau: explorer.get('tau') };
    });
    assert.deepEqual([changes, tau], [1, '2']);
  });

  test('markup in them stays text', async () => {
    const payload = '&lt;img src=x onerror=alert(1)&gt;,&lt;svg onload=alert(1)&gt;,&lt;script&gt;';
    await host.open(`<gumbel-softmax view="noise histogram" captions controls="all notices" logits="1,0,&lt;script&gt;" names="${payload}" pin="&lt;svg onload=alert(1)&gt;" triple="&lt;b&gt;" group="&lt;b&gt;" n="100"></gumbel-softmax>`);
    const found = await first(() => globalThis.__harness.all('gumbel-softmax *').filter((element) => ['script', 'img', 'b'].includes(element.localName) || [...element.attributes].some(({ name }) => name.startsWith('on'))).length);
    assert.equal(found, 0);
    assert.match(await first(() => document.querySelector('gumbel-softmax').shared.state.names[0]), /^<img src=x/);
    assert.deepEqual(await host.browser.errors(), []);
  });
});

describe('views and controls', () => {
  test('any list of views and any subset of controls, none included', async () => {
    await host.open(`<gumbel-softmax id="a" view="noise simplex" ${START}></gumbel-softmax><gumbel-softmax id="b" view="" controls="play"></gumbel-softmax><gumbel-softmax id="c"></gumbel-softmax>`);
    const shown = await first(() => ['a', 'b', 'c'].map((id) => {
      const { shadowRoot } = document.getElementById(id);
      return [
        [...shadowRoot.querySelectorAll('.picture')].map(({ className }) => className.split(' ')[1]),
        [...shadowRoot.querySelectorAll('button, input, select')].map(({ name }) => name),
      ];
    }));
    assert.deepEqual(shown, [[['noise', 'simplex'], []], [[], ['play']], [['simplex'], []]]);
    await first(() => document.getElementById('a').setAttribute('view', 'histogram,draw'));
    await host.settled();
    const now = await first(() => [...document.getElementById('a').shadowRoot.querySelectorAll('canvas[data-layer=ground]')].map((canvas) => globalThis.__harness.picture(canvas).marked > 500));
    assert.deepEqual(now, [true, true]);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('it starts to play by itself when asked, and not for readers who want no motion', async () => {
    await host.open('<gumbel-softmax view="draw" n="10" speed="1000" autoplay></gumbel-softmax>');
    assert.equal(await first(() => globalThis.__harness.group().flow.playing), false);
  });
});

describe('groups', () => {
  test('the first connected sets the state, and all move together', async () => {
    await host.open('<gumbel-softmax group="g" view="draw" tau="0.7" n="300"></gumbel-softmax><gumbel-softmax group="g" view="histogram" tau="9" controls="tau"></gumbel-softmax><gumbel-softmax view="histogram" tau="5"></gumbel-softmax>');
    const taus = () => first(() => [...document.querySelectorAll('gumbel-softmax')].map(({ tau }) => tau));
    assert.deepEqual(await taus(), ['0.7', '0.7', '5']);
    await host.browser.fill('gumbel-softmax[controls=tau] >>> input[name=tau]', '2');
    await host.settled();
    assert.deepEqual(await taus(), ['2', '2', '5']);
    await first(() => document.querySelector('gumbel-softmax').setAttribute('tau', '3'));
    assert.deepEqual(await taus(), ['3', '3', '5']);
  });

  test('all elements share one core, and a second copy of the script yields', async () => {
    host.server.requests.length = 0;
    await host.bare('<gumbel-softmax view="draw"></gumbel-softmax><gumbel-softmax view="noise"></gumbel-softmax>');
    await host.define();
    await host.define('?another-version');
    await host.settled();
    assert.equal(host.server.requests.filter((path) => path.endsWith('.wasm')).length, 1);
    assert.deepEqual(await host.browser.errors(), []);
  });
});

describe('events', () => {
  const listen = () => first(() => {
    globalThis.seen = [];
    for (const type of ['change', 'statechange']) {
      document.addEventListener(type, (event) => event instanceof CustomEvent && globalThis.seen.push({ type, at: performance.now(), where: 'document', target: event.target.id, detail: event.detail }));
      for (const element of document.querySelectorAll('gumbel-softmax')) {
        element.addEventListener(type, (event) => event instanceof CustomEvent && globalThis.seen.push({ type, at: performance.now(), where: element.id, detail: event.detail }));
      }
    }
  });
  const seen = (type, where) => first((kind, place) => globalThis.seen.filter((event) => event.type === kind && event.where === place).map(({ at, target, detail }) => ({ at, target, tau: detail.params.tau, n: detail.snapshot.n, counts: detail.snapshot.counts, mean: detail.snapshot.mean })), type, where);

  test('change comes from the reader alone, once, and bubbles', async () => {
    await host.open(`<gumbel-softmax id="a" group="e" view="draw" ${START}></gumbel-softmax><gumbel-softmax id="b" group="e" controls="tau one play"></gumbel-softmax>`);
    await listen();
    await first(() => Object.assign(document.querySelector('#a'), { tau: 2 }).step(3));
    await host.settled();
    assert.deepEqual(await seen('change', 'document'), []);
    await host.browser.fill('#b >>> input[name=tau]', '0.5');
    await host.settled();
    const [change, ...more] = await seen('change', 'document');
    assert.deepEqual([change.target, change.tau, more.length], ['b', '0.5', 0]);
    await host.browser.click('#b >>> button[name=one]');
    await host.settled();
    assert.deepEqual((await seen('change', 'document')).map(({ n }) => n), [503, 504]);
    const [{ counts, mean, n }] = (await seen('statechange', 'a')).slice(-1);
    assert.equal(counts.reduce((sum, count) => sum + count), n);
    assert.ok(Math.abs(mean.reduce((sum, part) => sum + part) - 1) < 1e-5);
    assert.deepEqual(await seen('statechange', 'document'), [], 'it does not bubble');
  });

  test('statechange keeps to ten a second and has the last state', async () => {
    await host.open('<gumbel-softmax id="a" view="draw" n="10" speed="3000"></gumbel-softmax>');
    await listen();
    await first(() => document.querySelector('#a').play());
    await host.browser.waitFor(() => globalThis.seen.length >= 6);
    await first(() => document.querySelector('#a').pause());
    await host.settled();
    const n = await first(() => globalThis.__harness.group().explorer.n());
    await host.browser.waitFor((last) => globalThis.seen.at(-1).detail.snapshot.n === last, n);
    const times = (await seen('statechange', 'a')).map(({ at }) => at);
    // Engines round their clocks to a millisecond, or two.
    for (const [i, at] of times.slice(1).entries()) assert.ok(at - times[i] > 97, `${times}`);
  });
});

describe('methods', () => {
  test('step, reset, play and pause', async () => {
    await host.open(`<gumbel-softmax view="draw" ${START}></gumbel-softmax>`);
    const n = () => first(() => globalThis.__harness.group().explorer.n());
    await first(() => document.querySelector('gumbel-softmax').step(25));
    assert.equal(await n(), 525);
    await first(() => document.querySelector('gumbel-softmax').reset());
    assert.equal(await n(), 0);
    await first(() => document.querySelector('gumbel-softmax').play());
    await host.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 3);
    await first(() => document.querySelector('gumbel-softmax').pause());
    const stopped = await n();
    await first(() => globalThis.__harness.nextFrame());
    assert.equal(await n(), stopped);
  });

  test('called before the core has come, they wait for it', async () => {
    await host.bare(`<gumbel-softmax view="simplex" ${START}></gumbel-softmax>`);
    await host.define();
    const svg = await first(async () => {
      const element = document.createElement('gumbel-softmax');
      element.setAttribute('view', 'histogram');
      document.querySelector('main').append(element);
      element.step(7);
      const text = await element.toSVG();
      return [text.slice(0, 4), element.shared.explorer.n() >= 7];
    });
    assert.deepEqual(svg, ['<svg', true]);
  });

  test('of an element that nobody has looked at they hold what it asks for', async () => {
    await host.bare(`<gumbel-softmax view="simplex" ${START}></gumbel-softmax>`);
    await first(() => document.querySelector('main').style.setProperty('margin-top', '20000px'));
    await host.define();
    const [rows, n, set] = await first(async () => {
      const element = document.querySelector('gumbel-softmax');
      const rows = async () => (await element.toCSV()).split(/\r?\n/).filter((line) => /^\d/.test(line)).length;
      const before = [await rows(), element.shared.explorer.n()];
      element.n = 700;
      return [...before, await rows()];
    });
    assert.deepEqual([rows, n, set], [500, 500, 700]);
  });

  test('pictures, data and a link that opens the same state', async () => {
    await host.open(`<gumbel-softmax view="simplex noise" ${START} theme="dark" lang="en"></gumbel-softmax>`);
    const made = await first(async () => {
      const element = document.querySelector('gumbel-softmax');
      const blob = await element.toBlob({ scale: 1 });
      const head = [...new Uint8Array(await blob.slice(0, 4).arrayBuffer())];
      const refused = await element.toBlob({ view: 'bogus' }).then(() => '', ({ name }) => name);
      return {
        svg: await element.toSVG('noise'), head, type: blob.type, refused,
        vector: (await element.toBlob({ type: 'image/svg+xml' })).type,
        samples: (await element.toCSV()).split(/\r?\n/).filter((line) => /^\d/.test(line)).length, summary: await element.toCSV('summary'),
        link: element.permalink(), other: element.permalink('https://a.example/x/?y=1#old'),
      };
    });
    assert.deepEqual(made.head, [0x89, 0x50, 0x4e, 0x47]);
    assert.deepEqual([made.type, made.vector, made.refused], ['image/png', 'image/svg+xml', 'InvalidStateError']);
    assert.match(made.svg, /^<svg/);
    assert.match(made.svg, /seed=3/, 'the link is inside');
    assert.equal(made.samples, 500);
    assert.match(made.summary, /seed=3/);
    assert.equal(made.link, `${host.server.origin}/#v=1&logits=1,0,-1&tau=1&seed=3&n=500&lang=en&theme=dark`);
    assert.match(made.other, /^https:\/\/a\.example\/x\/\?y=1#v=1&logits=/);
    const state = await first(() => globalThis.__harness.group().explorer.digest());
    await host.browser.open(made.link, { width: 1280, height: 1800 });
    await host.settled();
    assert.equal(await first(() => globalThis.__harness.group().explorer.digest()), state);
  });
});
