// Injected before the page by the soak test. The page's frames follow each other at once instead of with the screen,
// each a sixtieth of a second after the last by the time that it is told; what it measures of itself goes by the true
// clock. The legs that the soak is made of run in here, since a call from outside for each frame would be idle time.
(() => {
  const turn = (() => {
    const { port1, port2 } = new MessageChannel();
    const waiting = [];
    port1.onmessage = () => waiting.shift()();
    return (deed) => {
      waiting.push(deed);
      port2.postMessage(0);
    };
  })();

  let frames = 0;
  let last = 0;
  const due = new Map();
  const begun = performance.now();
  const frame = () => {
    frames += 1;
    const now = begun + (frames * 1000) / 60;
    const deeds = [...due.values()];
    due.clear();
    for (const deed of deeds) {
      try {
        deed(now);
      } catch (error) {
        reportError(error);
      }
    }
  };
  globalThis.requestAnimationFrame = (deed) => {
    if (due.size === 0) turn(frame);
    due.set((last += 1), deed);
    return last;
  };
  globalThis.cancelAnimationFrame = (id) => due.delete(id);

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      globalThis.__soak.memory = (result.instance ?? result).exports.memory;
      return result;
    };
  }

  // The browser goes back in its own time; until it has, nothing is at rest.
  let going = 0;
  const back = history.back.bind(history);
  history.back = () => {
    going += 1;
    back();
  };
  addEventListener('popstate', () => (going -= 1));

  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const group = () => globalThis.__harness.group();
  const rest = async () => {
    while (going > 0 || !group().resting) await nextFrame();
  };

  /** What a reader does at an explorer that plays: one deed in turn, with numbers that `random` gives. */
  const DEEDS = [
    async (shared, random) => {
      for (let i = 0; i < 8; i += 1) {
        shared.set('tau', (0.2 * 20 ** random()).toFixed(3), true);
        await nextFrame();
      }
      shared.settle();
    },
    (shared, random) => shared.set(`logit:${1 + Math.floor(random() * shared.state.k)}`, (random() * 2 - 1).toFixed(2)),
    async (shared) => {
      shared.undoLast();
      while (going > 0) await nextFrame();
    },
    (shared) => shared.change((explorer) => explorer.pin()),
    (shared, random) => shared.set('category', String(1 + Math.floor(random() * shared.state.k))),
    async (shared) => {
      for (let k = 0; k < shared.state.k; k += 1) {
        shared.point(k);
        await nextFrame();
      }
      shared.point(undefined);
    },
    (shared) => shared.change((explorer) => explorer.unpin()),
    (_, random) => globalThis.__harness.all('gumbel-softmax')[Math.floor(random() * 4)].pictureOf('noise')?.ride(),
  ];

  /** Mulberry32: a soak is repeatable in all but its pace. */
  const randomOf = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };

  const legs = {
    /** All draws as fast as they come. */
    async fill({ address }) {
      group().load(address);
      await rest();
    },

    /** Plays for so many frames, while a reader does something every `every` of them. */
    async play({ address, count, every, seed }) {
      const shared = group();
      const random = randomOf(seed);
      shared.load(address);
      await rest();
      shared.play();
      for (let i = 1; i <= count; i += 1) {
        await nextFrame();
        if (every > 0 && i % every === 0) {
          await DEEDS[(i / every) % DEEDS.length](shared, random);
          // An undo fills up to what it goes back to.
          if (!shared.flow.playing) shared.play();
        }
      }
      shared.pause();
      await rest();
    },

    /** Every chapter in turn, its guesses passed over, its pictures and jobs for so many frames; `whole`: until the jobs are done. */
    async story({ address, count, whole }) {
      group().load(address);
      await rest();
      for (const chapter of document.querySelectorAll('article[data-chapter]')) {
        for (let button; (button = chapter.querySelector('button[name=show]')); await nextFrame()) button.click();
        chapter.scrollIntoView({ behavior: 'instant' });
        // Being near, and being seen, is told with the screen's frames.
        const views = () => globalThis.__harness.all('gumbel-softmax', chapter);
        while (!views().some((view) => view.visible && view.shared.explorer)) {
          views()[0]?.scrollIntoView({ behavior: 'instant', block: 'center' });
          await globalThis.__harness.nextFrame();
        }
        for (let i = 0; i < count; i += 1) {
          await nextFrame();
          if (i % 40 === 20) for (const { shared } of views()) shared?.set('tau', String(0.3 + i / count), true);
        }
        const busy = () => views().some(({ jobs, shared }) => jobs.some((job) => shared.explorer.pending(job)));
        while (whole && busy()) await nextFrame();
      }
      scrollTo({ top: 0, behavior: 'instant' });
      while (!globalThis.__harness.all('gumbel-softmax').some((element) => element.shared === group() && element.visible))
        await globalThis.__harness.nextFrame();
      await rest();
    },
  };

  /** The state, and the digest of an explorer that has drawn nothing but what the address says. */
  const inspect = async () => {
    const { core, explorer } = group();
    const state = explorer.snapshot();
    const address = group().address();
    const fresh = core.explorer(address);
    const goal = fresh.goal();
    while (fresh.n() < goal) {
      fresh.step(Math.min(1 << 20, goal - fresh.n()));
      await new Promise(turn);
    }
    const digests = [explorer.digest(), fresh.digest()];
    fresh.free();
    return { ...state, goal, digests, address };
  };

  let done;
  globalThis.__soak = {
    memory: undefined,
    get frames() {
      return frames;
    },
    /** What the last leg came to, once. */
    take() {
      const it = done;
      done = undefined;
      return it;
    },
    begin(name, options) {
      legs[name](options)
        .then(inspect)
        .then(
          (state) => (done = { state }),
          (error) => (done = { error: String(error?.stack ?? error) }),
        );
    },
  };
})();
