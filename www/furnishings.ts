/** What follows the first picture: the story, the claims, the dialogs, the presenter, and what paper gets. */
import { ClaimsPanel } from './claims/panel.js';
import type { Group } from './group.js';
import { helpDialog } from './help.js';
import type { Code } from './i18n/index.js';
import { act, actionOf, placeOf, type Action } from './keys.js';
import { startHandout } from './present/handout.js';
import { isNamed, stageActionOf } from './present/keys.js';
import { Presenter } from './present/presenter.js';
import { ShareDialog } from './share/dialog.js';
import { Story } from './story/story.js';

/** The buttons in the page's head. */
export type Opener = 'share' | 'present' | 'help';

export class Furnishings {
  readonly #story: Story;
  #panel: ClaimsPanel | undefined;
  readonly #presenter: Presenter;
  readonly #share: ShareDialog;
  readonly #help = helpDialog();

  constructor(private readonly group: Group) {
    this.#presenter = new Presenter(group);
    this.#presenter.refresh();
    this.#story = new Story(group);
    this.#share = new ShareDialog(group);
    startHandout(group);
  }

  /** The page has another language. */
  speak(code: Code): void {
    const told = this.#story.tell(code);
    this.#panel?.refresh();
    // Below the story, and after it: before, they would come near the screen, and be laid out there.
    const claim = (): unknown => (this.#panel ??= new ClaimsPanel(this.group, this.#story));
    told.then((whole) => whole && claim(), claim);
    told.catch((cause: unknown) => console.error(String(cause)));
  }

  open(opener: Opener): void {
    if (opener === 'help') this.#help.open();
    else if (opener === 'share') this.#share.open();
    else this.#presenter.act({ do: 'present' });
  }

  /** Whether a key was for the page. */
  key(event: KeyboardEvent): boolean {
    const place = placeOf(event);
    const { singleKeys } = this.#help;
    const stage = stageActionOf(event, place, this.#presenter.showing);
    if (stage && (singleKeys || isNamed(event.key))) {
      this.#presenter.act(stage);
      return true;
    }
    const action = actionOf(event, place);
    if (!action || (!singleKeys && action.do !== 'escape')) return false;
    return this.#run(action, event);
  }

  #run(action: Action, event: Event): boolean {
    if (action.do === 'help' || action.do === 'share') this.open(action.do);
    else if (action.do === 'chapter') return this.#story.go(action.by);
    // In a chapter, keys move that chapter's own state.
    else return act(this.#story.groupAt(event) ?? this.group, action);
    return true;
  }
}
