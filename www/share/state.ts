/** What the dialog shares: the state of a group as it was when the dialog opened, and the reader's choices. */
import type { Snapshot, ViewName } from '../core.js';
import type { Group } from '../group.js';
import { language, type Language } from '../i18n/index.js';
import { dark } from '../media.js';
import { drawsOf, type ProgramLanguage, type ProgramState } from './code.js';
import { figureOf, type Figure } from './figure.js';
import { atCount, ownAddress, permalink, plainLink, VIEWS, type Choice } from './links.js';

export const TABS = ['link', 'embed', 'picture', 'data', 'code', 'cite'] as const;
export type Tab = (typeof TABS)[number];

export class Shared {
  tab: Tab = 'link';
  program: ProgramLanguage = 'numpy';
  scale = 2;
  /** An address was typed that is none of the web. */
  badPage = false;
  choice: Choice;

  constructor(readonly group: Group) {
    this.choice = {
      page: ownAddress(location),
      opens: 'off',
      view: 'simplex',
      controls: ['tau', 'play'],
      lang: group.get('lang') || 'auto',
      theme: group.get('theme') || 'auto',
    };
    const presented = group.get('present') as ViewName;
    if (VIEWS.includes(presented)) this.choice.opens = presented;
  }

  /** The language of the dialog itself. */
  get language(): Language {
    return language(document.documentElement.lang);
  }

  get state(): Snapshot | undefined {
    return this.group.state;
  }

  /** The whole state; N as it is, even while draws are still flowing to more. */
  get address(): string {
    const { flow } = this.group;
    const address = this.group.address();
    return flow.filling ? address : atCount(address, this.state?.n ?? 0);
  }

  get link(): string {
    return permalink(this.address, this.choice);
  }

  /** The link that stands in files: of what is in them. */
  get fileLink(): string {
    return plainLink(this.choice.page, atCount(this.group.address(), this.state?.n ?? 0));
  }

  get dark(): boolean {
    const { theme } = this.choice;
    return theme === 'auto' ? dark.matches : theme === 'dark';
  }

  /** The name of a file without its ending. */
  get fileName(): string {
    return `gumbel-softmax-${this.choice.view}`;
  }

  get figure(): Figure | undefined {
    const { state } = this;
    if (!state) return undefined;
    const { view, lang } = this.choice;
    return figureOf(view, state, lang === 'auto' ? this.language : language(lang), this.fileLink, this.dark);
  }

  get programState(): ProgramState | undefined {
    const { state } = this;
    if (!state) return undefined;
    const { words, number } = this.language;
    const { names, logits, tau, n, seed } = state;
    const comments = words.share.programComments(number, this.fileLink, n, drawsOf(n));
    return { names, logits, tau, n, seed, comments };
  }
}
