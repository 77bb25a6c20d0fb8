// Makes functions of the core trap as an engine's fault does: `unreachable` is run, so the exception is the engine's own.

/**
 * JavaScript that goes before the page. There `globalThis.trap = { name, after, times }` arms a function of the core:
 * after so many calls that go well, so many trap; the name may be a regular expression. `said` makes it an exception
 * with this message, as a panic of Rust is.
 */
export const TRAPS = `{
  const bytes = Uint8Array.of(
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
  );
  const { Instance, Module, instantiate, instantiateStreaming } = WebAssembly;
  const { f: unreachable } = new Instance(new Module(bytes)).exports;
  globalThis.memories = [];
  globalThis.called = new Set();
  const meets = (name, wanted) => (wanted instanceof RegExp ? wanted.test(name) : wanted === name);
  const armed = ({ exports }) => {
    if (!exports.memory) return { exports };
    globalThis.memories.push(new WeakRef(exports.memory));
    const all = {};
    for (const [name, value] of Object.entries(exports)) {
      all[name] = typeof value !== 'function' ? value : (...given) => {
        globalThis.called.add(name);
        const trap = globalThis.trap;
        if (trap?.times > 0 && meets(name, trap.name) && (trap.after = (trap.after ?? 0) - 1) < 0) {
          trap.times -= 1;
          if (trap.said) throw new Error(trap.said);
          unreachable();
        }
        return value(...given);
      };
    }
    return { exports: all };
  };
  for (const [name, original] of Object.entries({ instantiate, instantiateStreaming })) {
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      return made instanceof Instance ? armed(made) : { module: made.module, instance: armed(made.instance) };
    };
  }
  WebAssembly.Instance = function (...given) {
    return armed(new Instance(...given));
  };
  WebAssembly.Instance.prototype = Instance.prototype;
}`;

/** An hour on with each call of `globalThis.later()`, so that earlier restarts are forgotten. */
export const LATER = `{
  let passed = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + passed;
  globalThis.later = () => (passed += 3_600_000);
}`;
