// What `cargo xtask dist` publishes: the page as a site, the page in one file, and the element in each of its forms.
//
//   index.html and what it loads, examples/     the site
//   gumbel-softmax.html                         the page in one file
//   gumbel-softmax.js, .d.ts                    the element with the core inside
//   two-files/                                  the element, and the core beside it

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { formulasPlugin } from '../claims/formulas.mjs';
import { storyPlugin } from '../story/build.mjs';
import { pack } from './pack.mjs';
import { checkPackage } from './package.mjs';
import { single } from './single.mjs';
import { checkSizes } from './sizes.mjs';

const ELEMENT = 'gumbel-softmax.js';
const TYPES = 'gumbel-softmax.d.ts';
const SINGLE = 'gumbel-softmax.html';
const TWO_FILES = 'two-files';
const CORE = 'gumbel_softmax_bg.wasm';

/** Puts the core inside: one of `www/dist/core_in_*.ts` instead of `www/core_source.ts`, and no address of a file beside the script. */
const coreInside = (root, wasm, source) => ({
  name: 'core inside',
  setup(build) {
    build.onLoad({ filter: /[\\/]www[\\/]core_source\.ts$/ }, () => ({
      contents: `export * from ${JSON.stringify(`./dist/${source}`)};`,
      loader: 'ts',
      resolveDir: join(root, 'www'),
    }));
    build.onResolve({ filter: /^packed:core$/ }, () => ({ path: 'core', namespace: 'packed' }));
    build.onLoad({ filter: /.*/, namespace: 'packed' }, () => ({ contents: pack(readFileSync(join(wasm, CORE))), loader: 'text' }));
    // Bundlers of others would look for it.
    build.onLoad({ filter: /[\\/]gumbel_softmax\.js$/ }, ({ path }) => {
      const glue = readFileSync(path, 'utf8');
      const beside = `new URL('${CORE}', import.meta.url)`;
      if (!glue.includes(beside)) return { errors: [{ text: `${path} has no ${beside}` }] };
      return { contents: glue.replace(beside, 'undefined'), loader: 'js' };
    });
  },
});

/** Everything into `out`, where the site stands already. `common` is what all bundles share. */
export async function dist({ root, wasm, out, common, loadCore }) {
  const bundle = async (entry, { plugins = [], ...more } = {}) => {
    const { outputFiles } = await esbuild.build({
      ...common,
      plugins: [...common.plugins, ...plugins],
      entryPoints: [entry],
      minify: true,
      write: false,
      // The licences of what is inside stay in the file.
      legalComments: 'eof',
      ...more,
    });
    return outputFiles[0].text;
  };

  writeFileSync(join(out, ELEMENT), await bundle('www/embed.ts', { plugins: [coreInside(root, wasm, 'core_in_module.js')] }));
  copyFileSync(join(root, 'www', TYPES), join(out, TYPES));

  const two = join(out, TWO_FILES);
  mkdirSync(two);
  writeFileSync(join(two, ELEMENT), await bundle('www/embed.ts'));
  copyFileSync(join(wasm, CORE), join(two, CORE));
  copyFileSync(join(root, 'www', TYPES), join(two, TYPES));

  const page = single({
    html: readFileSync(join(root, 'index.html'), 'utf8'),
    icon: readFileSync(join(root, 'www', 'icon.svg'), 'utf8'),
    css: await bundle('www/page.css', { legalComments: 'none' }),
    script: await bundle('www/main.ts', {
      plugins: [formulasPlugin, coreInside(root, wasm, 'core_in_page.js'), storyPlugin(root, loadCore, { inside: true })],
    }),
    open: await bundle('www/dist/open.ts', { format: 'iife' }),
    core: readFileSync(join(wasm, CORE)),
  });
  writeFileSync(join(out, SINGLE), page);

  checkSizes(out);
  checkPackage(root, ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json']);
}
