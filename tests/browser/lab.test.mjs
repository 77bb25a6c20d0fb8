// The laboratory of gradients: its numbers are the native ones, its knobs change its pictures, its sweep runs in slices.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startHost } from './harness/host.mjs';
import { ROOT } from './harness/server.mjs';

const native = JSON.parse(await readFile(join(ROOT, 'tests', 'lab.json'), 'utf8'));
const ALL = 'reinforce,baseline,loo,gs,stgs,st,rebar';

let host;
before(async () => {
  host = await startHost({ reducedMotion: true });
});
after(() => host?.close());

const both = (attributes, size) =>
  host.open(`<gumbel-softmax view="arrows tradeoff" captions controls="tau notices" seed="7" n="50" ${attributes}></gumbel-softmax>`, size);
const ask = (fn, ...args) => host.browser.evaluate(fn, ...args);
const swept = () => host.browser.waitFor(() => !globalThis.__harness.group().explorer.pending('sweep'));
const readout = (view) => ask((name) => globalThis.__harness.all(`.view:has(.picture.${name}) .readout`)[0].textContent, view);
const inside = (selector) => `gumbel-softmax >>> ${selector}`;
const knob = (name) => inside(`.view:has(.picture.arrows) [name="${name}"]`);

/** How a view would look on paper: every mark of every layer. */
const picture = (view) =>
  ask((name) => {
    const group = globalThis.__harness.group();
    const theme = group.core.theme(false, false, '', 1);
    const svg = group.explorer.svg(name, 480, group.explorer.height(name, 480, 1), theme, {});
    theme.free();
    return svg;
  }, view);

