// WebKitGTK's MiniBrowser through WebKitWebDriver and selenium-webdriver. It has no headless mode: each has a display of
// its own, so that none takes another's focus.
//
// Three things it cannot do, and what is done for them:
// - no console: the recorder that the test server injects keeps the errors;
// - no window under 447 px: a page of such a width is opened in an iframe of that width;
// - no media emulation: dark, reduced motion and the pixel ratio are GTK's settings, given at start-up.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import selenium from 'selenium-webdriver';
import { executable } from './executables.mjs';
import { within } from './within.mjs';

const { Builder, Capabilities, Key, Origin } = selenium;
const SMALLEST_WINDOW = 450;

const KEYS = {
  ArrowDown: Key.ARROW_DOWN,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP,
  Backspace: Key.BACK_SPACE,
  Control: Key.CONTROL,
  Delete: Key.DELETE,
  End: Key.END,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Home: Key.HOME,
  PageDown: Key.PAGE_DOWN,
  PageUp: Key.PAGE_UP,
  Shift: Key.SHIFT,
  Tab: Key.TAB,
};

export async function start({ colorScheme, reducedMotion, ratio }) {
  const home = await mkdtemp(join(tmpdir(), 'browser-test-webkit-'));
  await mkdir(join(home, 'gtk-3.0'));
  await writeFile(
    join(home, 'gtk-3.0', 'settings.ini'),
    `[Settings]\ngtk-enable-animations=${Number(!reducedMotion)}\n`,
  );
  const display = await openDisplay();
  const port = await freePort(); // last, so that it is free no longer than it must be
  const { GTK_THEME: _, ...environment } = process.env; // it would overrule --dark-mode
  const service = spawn(executable('webdriver'), [`--port=${port}`], {
    detached: true, // a group of its own, so that closing reaches the browser too
    stdio: 'ignore',
    env: {
      ...environment,
      DISPLAY: `:${display.number}`,
      GDK_BACKEND: 'x11',
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      XDG_DATA_HOME: home,
      GDK_SCALE: String(ratio),
      GSETTINGS_BACKEND: 'memory',
      NO_AT_BRIDGE: '1',
      // Compositing in shared memory: no GPU, and software GL is slow to start.
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
  });
  // A test process that dies takes its browser with it.
  process.once('exit', () => end(service));
  const failed = new Promise((_, reject) => {
    service.once('error', reject);
    service.once('exit', (code) => reject(new Error(`WebKitWebDriver ended (${code})`)));
  });
  failed.catch(() => {});
  try {
    await Promise.race([listening(port), failed]);
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        binary: executable('webkit'),
        args: ['--automation', ...(colorScheme === 'dark' ? ['--dark-mode'] : [])],
      },
    });
    const session = await Promise.race([
      new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .disableEnvironmentOverrides()
        .withCapabilities(capabilities)
        .build(),
      failed,
    ]);
    await session.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
    return new WebKitDriver(session, service, home, display);
  } catch (error) {
    await stop(service, home, display);
    throw error;
  }
}

class WebKitDriver {
  #size = '';
  /** What the window has beside and above the page: learnt at the first resize. */
  #around = [0, 0];

  constructor(session, service, home, display) {
    this.session = session;
    this.service = service;
    this.home = home;
    this.display = display;
    this.framed = false;
  }

  async open(url, width, height) {
    const { session } = this;
    if (this.framed) await session.switchTo().defaultContent();
    await session.get('about:blank');
    this.framed = width < SMALLEST_WINDOW;
    if (!this.framed) {
      await this.resize(width, height);
      await session.get(url);
      return;
    }
    await this.resize(SMALLEST_WINDOW, height);
    const { origin } = new URL(url);
    await session.get(`${origin}/__harness/frame.html?w=${width}&h=${height}&src=${encodeURIComponent(url)}`);
    await session.switchTo().frame(0);
  }

  /** Sizes the window so that the page, not the window, has the size asked for. */
  async resize(width, height) {
    const { session } = this;
    const size = `${width} ${height}`;
    if (size === this.#size) return;
    this.#size = size;
    const inner = () => this.evaluate(() => [innerWidth, innerHeight], []);
    const window = session.manage().window();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const [right, below] = this.#around;
      await window.setRect({ x: 0, y: 0, width: width + right, height: height + below });
      // The page hears of it some time later: look until it has the size, or has kept another for twenty looks.
      let [w, h] = await inner();
      for (let same = 0; same < 20;) {
        if (w === width && h === height) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
        const now = await inner();
        same = now[0] === w && now[1] === h ? same + 1 : 0;
        [w, h] = now;
      }
      this.#around = [right + width - w, below + height - h];
    }
    throw new Error(`the window cannot be made ${width} by ${height}`);
  }

  async evaluate(fn, args) {
    const answer = await this.session.executeAsyncScript(
      `const done = arguments[arguments.length - 1];
       const given = arguments[0];
       new Promise((resolve) => resolve((${fn}).apply(null, given))).then(
         (value) => done({ value: value === undefined ? null : value }),
         (error) => done({ error: String(error) + '\\n' + (error && error.stack) }));`,
      args,
    );
    if (answer.error) throw new Error(answer.error);
    return answer.value;
  }

  async pointer(steps) {
    const actions = this.session.actions({ async: false });
    for (const [what, at] of steps) {
      if (what === 'move')
        actions.move({ x: Math.round(at.x), y: Math.round(at.y), origin: Origin.VIEWPORT, duration: 0 });
      else if (what === 'down') actions.press();
      else actions.release();
    }
    await actions.perform();
  }

  async tap() {
    throw new Error('WebKitWebDriver knows no touch');
  }

  async press(keys) {
    const actions = this.session.actions({ async: false });
    const named = keys.map((key) => KEYS[key] ?? key);
    for (const key of named) actions.keyDown(key);
    for (const key of named.reverse()) actions.keyUp(key);
    await actions.perform();
  }

  async type(text) {
    await this.session.actions({ async: false }).sendKeys(text).perform();
  }

  async hide() {
    await this.session.manage().window().minimize();
  }

  async show() {
    this.#size = '';
    await this.resize(1280, 900);
  }

  async screenshot(path) {
    if (this.framed) await this.session.switchTo().defaultContent();
    await writeFile(path, await this.session.takeScreenshot(), 'base64');
    if (this.framed) await this.session.switchTo().frame(0);
  }

  errors() {
    return [];
  }

  async close() {
    // Ended by force below if it does not go by itself.
    await within(10_000, this.session.quit(), 'quit').catch(() => {});
    await stop(this.service, this.home, this.display);
  }
}

/** A display in memory, of the first number that is free. */
async function openDisplay() {
  const server = spawn(executable('display'), ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill());
  const number = await new Promise((resolve, reject) => {
    let told = '';
    server.stdio[3].on('data', (part) => {
      told += part;
      if (told.endsWith('\n')) resolve(told.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended (${code})`)));
  });
  return { server, number };
}

function end(service) {
  try {
    process.kill(-service.pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

async function stop(service, home, display) {
  const ended = new Promise((resolve) => (service.exitCode === null ? service.once('exit', resolve) : resolve()));
  end(service);
  await ended;
  display.server.kill();
  await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Asks the driver whether it is ready until it says so. */
async function listening(port) {
  for (const end = Date.now() + 20_000; ;) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/status`);
      if (answer.ok) return;
    } catch (error) {
      if (Date.now() > end) throw new Error('WebKitWebDriver does not answer', { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
