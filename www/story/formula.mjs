// TeX between dollars becomes MathML, with its TeX inside as an annotation. Made when the page is built: no script and
// no font of it reaches a reader.

import temml from 'temml';

/** The symbols that the pictures and the text share. */
const SYMBOLS = { π: 'pi', τ: 'tau', g: 'g', u: 'u', y: 'y', l: 'l', Z: 'Z' };
const LETTERS = Object.keys(SYMBOLS).join('');

const SUBSCRIBED = `<msub(?: class="([^"]*)")?><mi>([${LETTERS}])</mi>(<(mi|mn)>([^<]{1,3})</\\4>)</msub>`;
const ALONE = `<mi>([${LETTERS}])</mi>`;

/** Inline styles of Temml, which a strict content policy refuses, and the classes of story.css that stand for them. */
const CLASSES = {
  'display:block math;': '',
  'padding-left:0em;padding-right:0em;': 'tight',
  'padding-left:1em;padding-right:0em;': 'apart',
  'padding-left:0.5em;padding-right:0.5em;': 'spaced',
  'padding-left:0em;padding-right:0.5em;': 'first',
  'padding-left:0.5em;padding-right:0em;': 'last',
  'math-depth:0;': 'level',
};

/** MathML of a formula. Throws on TeX that cannot be read. */
export function formula(tex, displayMode = false) {
  const source = tex.trim();
  const math = temml.renderToString(source, { displayMode, annotate: true, throwOnError: true });
  return named(unstyled(math));
}

/** Each symbol carries its name, so that it can be coloured and pointed at. */
function named(math) {
  const attributes = (letter, others = '') => `class="${`${others} s s-${SYMBOLS[letter]}`.trim()}" data-symbol="${SYMBOLS[letter]}"`;
  // The square of the number pi is no probability.
  return math.replace(new RegExp(`<msup><mi>π</mi>|${SUBSCRIBED}|${ALONE}`, 'gu'), (whole, others, letter, index, _, of, alone) => {
    if (!letter && !alone) return whole;
    return letter
      ? `<msub ${attributes(letter, others)} data-index="${of}"><mi>${letter}</mi>${index}</msub>`
      : `<mi ${attributes(alone)}>${alone}</mi>`;
  });
}

function unstyled(math) {
  return math.replace(/<(\w+)([^>]*?) style="([^"]*)"([^>]*)>/g, (_, tag, before, style, after) => {
    const name = CLASSES[style];
    if (name === undefined) throw new Error(`a style without a class: ${style} (www/story/formula.mjs)`);
    const rest = before + after;
    if (name === '') return `<${tag}${rest}>`;
    return rest.includes('class="') ? `<${tag}${rest.replace('class="', `class="${name} `)}>` : `<${tag}${rest} class="${name}">`;
  });
}

/** A markdown-it plugin: $…$ in a line, and $$…$$ as a block of its own. */
export function dollars(markdown) {
  markdown.inline.ruler.before('escape', 'formula', (state, silent) => {
    if (state.src[state.pos] !== '$') return false;
    const end = state.src.indexOf('$', state.pos + 1);
    if (end < 0) throw new Error(`a dollar without its pair: ${state.src.slice(state.pos, state.pos + 40)}`);
    if (!silent) state.push('formula', 'math', 0).content = state.src.slice(state.pos + 1, end);
    state.pos = end + 1;
    return true;
  });
  markdown.block.ruler.before('table', 'formula', (state, start, last, silent) => {
    const line = (i) => state.src.slice(state.bMarks[i] + state.tShift[i], state.eMarks[i]);
    if (line(start).trim() !== '$$') return false;
    let end = start + 1;
    while (end < last && line(end).trim() !== '$$') end += 1;
    if (end >= last) throw new Error('a $$ without its pair');
    if (silent) return true;
    const token = state.push('display', 'math', 0);
    token.content = state.getLines(start + 1, end, 0, false);
    token.block = true;
    state.line = end + 1;
    return true;
  }, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  markdown.renderer.rules.formula = (tokens, i) => formula(tokens[i].content);
  markdown.renderer.rules.display = (tokens, i) => `<div class="formula"><div class="wide">${formula(tokens[i].content, true)}</div><button type="button" class="copy">TeX</button></div>\n`;
}
