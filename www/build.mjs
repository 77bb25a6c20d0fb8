// Bundles the page, or the unit tests, around the module in target/wasm. Run by `cargo xtask`, which builds that module first.
//
//   node www/build.mjs --out DIR                         the page, once
//   node www/build.mjs --out DIR --serve PORT [--watch]  the page, served until standard input closes
//   node www/build.mjs --out DIR --dist                  all that is published: the page, and every form of www/dist/build.mjs
//   node www/build.mjs --out DIR --words FILE            the page, with another dictionary in place of www/i18n/zh.ts
//   node www/build.mjs --out DIR --unit FILE...          tests/unit/*.test.ts as modules for `node --test`

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { formulasPlugin } from './claims/formulas.mjs';
import { dist } from './dist/build.mjs';
import { foretastePlugin } from './foretaste/build.mjs';
import { STORY_LANGUAGES, storyPlugin } from './story/build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wasm = join(root, 'target', 'wasm');

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    serve: { type: 'string' },
    dist: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    unit: { type: 'boolean', default: false },
    words: { type: 'string' },
  },
});

/** The core, for the figures that the story quotes and the picture that the page opens with; read anew when it has been built anew. */
async function loadCore() {
  const core = await import(`${pathToFileURL(join(wasm, 'gumbel_softmax.js'))}?${Date.now()}`);
  core.initSync({ module: readFileSync(join(wasm, 'gumbel_softmax_bg.wasm')) });
  return core;
}

/** Puts another dictionary in place of the Chinese one: so a test finds words that come from none. */
const otherWords = (file) => ({
  name: 'words',
  setup(build) {
    build.onLoad({ filter: /[\\/]www[\\/]i18n[\\/]zh\.ts$/ }, () => ({
      contents: `export { words as zh } from ${JSON.stringify(resolve(file))};`,
      loader: 'ts',
      resolveDir: root,
    }));
  },
});

/** Puts `early_core.ts` in the place of `core_source.ts`: what `early.ts` asks for. */
const early = {
  name: 'early',
  setup(build) {
    build.onLoad({ filter: /[\\/]www[\\/]core_source\.ts$/ }, () => ({
      contents: `export { canOpen, coreSource } from './early_core.js';`,
      loader: 'ts',
      resolveDir: join(root, 'www'),
    }));
  },
};

/** What the page and the unit tests share. */
const common = {
  absWorkingDir: root,
  alias: {
    core: join(wasm, 'gumbel_softmax.js'),
    'lzma1/decoder': join(root, 'node_modules', 'lzma1', 'lib', 'decoder.js'),
    'lzma1/streams': join(root, 'node_modules', 'lzma1', 'lib', 'streams.js'),
  },
  bundle: true,
  // Chinese as letters and not as escapes of six characters: a module is read as UTF-8 whatever the server says.
  charset: 'utf8',
  format: 'esm',
  plugins: [formulasPlugin],
  target: 'es2022',
  logLevel: 'warning',
  outdir: options.out,
};

/** How scripts go to the reader. */
const sent = {
  minify: true,
  legalComments: 'linked',
  sourcemap: options.serve ? 'linked' : false,
  // Most of a script is called as it comes: Chromium compiles it beside the main thread then, and not function by function on it.
  banner: { js: '//# allFunctionsCalledOnLoad' },
  footer: options.watch
    ? { js: "new EventSource('/esbuild').addEventListener('change', () => location.reload());" }
    : {},
};

/** The page. The module lies beside the script, which finds it by its own address. */
const page = () => ({
  ...common,
  entryPoints: {
    'gumbel-softmax-page': 'www/main.ts',
    // The story of each language is a file of its own, loaded when it is wanted.
    ...Object.fromEntries(STORY_LANGUAGES.map((lang) => [`story-${lang}`, `story:${lang}`])),
    gumbel_softmax_bg: join(wasm, 'gumbel_softmax_bg.wasm'),
    index: 'index.html',
    page: 'www/page.css',
    'gumbel-softmax-reserve': 'www/reserve.css',
    icon: 'www/icon.svg',
    'examples/blog/index': 'examples/blog/index.html',
    'examples/blog/blog': 'examples/blog/blog.css',
  },
  loader: { '.wasm': 'copy', '.html': 'copy', '.svg': 'copy' },
  // What comes after the first picture is a file of its own, and so is what it has in common with what comes before: index.html names it.
  splitting: true,
  chunkNames: 'gumbel-softmax-[name]',
  plugins: [...common.plugins, early, foretastePlugin(root, loadCore), storyPlugin(root, loadCore), ...(options.words ? [otherWords(options.words)] : [])],
  ...sent,
});

/** The scripts that share nothing with the page's. What is published has another element, with the core inside. */
const apart = () => [
  { ...common, ...sent, entryPoints: { 'gumbel-softmax-early': 'www/early.ts' }, format: 'iife' },
  ...(options.dist ? [] : [{ ...common, ...sent, entryPoints: { 'gumbel-softmax': 'www/embed.ts' } }]),
];

/** The unit tests, each a module; packages stay in node_modules. */
const unit = () => ({
  ...common,
  entryPoints: files,
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  platform: 'node',
  sourcemap: 'inline',
});

async function serve(port) {
  // Those apart first: their files are served as they lie there.
  const contexts = await Promise.all([...apart(), page()].map((build) => esbuild.context(build)));
  for (const context of contexts) {
    // The first build, before anyone asks; its errors are printed and, when watching, may be corrected.
    const first = await context.rebuild().catch(() => null);
    if (!first && !options.watch) throw new Error('the page could not be built');
    if (options.watch) await context.watch();
  }
  await contexts.at(-1).serve({ host: '127.0.0.1', port, servedir: options.out });
  process.stdin.resume();
  process.stdin.on('end', () => void Promise.all(contexts.map((context) => context.dispose())).then(() => process.exit(0)));
}

try {
  if (!options.out) throw new Error('--out DIR is missing');
  if (!existsSync(join(wasm, 'gumbel_softmax.js'))) {
    throw new Error('target/wasm is empty: run `cargo xtask build`, which makes it');
  }
  rmSync(options.out, { recursive: true, force: true });
  if (options.serve) await serve(Number(options.serve));
  else if (options.unit) await esbuild.build(unit());
  else await Promise.all([...apart(), page()].map((build) => esbuild.build(build)));
  if (options.dist) await dist({ root, wasm, out: resolve(options.out), common, loadCore });
} catch (error) {
  // esbuild has printed its own errors already.
  if (!error.errors) console.error(`www/build.mjs: ${error.message}`);
  process.exitCode = 1;
}
