// What an embedded element leaves to the page around it, what it takes from it, and the room that it keeps.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startHost } from './harness/host.mjs';

const START = 'logits="1,0,-1" tau="1" seed="3" n="500"';
const page = (fn, ...args) => host.browser.evaluate(fn, ...args);

let host;
before(async () => {
  host = await startHost({ reducedMotion: true });
});
after(() => host?.close());
afterEach(() => host.server.clearFaults());

describe('the host', () => {
  test('keeps its address, its title, its history and the keys outside the element', async () => {
    await host.open(`<input id="field"><gumbel-softmax view="draw" controls="tau play one" ${START}></gumbel-softmax>`);
    const facts = () => page(() => [location.href, document.title, history.length, Object.keys(localStorage).length + document.cookie.length]);
    const before = await facts();
    const n = () => page(() => globalThis.__harness.group().explorer.n());
    for (const key of ['d', ' ', 'r', 'ArrowLeft', '?', 'p', 's']) await host.browser.press(key);
    assert.equal(await n(), 500);
    await page(() => globalThis.__harness.one('.picture').focus());
    await host.browser.press('d');
    assert.equal(await n(), 501);
    // Of a control that it has not, it takes no key.
    await host.browser.press('t');
    await host.browser.press('r');
    assert.equal(await n(), 501);
    await page(() => document.querySelector('gumbel-softmax').setAttribute('tau', '3'));
    await host.settled();
    assert.deepEqual(await facts(), before);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('scrolls under a wheel and under a finger', async () => {
    await host.open(`<gumbel-softmax view="noise simplex draw histogram" controls="all" ${START}></gumbel-softmax>`);
    const taken = await page(() => globalThis.__harness.all('*').filter((element) => {
      const wheel = new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true, composed: true });
      element.dispatchEvent(wheel);
      return wheel.defaultPrevented || getComputedStyle(element).touchAction === 'none';
    }).length);
    assert.equal(taken, 0);
    const touch = await page(() => getComputedStyle(globalThis.__harness.one('.picture')).touchAction);
    assert.equal(touch, 'manipulation');
  });

  test('sees its own content where scripts are stripped, and where the core does not come', async () => {
    const content = `<gumbel-softmax view="simplex" ${START}><a href="#x">a picture</a></gumbel-softmax>`;
    await host.bare(content);
    const link = () => page(() => {
      const { width, height } = document.querySelector('main a').getBoundingClientRect();
      return width > 10 && height > 10;
    });
    assert.ok(await link());
    host.server.faults.wasm = 'missing';
    await host.define();
    await host.browser.waitFor(() => /could not be loaded/.test(globalThis.__harness.text()));
    assert.ok(await link());
    await host.browser.forgives(/\.wasm|network/);
    host.server.clearFaults();
    await host.open(content);
    await host.browser.waitFor(() => document.querySelector('main a').getBoundingClientRect().width === 0);
  });
});

