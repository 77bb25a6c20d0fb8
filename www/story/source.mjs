// The story's source: Markdown with directives, one a line, that begin with @.
//
//   @chapter ID            a chapter of the parameter table; its title is the `#` heading that follows
//   @state ADDRESS         what its views show when it opens, as an address
//   @view NAME [CONTROL…]  a live view beside the text that follows, with these controls
//   @ask QUESTION          a guess, before the view above it and those that follow are shown, up to the next guess;
//                          choices follow: "- " a wrong one, "+ " the right one. The first view of a chapter has one.
//   @answer                what is shown after the guess, up to
//   @end
//
// Text goes on between them. `{{0.659 = prob 1 @ logits=2,1,0.1}}` quotes a figure, which the build compares with the core.

/** One chapter: { id, title, state, sections: [{ view, controls, before, after, ask?: { question, choices, answer } }] }. */
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
        chapter = { id: rest.trim(), title: '', state: '', sections: [] };
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
        if (!section) throw wrong('@ask before the first @view of its chapter');
        if (section.ask) throw wrong('one question a view');
        section.ask = { question: rest.trim(), choices: [], answer: '' };
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
      if (choice) section.ask.choices.push({ text: choice[2].trim(), right: choice[1] === '+' });
      else if (line.trim() !== '') throw wrong('a choice begins with "- " or "+ "');
    } else if (mode === 'answer') {
      section.ask.answer += `${line}\n`;
    } else if (section) {
      // What comes before the question stands before the picture in a narrow window.
      section[section.ask ? 'after' : 'before'] += `${line}\n`;
    } else if (line.trim() !== '') {
      throw wrong('text before the first @view of its chapter');
    }
  });
  for (const one of found) complete(one, file);
  return found;
}

function complete({ id, title, state, sections }, file) {
  const lacks = (what) => {
    throw new Error(`${file}: chapter ${id} lacks ${what}`);
  };
  if (!title) lacks('a title');
  if (!state) lacks('a @state');
  if (sections.length === 0) lacks('a @view');
  if (!sections[0].ask) lacks('an @ask');
  for (const { ask } of sections) {
    if (!ask) continue;
    if (ask.choices.filter(({ right }) => right).length !== 1) lacks('exactly one right choice');
    if (ask.choices.length < 2) lacks('choices');
    if (ask.answer.trim() === '') lacks('an @answer');
  }
}

/** Words as a reader counts them: Chinese by characters, others by spaces; formulas are one word each. */
export function length({ title, sections }, lang) {
  const asked = (ask) => (ask ? [ask.question, ...ask.choices.map(({ text }) => text), ask.answer] : []);
  const text = [title, ...sections.flatMap(({ before, after, ask }) => [before, after, ...asked(ask)])].join('\n');
  const plain = text.replace(/\{\{\s*([^=}]*?)\s*=[^}]*\}\}/g, '$1').replace(/\$\$[\s\S]*?\$\$|\$[^$]*\$/g, ' x ');
  if (lang === 'zh') return (plain.match(/[\u4e00-\u9fff]|[A-Za-z0-9.]+/g) ?? []).length;
  return (plain.match(/[\p{L}\p{N}][\p{L}\p{N}.’'-]*/gu) ?? []).length;
}
