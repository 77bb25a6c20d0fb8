// What the page costs: a frame, the first picture, ten elements, an input on a slow machine.

const ROUNDS = 7;
const FRAMES = 90;
const VIEW = { width: 1280, height: 1900 };

/** Milliseconds of the main thread that each of the next frames takes. */
async function frameCost(page) {
  const busy = async () => (await page.metrics()).TaskDuration * 1000;
  const frames = (n) => page.evaluate((wanted) => new Promise((resolve) => {
    let left = wanted;
    const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve());
    requestAnimationFrame(next);
  }), n);
  await page.bringToFront();
  await frames(10);
  const before = await busy();
  await frames(FRAMES);
  return ((await busy()) - before) / FRAMES;
}

/** A page that plays at an address, once all of its samples are there. */
async function playing(browser, url, n) {
  const page = await browser.newPage();
  await page.setViewport(VIEW);
  await page.goto(url);
  await page.waitForFunction((wanted) => {
    const all = [...document.querySelectorAll('gumbel-softmax[view]')].filter((one) => !one.closest('article'));
    return all.length > 0 && all.every((one) => one.shared?.explorer?.shown() >= wanted);
  }, { timeout: 120_000, polling: 100 }, n);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('gumbel-softmax[view]')) if (!one.closest('article')) one.play();
  });
  return page;
}

async function interleaved(pages) {
  const costs = pages.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, page] of pages.entries()) costs[i].push(await frameCost(page));
  }
  await Promise.all(pages.map((page) => page.close()));
  return costs;
}

/** A whole frame with four views live, at N = 10^3 and at N = 10^8. */
export async function framesByN(browser, origin) {
  const url = (n) => `${origin}/#logits=2,1,0.1&tau=0.5&seed=1&n=${n}`;
  const [few, many] = await interleaved([await playing(browser, url(1e3), 1e3), await playing(browser, url(1e8), 1e8)]);
  return { 'frame, N = 10^3': few, 'frame, N = 10^8': many };
}

const TEN = ['noise', 'draw', 'simplex', 'histogram', 'noise', 'draw', 'simplex', 'histogram', 'simplex', 'histogram'];

/** A frame of ten elements on one page, all of them seen, and of each alone, less what an empty page costs. */
export async function tenElements(browser, origin) {
  const url = (views) => `${origin}/elements/?${views.join()}`;
  const kinds = [...new Set(TEN)];
  const empty = await browser.newPage();
  await empty.goto(url([]));
  const pages = [empty, await playing(browser, url(TEN), 100)];
  for (const kind of kinds) pages.push(await playing(browser, url([kind]), 100));
  const [nothing, ten, ...alone] = await interleaved(pages);
  const sum = ten.map((_, round) => TEN.reduce((total, kind) => total + alone[kinds.indexOf(kind)][round] - nothing[round], 0));
  return { 'frame, ten elements': ten.map((cost, round) => cost - nothing[round]), 'frame, the ten alone, summed': sum };
}

/**
 * Milliseconds from the start of navigation to the first stroke on a canvas, until the frame with it has been shown, and until a frame with the
 * picture that the page brings has.
 */
async function firstPicture(browser, url) {
  const page = await browser.newPage();
  await page.setViewport(VIEW);
  await page.bringToFront();
  await page.setCacheEnabled(false);
  await page.evaluateOnNewDocument(() => {
    // In a frame before it is painted; what is sent from there arrives after that.
    const shown = (then) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(undefined);
    };
    const stroke = () => {
      if (globalThis.firstStroke !== undefined) return;
      globalThis.firstStroke = performance.now();
      requestAnimationFrame(() => shown((at) => (globalThis.firstShown = at)));
    };
    const look = () => {
      if (document.querySelector('.foretaste')?.checkVisibility()) shown((at) => (globalThis.foretasteShown = at));
      else if (globalThis.firstShown === undefined) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    for (const name of ['fillRect', 'fill', 'stroke', 'putImageData', 'fillText']) {
      const original = CanvasRenderingContext2D.prototype[name];
      CanvasRenderingContext2D.prototype[name] = function (...given) {
        stroke();
        return original.apply(this, given);
      };
    }
  });
  await page.goto(url);
  await page.waitForFunction('globalThis.firstShown', { polling: 20 });
  const times = await page.evaluate(() => [globalThis.firstStroke, globalThis.firstShown, globalThis.foretasteShown]);
  await page.close();
  return times;
}

export async function firstPictures(browser, origin) {
  const rows = {};
  for (let round = 0; round < 2 * ROUNDS + 1; round++) {
    for (const [name, path] of [['the page', '/'], ['a canvas alone', '/empty/']]) {
      const [stroke, drawn, brought] = await firstPicture(browser, `${origin}${path}`);
      (rows[`first stroke, ${name}`] ??= []).push(stroke);
      (rows[`first picture, ${name}`] ??= []).push(drawn);
      if (name !== 'the page') continue;
      if (brought === undefined) throw new Error('the picture that the page brings was not seen');
      (rows['first picture, brought by the page'] ??= []).push(brought);
    }
  }
  return rows;
}

/** How long each of forty keys waits, in ms; what waits less than 16 ms is not reported and counts as 0. */
async function delays(page) {
  await page.evaluate(() => {
    globalThis.delays = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') globalThis.delays.push(entry.processingStart - entry.startTime);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  });
  for (let i = 0; i < 40; i++) await page.keyboard.press(i % 8 < 4 ? 'ArrowRight' : 'ArrowLeft', { delay: 30 });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const waited = await page.evaluate(() => globalThis.delays);
  return [...Array(40 - Math.min(40, waited.length)).fill(0), ...waited];
}

/** Keys on the temperature's slider while the page plays as fast as it can and the processor is six times slower. */
export async function inputDelay(browser, origin) {
  const page = await playing(browser, `${origin}/#logits=2,1,0.1&tau=0.5&seed=1&n=1e6&speed=100000`, 1e6);
  const session = await page.createCDPSession();
  await page.bringToFront();
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.evaluate(() => {
    const sliders = [...document.querySelectorAll('gumbel-softmax')].map((one) => one.shadowRoot?.querySelector('[name="tau-slider"]'));
    sliders.find(Boolean).focus();
  });
  const waited = await delays(page);
  await page.close();
  return { 'input delay at a sixth of the speed': waited };
}

/** Keys while a sweep of seven estimators with ten categories runs. */
export async function inputDelayInASweep(browser, origin) {
  const page = await browser.newPage();
  await page.setViewport(VIEW);
  await page.bringToFront();
  await page.goto(`${origin}/elements/?tradeoff`);
  await page.waitForFunction(() => document.querySelector('gumbel-softmax')?.shared?.explorer, { polling: 20 });
  const waited = await delays(page);
  await page.close();
  return { 'input delay in a sweep': waited };
}