describe('the look', () => {
  const looks = () => page(() => [...document.querySelectorAll('gumbel-softmax')].map((element) => {
    const all = element.shadowRoot.querySelector('.all');
    const style = getComputedStyle(all);
    return { dark: element.seen.dark, text: element.seen.text, ground: element.seen.background, painted: element.seen.painted, family: style.fontFamily, color: style.color };
  }));

  test('comes from the page: font, colours and the used color-scheme', async () => {
    await host.open(`
      <gumbel-softmax view="draw" ${START}></gumbel-softmax>
      <div class="night"><gumbel-softmax view="draw" ${START}></gumbel-softmax></div>
      <gumbel-softmax view="draw" ${START} theme="dark"></gumbel-softmax>
      <div class="night"><gumbel-softmax view="draw" ${START} theme="light"></gumbel-softmax></div>
      <div class="both"><gumbel-softmax view="draw" ${START}></gumbel-softmax></div>`, { width: 1100, height: 3200 });
    const [plain, night, forcedDark, forcedLight, both] = await looks();
    assert.deepEqual([plain.dark, plain.text, plain.ground, plain.painted], [false, '#223344', '#fffef0', false]);
    assert.match(plain.family, /Georgia/);
    assert.equal(plain.color, 'rgb(34, 51, 68)');
    assert.deepEqual([night.dark, night.text, night.ground], [true, '#dde6ee', '#101820']);
    assert.deepEqual([forcedDark.dark, forcedDark.painted, forcedLight.dark, forcedLight.painted], [true, true, false, true]);
    assert.equal(both.dark, false);
  });

  test('follows when the page changes its theme, however it does', async () => {
    await host.open(`<section><gumbel-softmax view="draw" ${START}></gumbel-softmax></section>`);
    const hash = () => page(() => globalThis.__harness.pictures()['draw-ground'].hash);
    const before = await hash();
    await page(() => document.querySelector('section').classList.add('night'));
    await host.browser.waitFor(() => document.querySelector('gumbel-softmax').seen?.dark);
    await host.browser.waitFor((old) => globalThis.__harness.pictures()['draw-ground'].hash !== old, before);
    await page(() => document.querySelector('section').classList.remove('night'));
    await host.browser.waitFor((old) => globalThis.__harness.pictures()['draw-ground'].hash === old, before);
  });

  test('takes the documented custom properties', async () => {
    await host.open(`<div class="own"><gumbel-softmax view="draw" controls="play" ${START}></gumbel-softmax></div>`);
    const [look] = await looks();
    assert.deepEqual([look.text, look.ground, look.painted], ['#330033', '#eeeeff', true]);
    assert.match(look.family, /Courier New/);
    const seen = await page(() => [document.querySelector('gumbel-softmax').seen.categories[0], getComputedStyle(globalThis.__harness.one('button[name=play]')).backgroundColor]);
    assert.deepEqual(seen, ['#800080', 'rgb(120, 0, 90)']);
  });

  test('parts can be reached from outside', async () => {
    await host.open(`<gumbel-softmax view="noise" controls="tau" captions ${START}></gumbel-softmax>`);
    const parts = await page(() => globalThis.__harness.all('gumbel-softmax >>> [part]').map((element) => element.getAttribute('part')));
    for (const part of ['controls', 'view', 'title', 'caption', 'picture', 'readout', 'notes']) assert.ok(parts.includes(part), `${part} of ${parts}`);
  });

  test('the language is that of the nearest lang', async () => {
    await host.open(`<div lang="en-GB"><gumbel-softmax view="draw" ${START}></gumbel-softmax></div><gumbel-softmax view="draw" lang="en-AU" ${START}></gumbel-softmax><gumbel-softmax view="draw" ${START}></gumbel-softmax>`);
    const languages = () => page(() => [...document.querySelectorAll('gumbel-softmax')].map(({ language }) => language.number.lang));
    assert.deepEqual(await languages(), ['en-GB', 'en-AU', 'en']);
    await page(() => (document.documentElement.lang = 'en-IN'));
    assert.deepEqual(await languages(), ['en-GB', 'en-AU', 'en-IN']);
    await host.browser.waitFor(() => document.querySelectorAll('gumbel-softmax')[2].shadowRoot.querySelector('.all').lang === 'en-IN');
  });
});

