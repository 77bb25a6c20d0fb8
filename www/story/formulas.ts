/** Formulas of the story: copied as TeX, and pointed at. */
import { Group } from '../group.js';
import type { Strings } from '../i18n/index.js';
import { observerOfSizes } from '../loop.js';
import { categoryOf } from '../symbols.js';

/** The TeX that a formula was made from. */
export function texOf(math: Element): string {
  return math.querySelector('annotation')?.textContent?.trim() ?? '';
}

/** Names the buttons beside the formulas, and lets keys scroll what is wider than its place. */
export function equip(story: HTMLElement, words: Strings): void {
  for (const button of story.querySelectorAll<HTMLButtonElement>('button.copy')) {
    button.setAttribute('aria-label', words.story.copy);
    button.title = words.story.copy;
  }
  for (const box of story.querySelectorAll<HTMLElement>('.wide, .table')) {
    sized.observe(box);
  }
}

const sized = observerOfSizes((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.setAttribute('tabindex', '0');
    else target.removeAttribute('tabindex');
  }
});

/** Copying by the buttons, and of a selection; `say` tells what came of it. */
export function listenForCopies(story: HTMLElement, words: () => Strings, say: (text: string) => void): void {
  story.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button.copy');
    const math = button?.parentElement?.querySelector('math');
    if (!math) return;
    void write(texOf(math)).then(
      () => say(words().story.copied),
      () => say(words().story.notCopied),
    );
  });
  story.addEventListener('copy', (event) => {
    const text = selected(getSelection());
    if (text === undefined || !event.clipboardData) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  });
}

async function write(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Where a page is not served securely there is only the old way.
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('copy');
}

/** The selected text with each formula as TeX between dollars; undefined where there is none. */
export function selected(selection: Selection | null): string | undefined {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  const whole = (node: Node): Element | null =>
    (node instanceof Element ? node : node.parentElement)?.closest('math') ?? null;
  const first = whole(range.startContainer);
  const last = whole(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const fragment = range.cloneContents();
  const formulas = fragment.querySelectorAll('math');
  if (formulas.length === 0) return undefined;
  for (const math of formulas) {
    const block = math.getAttribute('display') === 'block';
    math.replaceWith(block ? `\n$$\n${texOf(math)}\n$$\n` : `$${texOf(math)}$`);
  }
  for (const button of fragment.querySelectorAll('button')) button.remove();
  for (const block of fragment.querySelectorAll('p, li, tr, h3')) block.append('\n');
  return (fragment.textContent ?? '').replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
}

/** A symbol under the pointer is read off, and its category marked, in the views of its chapter. */
export function listenForPointing(story: HTMLElement): void {
  let marked: Group | undefined;
  story.addEventListener('pointerover', (event) => {
    const symbol = (event.target as Element).closest<HTMLElement>('[data-symbol]');
    const chapter = symbol?.closest<HTMLElement>('[data-chapter]')?.dataset['chapter'];
    const group = symbol && chapter ? Group.of(groupName(chapter)) : undefined;
    if (marked && marked !== group) marked.mark(undefined);
    marked = group;
    if (!group || !symbol) return;
    group.mark(symbol.dataset['symbol'], categoryOf(symbol.dataset['index'], group.state));
  });
  story.addEventListener('pointerleave', () => {
    marked?.mark(undefined);
    marked = undefined;
  });
}

/** Each chapter has a group of its own, and so a state of its own. */
export const groupName = (chapter: string): string => `chapter-${chapter}`;