/** How many pixels of the three layers are not transparent. */
const inked = (view) =>
  ask((name) => {
    const canvases = globalThis.__harness.all(`.picture.${name} canvas`);
    return canvases.map((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((v, i) => i % 4 === 3 && v > 0).length);
  }, view);

describe('numbers', () => {
  for (const { address, gradient, expected, estimators, temperatures, sweep } of native) {
    test(`are the native ones to the last bit: ${address}`, async () => {
      await both('');
      const got = await ask((text) => {
        const explorer = globalThis.__harness.group().core.explorer(text);
        // In other slices than natively.
        for (const most of [128, 1, 300, 384]) explorer.work('sweep', most);
        // As text, so that what is undefined is left out.
        const result = JSON.parse(JSON.stringify({ estimates: explorer.estimates(), sweep: explorer.sweep() }));
        explorer.free();
        return result;
      }, address);
      assert.equal(got.sweep.rows, 1024);
      assert.deepEqual(got.estimates.gradient, gradient);
      assert.equal(got.estimates.expected, expected);
      assert.deepEqual(got.estimates.estimators, estimators);
      assert.deepEqual(got.sweep.temperatures, temperatures);
      assert.deepEqual(
        got.sweep.estimators.map(({ word, moments }) => ({ word, moments: [0, 12, 24].map((t) => moments[t]) })),
        sweep,
      );
    });
  }
});

describe('pictures', () => {
  test('are drawn, every layer, and the sweep runs to its end', async () => {
    await both('');
    await swept();
    await host.settled();
    assert.equal(await ask(() => globalThis.__harness.group().explorer.sweep().rows), 100_000);
    for (const view of ['arrows', 'tradeoff']) {
      const layers = await inked(view);
      assert.ok(layers.length === 3 && layers.every((count) => count > 50), `${view}: ${layers}`);
    }
    assert.match(await readout('tradeoff'), /^100,000 draws at each of 25 temperatures/);
    assert.match(await readout('arrows'), /downhill/);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('of 2 to 10 categories and of lost ones, in both languages', async () => {
    await both(`estimators="${ALL}"`);
    for (const logits of ['1,0', '1,-inf,0', '-inf,1', '1,0.5,0,-0.5', '1,0.5,0,-0.5,0.3,0.8,0.2,0.6,-1,-0.2']) {
      for (const lang of ['en', 'zh']) {
        await ask((text, tongue) => void Object.assign(document.querySelector('gumbel-softmax'), { logits: text, lang: tongue }), logits, lang);
        await host.settled();
        await host.browser.waitFor(() => globalThis.__harness.group().explorer.sweep()?.rows > 0);
        for (const view of ['arrows', 'tradeoff']) assert.doesNotMatch(await picture(view), /NaN|[^-]inf/, `${view} ${logits}`);
        const told = await ask(() => globalThis.__harness.all('[id^=description-]').map((element) => element.textContent));
        assert.ok(told.every((text) => text.length > 20 && !/NaN|undefined/.test(text)), told.join('\n'));
      }
    }
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('change with every knob', async () => {
    await both('');
    const changes = async (deed, views = ['arrows', 'tradeoff']) => {
      await swept();
      const before = await Promise.all(views.map(picture));
      await deed();
      await host.settled();
      await swept();
      for (const [i, view] of views.entries()) assert.notEqual(await picture(view), before[i], view);
    };
    const choose = (value) =>
      ask((text) => {
        const [select] = globalThis.__harness.all('select[name=objective]');
        select.value = text;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, value);
    await changes(() => host.browser.click(knob('estimator:stgs')));
    assert.equal(await ask(() => document.querySelector('gumbel-softmax').estimators), 'reinforce,baseline,gs');
    await changes(() => host.browser.click(knob('estimator:rebar')));
    await changes(() => host.browser.fill(knob('target'), '0.9, 0.1, 0'));
    await changes(() => ask(() => (document.querySelector('gumbel-softmax').eta = 0.25)));
    await changes(() => choose('linear'));
    assert.match(await readout('arrows'), /uphill/);
    await changes(() => choose('toy'));
    assert.deepEqual(await ask(() => [document.querySelector('gumbel-softmax').objective, document.querySelector('gumbel-softmax').logits.split(',').length]), ['toy', 2]);
    await changes(() => host.browser.fill(inside('[name=tau]'), '2'));
    // Back to three, the toy is left behind.
    await ask(() => (document.querySelector('gumbel-softmax').logits = '1,0,0'));
    await host.settled();
    assert.equal(await ask(() => document.querySelector('gumbel-softmax').objective), 'squared');
  });

  test('of a table say what does not apply, and what is not finite is counted', async () => {
    await both('objective="table" target="1,3,2"');
    await swept();
    await host.settled();
    for (const view of ['arrows', 'tradeoff']) assert.match(await readout(view), /Not applicable: GS, ST-GS/);
    await ask(() => void Object.assign(document.querySelector('gumbel-softmax'), { objective: 'squared', tau: 'argmax' }));
    await host.settled();
    assert.match(await readout('arrows'), /Not applicable at τ → 0: GS, ST-GS/);
    await ask(() => void Object.assign(document.querySelector('gumbel-softmax'), { objective: 'linear', target: '1e80,0,0', tau: 1 }));
    await host.settled();
    assert.match(await readout('arrows'), /REINFORCE: not finite: 2,000 of 2,000/);
    assert.doesNotMatch(await picture('arrows'), /NaN/);
  });
});

describe('by hand', () => {
  test('π and τ are dragged in the pictures, by pointer and by keys', async () => {
    await both('logits="0,0,0"', { width: 700, height: 1400 });
    const logits = () => ask(() => document.querySelector('gumbel-softmax').logits);
    const tau = () => ask(() => Number(document.querySelector('gumbel-softmax').tau));
    // π of three equal logits lies in the middle of the first panel.
    const grabbed = (view, wanted) =>
      ask(
        (name, want) => {
          const group = globalThis.__harness.group();
          const [box] = globalThis.__harness.all(`.picture.${name}`);
          const theme = group.core.theme(false, false, '', 1);
          const [width, height] = [box.clientWidth, box.clientHeight];
          for (let y = 4; y < height; y += 4)
            for (let x = 4; x < width; x += 4)
              if (group.explorer.probe(name, width, height, theme, {}, x, y).grab === want) {
                theme.free();
                const { left, top } = box.getBoundingClientRect();
                return { x: left + x + 6, y: top + y + 6 };
              }
          return null;
        },
        view,
        wanted,
      );
    await ask(() => globalThis.__harness.all('.picture.arrows')[0].scrollIntoView({ block: 'center', behavior: 'instant' }));
    const at = await grabbed('arrows', 'panel:0');
    await host.browser.drag(at, { x: at.x + 30, y: at.y + 10 });
    await host.settled();
    const moved = await logits();
    assert.notEqual(moved, '0,0,0');
    await ask(() => globalThis.__harness.all('.picture.arrows')[0].focus());
    await host.browser.press('Shift+ArrowRight', 3);
    await host.settled();
    assert.notEqual(await logits(), moved);
    await ask(() => globalThis.__harness.all('.picture.tradeoff')[0].scrollIntoView({ block: 'center', behavior: 'instant' }));
    // Where it lies is asked once nothing moves any more.
    await swept();
    await host.settled();
    const line = await grabbed('tradeoff', 'tau');
    await host.browser.drag(line, { x: line.x + 40, y: line.y });
    await host.settled();
    const hot = await tau();
    assert.ok(hot > 0.5, String(hot));
    await ask(() => globalThis.__harness.all('.picture.tradeoff')[0].focus());
    await host.browser.press('Shift+ArrowLeft', 2);
    await host.settled();
    assert.ok((await tau()) < hot);
  });

  test('a long sweep shows how far it is, stops where it is told, and goes on', async () => {
    await both(`logits="1,0.5,0,-0.5,0.3,0.8,0.2,0.6,-1,-0.2" estimators="${ALL}"`);
    const halt = '[name="halt:sweep"]';
    await host.browser.waitFor(() => globalThis.__harness.all('[name="halt:sweep"]').length === 1 && globalThis.__harness.all('.job progress')[0].value > 0);
    await host.browser.click(inside(halt));
    const rows = () => ask(() => globalThis.__harness.group().explorer.sweep().rows);
    const stopped = await rows();
    assert.ok(stopped > 0 && stopped < 100_000, `${stopped}`);
    // Nothing more comes by itself; τ alone leaves what was swept.
    await ask(() => (document.querySelector('gumbel-softmax').tau = 1));
    await host.settled();
    await ask(() => globalThis.__harness.nextFrame());
    assert.equal(await rows(), stopped);
    assert.match(await readout('tradeoff'), new RegExp(`^${stopped.toLocaleString('en')} draws`));
    await host.browser.click(inside(halt));
    await swept();
    assert.equal(await rows(), 100_000);
    await host.settled();
    assert.equal(await ask(() => globalThis.__harness.all('[name="halt:sweep"]').length), 0, 'nothing is left to stop');
  });

  test('while a sweep runs keys are heard, and each slice is of the size that the page learned', async () => {
    // A cheap sweep first, of which many rows fit in a frame.
    await both('logits="1,0" estimators="reinforce"');
    await swept();
    await host.settled();
    await ask((all) => {
      const { explorer } = globalThis.__harness.group();
      const work = explorer.work;
      globalThis.slices = [];
      explorer.work = function (job, most) {
        globalThis.slices.push({ most, tau: this.get('tau') });
        return work.call(this, job, most);
      };
      Object.assign(document.querySelector('gumbel-softmax'), { logits: '1,0.5,0,-0.5,0.3,0.8,0.2,0.6,-1,-0.2', estimators: all });
      globalThis.__harness.all('.picture.tradeoff')[0].focus();
    }, ALL);
    await host.browser.waitFor(() => globalThis.slices.length > 3);
    await host.browser.press('Shift+ArrowRight', 2);
    await swept();
    const slices = await ask(() => globalThis.slices);
    const heard = slices.findIndex(({ tau }) => tau !== slices[0].tau);
    assert.ok(heard > 0, `not before the end of ${slices.length} slices`);
    assert.equal(slices[0].most, 128, 'what was learned of the cheap one is forgotten');
    slices.slice(1).forEach(({ most }, i) => assert.ok(most <= Math.ceil(slices[i].most * 1.6), `${slices[i].most} ${most}`));
  });

  test('out of sight nothing is swept', async () => {
    await host.open('<gumbel-softmax view="arrows" seed="7" n="50"></gumbel-softmax>');
    assert.equal(await ask(() => globalThis.__harness.group().explorer.sweep()), null);
  });
});