describe('room', () => {
  const heights = () => page(() => [...document.querySelectorAll('gumbel-softmax')].map((element) => element.getBoundingClientRect().height));

  for (const [place, width] of [['narrow', 280], ['', 620], ['wide', 1000]]) {
    test(`is kept before the script and before the core, ${width} px wide`, async () => {
      const tag = (attributes) => `<gumbel-softmax ${attributes} ${START}></gumbel-softmax>`;
      const tags = ['noise', 'draw', 'simplex', 'histogram'].map((view) => tag(`view="${view}"`)).join('') + tag('view="simplex" controls="tau play"') + tag('view="draw" controls="play one n"') + tag('view="draw" controls="tau"');
      await host.bare(`<div class="${place}">${tags}</div>`, { width: width === 1000 ? 1100 : width + 32, height: 900 });
      const bare = await heights();
      await page(async () => {
        await globalThis.__harness.nextFrame();
        await globalThis.__harness.nextFrame();
        globalThis.shifts = [];
        if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
        new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().map(({ value, sources }) => `${value}: ${sources.map(({ node, previousRect, currentRect }) => `${node?.parentNode?.host?.getAttribute('view')} ${node?.localName}.${node?.className} ${JSON.stringify(previousRect)} ${JSON.stringify(currentRect)}`)}`))).observe({ type: 'layout-shift' });
      });
      await host.define();
      await page(() => Promise.all([...document.querySelectorAll('gumbel-softmax')].map((element) => element.updateComplete)));
      const upgraded = await heights();
      await host.settled();
      await host.browser.waitFor(() => document.querySelector('gumbel-softmax').pictureOf('noise').painted);
      const last = await heights();
      for (const [i, height] of last.entries()) {
        assert.ok(Math.abs(height - upgraded[i]) < 2, `before the core: ${upgraded} then ${last}`);
        assert.ok(Math.abs(height - bare[i]) < 2, `before the script: ${bare} then ${last}`);
      }
      assert.deepEqual(await page(() => globalThis.shifts), []);
    });
  }

  test('two categories, ten categories and all controls move nothing either', async () => {
    await host.bare('<gumbel-softmax view="simplex" logits="1,0" n="100"></gumbel-softmax><gumbel-softmax view="histogram" controls="all" logits="1,0,0,0,0,0,0,0,0,0" n="100"></gumbel-softmax>');
    await host.define();
    await page(() => Promise.all([...document.querySelectorAll('gumbel-softmax')].map((element) => element.updateComplete)));
    const upgraded = await heights();
    await host.settled();
    for (const [i, height] of (await heights()).entries()) assert.ok(Math.abs(height - upgraded[i]) < 2, `${upgraded} then ${await heights()}`);
  });

  test('a container of 280 px holds everything', async () => {
    await host.open(`<div class="narrow"><gumbel-softmax view="noise draw simplex histogram" controls="all" captions ${START} names="WWWWWWWWWWWW,B,C"></gumbel-softmax></div>`);
    await page(() => globalThis.__harness.one('button[name=fold]').click());
    await host.settled();
    const beyond = await page(() => globalThis.__harness.all('gumbel-softmax *').filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && !element.closest('svg') && (left < 15.5 || right > 296.5);
    }).map((element) => element.outerHTML.slice(0, 90)));
    assert.deepEqual(beyond, []);
    await host.browser.screenshot('narrow-280');
  });
});

