// The npm package: what `npm pack` would put into it, held against what it promises.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that `exports` names, in any of its forms. */
export function exported(exports) {
  if (typeof exports === 'string') return [exports.replace(/^\.\//, '')];
  return [...new Set(Object.values(exports).flatMap(exported))];
}

/** What a package lacks of its exports and of what else must be in it, and what it holds besides, in words. */
export function differences(listed, wanted) {
  return [
    ...wanted.filter((file) => !listed.includes(file)).map((file) => `the npm package lacks ${file}`),
    ...listed.filter((file) => !wanted.includes(file)).map((file) => `the npm package should not hold ${file}`),
  ];
}

/** An error unless the package holds what `package.json` exports, `more`, and nothing else. */
export function checkPackage(root, more) {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // npm.cmd on Windows, which takes a shell.
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [{ files }] = JSON.parse(said);
  const wrong = differences(files.map(({ path }) => path), [...exported(exports), ...more]);
  if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\ncorrect "files" or "exports" in package.json`);
}
