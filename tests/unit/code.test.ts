/**
 * The programs of the share dialog, run: NumPy and Rust give the frequencies of the core itself.
 *
 * Each comparison of a frequency or a mean is at six standard errors, a false-alarm rate of 2e-9; there are 80, so 2e-7 in
 * all, and the seeds are fixed. Python comes from `cargo xtask test`; where there is none its tests are named and skipped,
 * which counts as a failure under CI.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import * as wasm from 'core';
import type { Explorer } from '../../www/core.js';
import { drawsOf, LANGUAGES, program, programFile, quotedPython, quotedRust, type ProgramLanguage, type ProgramState } from '../../www/share/code.js';

const SIGMAS = 6;
const { PYTHON: python } = process.env;
const withPython = python ? {} : { skip: 'there is no Python with NumPy' };
const OUT = join('target', 'programs');

const NASTY = ['"; import os#', "\\'''", '{x}%s$`', '水 café', '\u202eabc', '😀', 'a\\u0041'];
const CASES = [
  'logits=2,1,0.1&tau=0.5&seed=1&n=200000',
  'logits=0.5,-inf,1.25,-1&tau=0.01&seed=2&n=200000',
  'logits=2,1,0.1&tau=argmax&seed=4294967295&n=200000',
  `logits=0,0.1,0.2,0.3,0.4,0.5,0.6&tau=100&seed=0&n=200000&names=${NASTY.map(encodeURIComponent).join(',')}`,
];

before(() => {
  wasm.initSync({ module: readFileSync(join('target', 'wasm', 'gumbel_softmax_bg.wasm')) });
  mkdirSync(OUT, { recursive: true });
});

function open(address: string): { explorer: Explorer; state: ProgramState } {
  const explorer = new wasm.Explorer(address) as unknown as Explorer;
  explorer.step(explorer.goal());
  const { names, logits, tau, seed, n } = explorer.snapshot();
  return { explorer, state: { names, logits, tau, seed, n, comments: [`of ${address}`, 'a second\nline\u2028"""\r*/ third'] } };
}

interface Line {
  name: string;
  frequency: number;
  mean: number;
}

const linesOf = (output: string): Line[] =>
  output.replaceAll('\r\n', '\n').trimEnd().split('\n').map((line) => {
    const [name = '', frequency, mean] = line.split('\t');
    return { name, frequency: Number(frequency), mean: Number(mean) };
  });

/** Two independent samples of n each differ by no more than chance. */
function agree(lines: Line[], explorer: Explorer, language: string): void {
  const { counts, n, mean, standard_error, names } = explorer.snapshot();
  assert.deepEqual(lines.map(({ name }) => name), names, language);
  lines.forEach(({ frequency, mean: found }, k) => {
    const share = (counts[k] ?? NaN) / n;
    // Six decimals are printed.
    const rounding = 1e-6;
    const pooled = (share + frequency) / 2;
    const error = Math.sqrt((2 * pooled * (1 - pooled)) / n);
    assert.ok(Math.abs(frequency - share) <= SIGMAS * error + rounding, `${language}, ${names[k]}: ${frequency}, core ${share}`);
    const softError = (standard_error[k] ?? NaN) * Math.SQRT2;
    assert.ok(Math.abs(found - (mean[k] ?? NaN)) <= SIGMAS * softError + rounding, `${language}, ${names[k]}: mean ${found}, core ${mean[k]}`);
  });
}

const run = (command: string, args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONWARNINGS: 'error' } });

function written(language: ProgramLanguage, i: number, state: ProgramState): string {
  const file = join(OUT, `${i}_${programFile(language)}`);
  writeFileSync(file, program(language, state));
  return file;
}

CASES.forEach((address, i) => {
  test(`NumPy draws as the core does: ${address.slice(0, 60)}`, withPython, () => {
    const { explorer, state } = open(address);
    agree(linesOf(run(python ?? '', [written('numpy', i, state)])), explorer, 'NumPy');
  });

  test(`Rust draws as the core does: ${address.slice(0, 60)}`, () => {
    const { explorer, state } = open(address);
    const program = join(OUT, `program_${i}`);
    run('rustc', ['--edition', '2021', '-O', '-D', 'warnings', '--crate-name', 'gumbel_softmax', '-o', program, written('rust', i, state)]);
    agree(linesOf(run(program, [])), explorer, 'Rust');
  });

  test(`the Python programs can be read, and name the categories: ${address.slice(0, 60)}`, withPython, () => {
    const { state } = open(address);
    const reader = `
import ast, json, pathlib, sys
tree = ast.parse(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
of = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}
imports = sorted({alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names})
print(json.dumps({"names": ast.literal_eval(of["names"]), "n": ast.literal_eval(of["n"]), "imports": imports}))`;
    for (const [language, imports] of [
      ['numpy', ['numpy']],
      ['pytorch', ['torch', 'torch.nn.functional']],
      ['jax', ['jax', 'jax.numpy']],
    ] as const) {
      const file = written(language, i, state);
      assert.deepEqual(JSON.parse(run(python ?? '', ['-c', reader, file])), { names: state.names, n: state.n, imports }, language);
    }
  });
});

test('no name leaves its quotes, and no comment its line', () => {
  for (const name of [...NASTY, 'a\nb', '\u2028', '\u0000', '"', '\\', '\u2066x']) {
    for (const quoted of [quotedPython(name), quotedRust(name)]) {
      assert.match(quoted, /^"[^"\n\r\p{Cc}\p{Cf}\u2028\u2029]*"$/u);
      assert.ok(!/\\[^uU]/.test(quoted), quoted);
    }
  }
  assert.equal(quotedPython('水 é😀'), '"水 é\\U0001f600"');
  assert.equal(quotedRust('"x"'), '"\\u{22}x\\u{22}"');
  const state: ProgramState = { names: ['A', 'B'], logits: [0, 1], tau: 1, n: 5, seed: 1, comments: ['a\nimport os\u2028import os'] };
  for (const language of LANGUAGES) assert.ok(!/^\s*import os/m.test(program(language, state)), language);
});

test('a program draws a number that fits a machine', () => {
  assert.deepEqual([0, 1, 5000, 1e9].map(drawsOf), [2000, 1, 5000, 1e6]);
});
