// Chromium by the DevTools protocol and Firefox by WebDriver BiDi, both through puppeteer-core.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { executable } from './executables.mjs';

const CHROMIUM = [
  '--no-sandbox', // root in a container has no user namespaces
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage', // /dev/shm is 64 MB in a container
];

const FIREFOX = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  // As a reader's Firefox has it; puppeteer lets files load modules.
  'security.fileuri.strict_origin_policy': true,
};

export async function start(engine, { colorScheme, reducedMotion, ratio }) {
  const userDataDir = await mkdtemp(join(tmpdir(), `browser-test-${engine}-`));
  const common = {
    executablePath: executable(engine),
    headless: true,
    userDataDir,
    protocolTimeout: 120_000,
  };
  const browser = await puppeteer.launch(
    engine === 'chromium'
      ? { ...common, browser: 'chrome', args: CHROMIUM }
      : {
          ...common,
          browser: 'firefox',
          extraPrefsFirefox: {
            ...FIREFOX,
            // BiDi has no media emulation here; these are the settings that the system's would end up in.
            'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
            'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
          },
        },
  );
  // In Firefox the first tab leaves the focus to the address bar for good, and a page without it shows no focus of
  // its own; a tab that is opened gets it.
  const [first] = await browser.pages();
  const page = await browser.newPage();
  await first.close();
  const driver = new PuppeteerDriver(engine, browser, page, userDataDir, ratio);
  if (engine === 'chromium') {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: colorScheme },
      { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
    ]);
  }
  return driver;
}

class PuppeteerDriver {
  #errors = [];
  #size = '';

  constructor(engine, browser, page, userDataDir, ratio) {
    this.engine = engine;
    this.browser = browser;
    this.page = page;
    this.userDataDir = userDataDir;
    this.ratio = ratio;
    page.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(`console: ${message.text()} ${message.location()?.url ?? ''}`);
    });
    page.on('pageerror', (error) => this.#errors.push(`uncaught: ${error.message}`));
  }

  async open(url, width, height) {
    await this.resize(width, height);
    // A change of the fragment alone would keep the document.
    await this.page.goto('about:blank');
    this.#errors.length = 0;
    await this.page.goto(url, { waitUntil: 'load' });
  }

  async resize(width, height) {
    const size = `${width} ${height}`;
    if (size === this.#size) return;
    this.#size = size;
    await this.page.setViewport({ width, height, deviceScaleFactor: this.ratio });
  }

  /** As text both ways: what the two protocols make of elements and of objects that occur twice differs. */
  async evaluate(fn, args) {
    const answer = await this.page.evaluate(
      `(async () => JSON.stringify((await (${fn})(...${JSON.stringify(args)})) ?? null))()`,
    );
    return JSON.parse(answer);
  }

  async pointer(steps) {
    const { mouse } = this.page;
    for (const [what, at] of steps) {
      if (what === 'move') await mouse.move(at.x, at.y);
      else if (what === 'down') await mouse.down();
      else await mouse.up();
    }
  }

  tap({ x, y }) {
    return this.page.touchscreen.tap(x, y);
  }

  async press(keys) {
    const { keyboard } = this.page;
    const modifiers = keys.slice(0, -1);
    for (const key of modifiers) await keyboard.down(key);
    await keyboard.press(keys.at(-1));
    for (const key of modifiers.reverse()) await keyboard.up(key);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  async hide() {
    this.other = await this.browser.newPage();
    await this.other.bringToFront();
  }

  async show() {
    await this.other.close();
    await this.page.bringToFront();
  }

  screenshot(path) {
    return this.page.screenshot({ path });
  }

  async collectGarbage() {
    const session = await this.page.createCDPSession().catch(() => undefined);
    await session?.send('HeapProfiler.collectGarbage');
    await session?.detach();
  }

  async heap() {
    if (this.engine !== 'chromium') return undefined;
    this.session ??= await this.page.createCDPSession();
    await this.session.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize, Nodes, JSEventListeners } = await this.page.metrics();
    return { heap: JSHeapUsedSize, documentNodes: Nodes, listeners: JSEventListeners };
  }

  errors() {
    return [...this.#errors];
  }

  async close() {
    await this.browser.close();
    await rm(this.userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
