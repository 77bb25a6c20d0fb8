// The story of each language as a module of its own, which the page alone loads.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import markdownIt from 'markdown-it';
import { figures } from './figures.mjs';
import { dollars } from './formula.mjs';
import { chapters } from './source.mjs';

export const STORY_LANGUAGES = ['en', 'zh'];

/** Where the source of a language is, seen from the root. */
export const storyFile = (lang) => join('www', 'story', `${lang}.md`);

/** The story in a language; a chapter that it lacks stands there in English, and says so. */
export function storyIn(lang, core, root = '.') {
  const told = (of) => compile(readFileSync(join(root, storyFile(of)), 'utf8'), core, storyFile(of)).map((chapter) => ({ ...chapter, lang: of }));
  return together(lang === 'en' ? [] : told(lang), told('en'));
}

/** Each chapter in its own language, else in English. */
export function together(own, english) {
  return english.map((original) => own.find(({ id }) => id === original.id) ?? original);
}

/** The chapters of a source with their Markdown made HTML; `core` checks the figures that are quoted. */
export function compile(source, core, file) {
  // Of the typographer, the quotation marks alone.
  const markdown = markdownIt({ html: false, typographer: true }).disable('replacements');
  markdown.use(dollars);
  // Chinese is stressed by dots, not by slanting; with Latin letters in it, by weight.
  markdown.renderer.rules.em_open = (tokens, i) => {
    const text = tokens[i + 1]?.content ?? '';
    if (!/\p{Script=Han}/u.test(text)) return '<em>';
    return /[A-Za-z]/.test(text) ? '<em class="weight">' : '<em class="dots">';
  };
  markdown.renderer.rules.th_open = () => '<th scope="col">';
  // A wide table scrolls in a box of its own.
  markdown.renderer.rules.table_open = () => '<div class="table"><table>\n';
  markdown.renderer.rules.table_close = () => '</table></div>\n';
  const { quoted } = figures(core);
  const block = (text) => kept(markdown.render(quoted(text, file)).trim());
  const line = (text) => kept(markdown.renderInline(quoted(text, file)));
  const asked = (ask) => ({
    question: line(ask.question),
    choices: ask.choices.map(({ text, right }) => ({ html: line(text), right })),
    answer: block(ask.answer),
  });
  return chapters(source, file).map(({ id, title, state, sections }) => ({
    id,
    title: line(title),
    state,
    sections: sections.map(({ view, controls, before, after, ask }) => ({
      view,
      controls,
      before: block(before),
      after: block(after),
      ...(ask && { ask: asked(ask) }),
    })),
  }));
}

/** The characters of a formula's TeX that a line of a phone holds beside a mark. */
const SHORT = 24;

/** A mark that follows a short formula stays on its line: WebKit would break between them. A long one may itself be broken. */
const kept = (html) =>
  html.replace(/(<math(?:(?!<\/math>).)*<\/math>)([.,;:!?)’”。，；：！？、）」]+)/gsu, (whole, math, mark) => {
    const tex = /<annotation[^>]*>([^<]*)</.exec(math)?.[1] ?? '';
    return tex.length <= SHORT ? `<span class="kept">${math}${mark}</span>` : whole;
  });

/**
 * An esbuild plugin: `story:en` is the story in English; what imports it loads `story-en.js` from beside itself, or has it
 * `inside`.
 */
export function storyPlugin(root, loadCore, { inside = false } = {}) {
  return {
    name: 'story',
    setup(build) {
      build.onResolve({ filter: /^story:/ }, ({ path, kind }) => {
        const lang = path.slice('story:'.length);
        return inside || kind === 'entry-point' ? { path: lang, namespace: 'story' } : { path: `./story-${lang}.js`, external: true };
      });
      build.onLoad({ filter: /.*/, namespace: 'story' }, async ({ path: lang }) => {
        const watchFiles = [storyFile('en'), storyFile(lang)].map((file) => join(root, file));
        try {
          return { contents: JSON.stringify(storyIn(lang, await loadCore(), root)), loader: 'json', watchFiles };
        } catch (error) {
          return { errors: [{ text: error.message }], watchFiles };
        }
      });
    },
  };
}
