// A static server that compresses, as every host of pages does.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Serves the directories that the prefixes of a path name, longest first; resolves to its origin and a way to close it. */
export async function serve(directories) {
  const known = new Map();
  const find = async (path) => {
    const prefix = Object.keys(directories).sort((a, b) => b.length - a.length).find((one) => path.startsWith(one));
    const root = directories[prefix];
    const file = normalize(join(root, path.slice(prefix.length) || 'index.html'));
    if (!file.startsWith(normalize(root) + sep)) throw new Error('outside');
    return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: gzipSync(await readFile(file)) };
  };
  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    try {
      if (!known.has(pathname)) known.set(pathname, await find(pathname));
      const { type, body } = known.get(pathname);
      response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Cache-Control': 'no-cache' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${http.address().port}`,
    close: () => new Promise((resolve) => (http.close(resolve), http.closeAllConnections())),
  };
}
