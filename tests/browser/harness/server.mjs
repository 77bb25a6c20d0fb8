// A static server of the built site, with the two things that tests need and a site does not:
// a recorder injected into every page, and faults on demand.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = normalize(join(HERE, '..', '..', '..'));

const FIXTURES = '/__fixtures/';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The directory of the built site. */
export const site = () => process.env.SITE ?? join(ROOT, 'target', 'site');

/** The directory of all that is published. */
export const dist = () => process.env.DIST ?? join(ROOT, 'dist');

/**
 * Serves `directory` on 127.0.0.1, any free port.
 *
 * `server.faults` may be changed at any time and holds for the requests that follow:
 * - `wasm`: 'truncated' | 'mime' | 'missing' | 'garbage' | 'invalid', what happens to every .wasm file;
 * - `noWasm`: the recorder removes `WebAssembly` before the page runs;
 * - `missing`: the name of a file that is not there;
 * - `before`: JavaScript to run before anything of the page;
 * - `policy`: a Content-Security-Policy for every answer.
 */
export async function serve(directory = site()) {
  const faults = {};
  const requests = [];
  const http = createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    requests.push(url.pathname);
    answer(url, directory, faults).then(
      ({ status = 200, type, body }) => {
        const policy = faults.policy ? { 'Content-Security-Policy': faults.policy } : {};
        response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...policy });
        response.end(body);
      },
      (error) => {
        const status = error.code === 'ENOENT' || error.code === 'EISDIR' ? 404 : 500;
        response.writeHead(status, { 'Content-Type': 'text/plain' });
        response.end(String(error.message));
      },
    );
  });
  await new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${http.address().port}`,
    faults,
    requests,
    clearFaults() {
      for (const key of Object.keys(faults)) delete faults[key];
    },
    close() {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(resolve));
    },
  };
}

async function answer(url, directory, faults) {
  let path = decodeURIComponent(url.pathname);
  if (faults.missing && path.endsWith(faults.missing)) return { status: 404, type: 'text/plain', body: 'missing, as asked' };
  if (path === '/favicon.ico') return { type: 'image/x-icon', body: '' };
  if (path === '/__harness/record.js') return { type: TYPES['.js'], body: await recorder(faults) };
  if (path === '/__harness/axe.js') {
    return { type: TYPES['.js'], body: await readFile(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js')) };
  }
  if (path === '/__harness/frame.html') return { type: TYPES['.html'], body: frame(url.searchParams) };
  if (path.endsWith('/')) path += 'index.html';
  // Pages of the tests beside the scripts of the site.
  const fixture = path.startsWith(FIXTURES);
  const base = normalize(fixture ? join(HERE, '..', 'fixtures') : directory);
  const file = normalize(join(base, fixture ? path.slice(FIXTURES.length) : path));
  if (!file.startsWith(base + sep)) return { status: 403, type: 'text/plain', body: 'outside' };
  const extension = extname(file);
  const type = TYPES[extension] ?? 'application/octet-stream';
  const body = await readFile(file);
  if (extension === '.html') return { type, body: inject(body.toString('utf8')) };
  if (extension === '.wasm') return spoiled(faults.wasm, type, body);
  return { type, body };
}

/** The recorder goes first in the head: a file and not inline, so that a strict policy lets it run. */
function inject(html) {
  const tag = '<script src="/__harness/record.js"></script>';
  const at = /<head[^>]*>/i.exec(html);
  return at ? html.slice(0, at.index + at[0].length) + tag + html.slice(at.index + at[0].length) : tag + html;
}

async function recorder({ noWasm, before = '' }) {
  const own = await readFile(join(HERE, 'record.js'), 'utf8');
  return `${own}\n${noWasm ? 'delete globalThis.WebAssembly;' : ''}\n${before}\n`;
}

function spoiled(fault, type, body) {
  switch (fault) {
    case undefined:
      return { type, body };
    case 'truncated':
      return { type, body: body.subarray(0, body.length >> 1) };
    case 'garbage':
      return { type, body: Buffer.alloc(body.length, 7) };
    case 'invalid':
      // It begins and ends as a module does; its functions are not code.
      return { type, body: Buffer.concat([body.subarray(0, body.length >> 1), Buffer.alloc(4096, 255), body.subarray((body.length >> 1) + 4096)]) };
    case 'mime':
      return { type: 'text/plain', body };
    case 'missing':
      return { status: 404, type: 'text/plain', body: 'missing, as asked' };
    default:
      throw new Error(`no such fault: ${fault}`);
  }
}

/** A page of a given width for engines whose window cannot be that narrow. */
function frame(query) {
  const width = Number(query.get('w') ?? 360);
  const height = Number(query.get('h') ?? 740);
  const src = (query.get('src') ?? '/').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>frame</title>
<style>body{margin:0}iframe{border:0;display:block}</style>
<iframe id="frame" title="the page" width="${width}" height="${height}" src="${src}"></iframe></html>`;
}
