/** The language of the page: from the address, else from the browser. */
import type { Group } from './group.js';
import { codeOf, language, TAGS, type Code } from './i18n/index.js';

/** What the address wishes, before there is a core to read it. */
const wished = (): string => new URLSearchParams(location.hash.replace(/^#/, '')).get('lang') ?? 'auto';

/** Puts the page into its language now and whenever that changes; `told` follows. */
export function keepLanguage(group: Group, told: (code: Code) => void): void {
  // Without a core a choice still holds.
  let chosen = wished();
  let spoken: Code | undefined;
  const speak = (): void => {
    const wish = group.explorer ? group.get('lang') : chosen;
    const code = codeOf(wish === 'auto' ? navigator.languages : [wish]);
    if (code === spoken) return;
    spoken = code;
    document.documentElement.lang = TAGS[code];
    fillWords();
    for (const button of buttons()) button.setAttribute('aria-pressed', String(button.dataset['language'] === code));
    told(code);
  };
  for (const button of buttons()) {
    button.addEventListener('click', () => {
      chosen = button.dataset['language'] ?? 'auto';
      group.set('lang', chosen);
      speak();
    });
  }
  for (const event of ['load', 'commit']) group.addEventListener(event, speak);
  addEventListener('languagechange', speak);
  speak();
}

const buttons = (): NodeListOf<HTMLElement> => document.querySelectorAll<HTMLElement>('button[data-language]');

/** Puts the words of the page's language into the elements that name them. */
function fillWords(): void {
  const { words } = language(document.documentElement.lang);
  const wordOf = (key: string | undefined): string | undefined => {
    const word = words.page[key as keyof typeof words.page];
    return typeof word === 'string' ? word : undefined;
  };
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    element.textContent = wordOf(element.dataset['word']) ?? element.textContent;
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', wordOf(element.dataset['label']) ?? '');
  }
  document.title = words.page.title;
  document.querySelector('meta[name=description]')?.setAttribute('content', words.page.description);
}
