// The story's source: Markdown with directives, one a line, that begin with @.
//
//   @chapter ID            a chapter of the parameter table; its title is the `#` heading that follows
//   @state ADDRESS         what its views show when it opens, as an address
//   @view NAME [CONTROL…]  a live view beside the text that follows, with these controls
//   @ask QUESTION          a guess, before the view is shown; choices follow: "- " a wrong one, "+ " the right one
//   @answer                what is shown after the guess, up to
//   @end
//
// Text goes on between them. `{{0.659 = prob 1 @ logits=2,1,0.1}}` quotes a figure, which the build compares with the core.

/** One chapter: { id, title, state, sections: [{ view, controls, before, after }], ask: { question, choices, answer } }. */
export function chapters(source, file = 'story') {
  const found = [];
  let chapter;
  let section;
  let mode = 'text';
  const lines = source.split(/\r?\n/);
  lines.forEach((line, at) => {
    const wrong = (what) => new Error(`${file}:${at + 1}: ${what}`);
    const [, directive, rest = ''] = /^@(\w+)\s*(.*)$/.exec(line) ?? [];
    if (!chapter && directive !== 'chapter') {
      if (line.trim() !== '' && !line.startsWith('<!--')) throw wrong('text before the first @chapter');
      return;
    }
    switch (directive) {
      case 'chapter':
        if (mode !== 'text') throw wrong('@end is missing');
        chapter = { id: rest.trim(), title: '', state: '', sections: [], ask: undefined };
        section = undefined;
        found.push(chapter);
        return;
      case 'state':
        chapter.state = rest.trim();
        return;
      case 'view': {
        const [view, ...controls] = rest.trim().split(/\s+/);
        if (!view) throw wrong('@view needs a name');
        section = { view, controls: controls.join(' '), before: '', after: '' };
        chapter.sections.push(section);
        return;
      }
      case 'ask':
        if (chapter.ask) throw wrong('one question a chapter');
        chapter.ask = { question: rest.trim(), choices: [], answer: '' };
        mode = 'choices';
        return;
      case 'answer':
        if (mode !== 'choices') throw wrong('@answer without @ask');
        mode = 'answer';
        return;
      case 'end':
        if (mode !== 'answer') throw wrong('@end without @answer');
        mode = 'text';
        return;
      case undefined:
        break;
      default:
        throw wrong(`no directive is named @${directive}`);
    }
    const title = mode === 'text' ? /^# (.+)$/.exec(line) : null;
    if (title) {
      chapter.title = title[1].trim();
    } else if (mode === 'choices') {
      const choice = /^([-+]) (.+)$/.exec(line);
      if (choice) chapter.ask.choices.push({ text: choice[2].trim(), right: choice[1] === '+' });
      else if (line.trim() !== '') throw wrong('a choice begins with "- " or "+ "');
    } else if (mode === 'answer') {
      chapter.ask.answer += `${line}\n`;
    } else if (section) {
      // What comes before the question stands before the picture in a narrow window.
      section[section === chapter.sections[0] && chapter.ask ? 'after' : 'before'] += `${line}\n`;
    } else if (line.trim() !== '') {
      throw wrong('text before the first @view of its chapter');
    }
  });
  for (const one of found) complete(one, file);
  return found;
}

function complete({ id, title, state, sections, ask }, file) {
  const lacks = (what) => {
    throw new Error(`${file}: chapter ${id} lacks ${what}`);
  };
  if (!title) lacks('a title');
  if (!state) lacks('a @state');
  if (sections.length === 0) lacks('a @view');
  if (!ask) lacks('an @ask');
  if (ask.choices.filter(({ right }) => right).length !== 1) lacks('exactly one right choice');
  if (ask.choices.length < 2) lacks('choices');
  if (ask.answer.trim() === '') lacks('an @answer');
}

/** Words as a reader counts them: Chinese by characters, others by spaces; formulas are one word each. */
export function length({ title, sections, ask }, lang) {
  const parts = [title, ask.question, ...ask.choices.map(({ text }) => text), ask.answer];
  const text = [...parts, ...sections.flatMap(({ before, after }) => [before, after])].join('\n');
  const plain = text.replace(/\{\{\s*([^=}]*?)\s*=[^}]*\}\}/g, '$1').replace(/\$\$[\s\S]*?\$\$|\$[^$]*\$/g, ' x ');
  if (lang === 'zh') return (plain.match(/[\u4e00-\u9fff]|[A-Za-z0-9.]+/g) ?? []).length;
  return (plain.match(/[\p{L}\p{N}][\p{L}\p{N}.’'-]*/gu) ?? []).length;
}