describe('a life', () => {
  test('removed and put back, moved and cloned, it goes on', async () => {
    await host.open(`<div id="one"><gumbel-softmax id="a" view="draw" ${START}></gumbel-softmax></div><div id="two"></div>`);
    await page(() => Object.assign(document.querySelector('#a'), { tau: 2 }).step(4));
    await host.settled();
    const state = () => page(() => [document.querySelector('#a').tau, document.querySelector('#a').shared.explorer.n()]);
    await page(() => {
      globalThis.kept = document.querySelector('#a').shared.explorer;
      document.querySelector('#two').append(document.querySelector('#a'));
    });
    await host.settled();
    assert.deepEqual(await state(), ['2', 504]);
    assert.ok(await page(() => document.querySelector('#a').shared.explorer === globalThis.kept), 'moved, it keeps its core');
    await page(async () => {
      globalThis.gone = document.querySelector('#a');
      globalThis.gone.remove();
      await new Promise((resolve) => setTimeout(resolve, 20));
      globalThis.freed = globalThis.gone.shared.explorer === undefined;
      globalThis.gone.setAttribute('seed', '77');
      document.querySelector('#one').append(globalThis.gone);
    });
    await host.settled();
    assert.ok(await page(() => globalThis.freed));
    assert.deepEqual(await state(), ['2', 504]);
    assert.equal(await page(() => document.querySelector('#a').seed), '77');
    await page(() => document.querySelector('#two').append(document.querySelector('#a').cloneNode(true)));
    await host.settled();
    assert.equal(await page(() => document.querySelector('#two gumbel-softmax').tau), '1', 'a clone begins as its attributes say');
    const painted = await page(() => globalThis.__harness.all('canvas[data-layer=ground]').map((canvas) => globalThis.__harness.picture(canvas).marked > 500));
    assert.deepEqual(painted, [true, true]);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('that plays by itself stays as its reader left it', async () => {
    host.server.faults.before = `{
      const match = matchMedia.bind(globalThis);
      globalThis.matchMedia = (query) => (query.includes('reduced-motion') ? Object.assign(new EventTarget(), { matches: false, media: query }) : match(query));
    }`;
    await host.bare(`<gumbel-softmax view="draw" controls="play" autoplay n="10" ${START.replace('n="500"', '')}></gumbel-softmax>`);
    await host.define();
    const playing = () => page(() => globalThis.__harness.group().flow.playing);
    await host.browser.waitFor(() => globalThis.__harness.group()?.flow.playing);
    await page(() => document.querySelector('gumbel-softmax').setAttribute('view', 'histogram'));
    await host.browser.waitFor(() => globalThis.__harness.one('.picture.histogram'));
    assert.equal(await playing(), true);
    await host.browser.click('gumbel-softmax >>> button[name=play]');
    await host.browser.waitFor(() => !globalThis.__harness.group().flow.playing);
    await page(() => {
      document.querySelector('gumbel-softmax').setAttribute('view', 'noise');
      globalThis.__harness.group().load('logits=0,0,0');
    });
    await host.settled();
    assert.equal(await playing(), false);
    await page(() => document.querySelector('gumbel-softmax').toggleAttribute('autoplay', false));
    await host.settled();
    await page(() => document.querySelector('gumbel-softmax').toggleAttribute('autoplay', true));
    await host.browser.waitFor(() => globalThis.__harness.group().flow.playing);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('in another group it tells of that one', async () => {
    await host.open(`<gumbel-softmax group="a" view="draw" logits="1,0,-1" n="300"></gumbel-softmax><gumbel-softmax group="b" view="draw" logits="1,0,-1,2" n="700"></gumbel-softmax>`);
    const described = () => page(() => globalThis.__harness.all('[id^=description-]').map((element) => element.textContent));
    const [before, other] = await described();
    assert.notEqual(before, other);
    await page(() => {
      const [moved] = document.querySelectorAll('gumbel-softmax');
      globalThis.heard = [];
      moved.addEventListener('statechange', ({ detail }) => globalThis.heard.push(detail.snapshot.k));
      globalThis.__harness.group().play();
      moved.group = 'b';
    });
    await host.settled();
    assert.deepEqual(await described(), [other, other]);
    await host.browser.waitFor(() => globalThis.heard.at(-1) === 4);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('a core that failed to come is asked for again by the next', async () => {
    host.server.faults.wasm = 'missing';
    await host.bare(`<gumbel-softmax view="draw" ${START}>gone</gumbel-softmax>`);
    await host.define();
    await host.browser.waitFor(() => document.querySelector('gumbel-softmax').shared.failure === 'network');
    await host.browser.forgives(/\.wasm|network/);
    host.server.clearFaults();
    await host.put(`<gumbel-softmax view="draw" ${START}></gumbel-softmax>`);
    await host.settled();
    assert.equal(await page(() => globalThis.__harness.group().explorer.n()), 500);
  });

  test('off screen it sleeps', async () => {
    await host.open(`<div class="far"><gumbel-softmax view="draw" n="10" speed="1000"></gumbel-softmax></div>`);
    const spent = await page(async () => {
      document.querySelector('gumbel-softmax').play();
      await new Promise((resolve) => setTimeout(resolve, 60));
      const before = globalThis.__harness.frames;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return [globalThis.__harness.frames - before, globalThis.__harness.group().explorer.n()];
    });
    assert.deepEqual(spent, [0, 0]);
    await page(() => document.querySelector('gumbel-softmax').scrollIntoView({ behavior: 'instant' }));
    await host.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 5);
  });

  // What a frame costs is for the bench; here, that none is left out.
  test('ten that play all go on', async () => {
    const tags = Array.from({ length: 10 }, (_, i) => `<gumbel-softmax view="${['noise', 'draw', 'simplex', 'histogram'][i % 4]}" n="10" speed="1000000" seed="${i}"></gumbel-softmax>`);
    await host.bare(`<div>${tags.join('')}</div>`, { width: 700, height: 6500 });
    await host.define();
    await host.browser.waitFor(() => [...document.querySelectorAll('gumbel-softmax')].every(({ shared }) => shared?.explorer));
    await page(() => {
      for (const element of document.querySelectorAll('gumbel-softmax')) element.play();
    });
    await host.browser.waitFor(() => [...document.querySelectorAll('gumbel-softmax')].every(({ shared }) => shared.explorer.n() > 1000));
    assert.deepEqual(await host.browser.errors(), []);
  });
});
