/** What the page has and an embedded element has not: the address bar, keys, the help dialog. */
import { AddressWriter } from './address.js';
import { ClaimsPanel } from './claims/panel.js';
import { embedded, showAlone } from './embedded.js';
import { startFrame } from './frame.js';
import { Group } from './group.js';
import { helpDialog } from './help.js';
import { act, actionOf, placeOf, type Action } from './keys.js';
import { loadCore } from './load.js';
import { stillness } from './media.js';
import { keepLanguage } from './page_language.js';
import { withoutView, withView } from './present/address.js';
import { startHandout } from './present/handout.js';
import { isNamed, stageActionOf } from './present/keys.js';
import { Presenter } from './present/presenter.js';
import { ShareDialog } from './share/dialog.js';
import { ownAddress } from './share/links.js';
import { Story } from './story/story.js';

const hash = (): string => location.hash.replace(/^#/, '');

export function startPage(): void {
  const group = Group.of('main');
  group.linkTo = (address) => `${location.pathname}${location.search}#${address}`;
  // What is said to those whose browser does not come this far.
  document.querySelector('.fallback')?.remove();
  const alone = embedded(location.search);
  if (alone) showAlone(alone);
  const story = new Story(group);
  const below = firstPicture(group).then(() => new ClaimsPanel(group, story));
  keepLanguage(group, (code) => {
    void below.then((panel) => {
      void story.tell(code);
      panel.refresh();
    });
  });
  keepAddress(group);
  takeKeys(group, new Presenter(group), story);
  startHandout(group);
  startFrame(group);
  group.retain();
  group.pageKeys = true;
  group.home = ownAddress(location);
  void group.start(hash(), loadCore, stillness.matches);
}

/** Until the pictures stand, or it is known that there will be none: what lies below them can wait for that. */
function firstPicture(group: Group): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['load', 'failure']) {
      // A task after the frame, so that the frame itself is shown first.
      group.addEventListener(event, () => requestAnimationFrame(() => setTimeout(resolve)), { once: true });
    }
  });
}

/** A committed change is a step of the browser's history; everything else replaces the address. */
function keepAddress(group: Group): void {
  const writer = new AddressWriter(history, hash());
  const replace = (): void => {
    if (!group.failure && !group.flow.playing && !group.held) writer.replace(group.address());
  };
  group.addEventListener('commit', () => writer.push(group.address()));
  group.addEventListener('rest', replace);
  group.addEventListener('load', replace);
  group.back = (address) => {
    writer.flush();
    const { previous } = writer;
    if (previous === undefined || withoutView(previous) !== address) return false;
    undoing = true;
    history.back();
    return true;
  };
  let undoing = false;
  const moved = (): void => {
    if (hash() === writer.present) return;
    const before = writer.present;
    const back = writer.moved(hash());
    // Undo goes back to a state; whom it is shown to stays.
    group.load(undoing ? withView(hash(), group.get('present')) : hash());
    undoing = false;
    if (!back && withoutView(before) !== withoutView(hash())) group.undo.push(before);
  };
  addEventListener('popstate', moved);
  addEventListener('hashchange', moved);
}

function takeKeys(group: Group, presenter: Presenter, story: Story): void {
  const help = helpDialog();
  const button = document.querySelector<HTMLButtonElement>('#help');
  button?.addEventListener('click', () => help.open());
  const share = new ShareDialog(group);
  document.querySelector('#share')?.addEventListener('click', () => share.open());
  const run = (action: Action, event: Event): boolean => {
    if (action.do === 'help') help.open();
    else if (action.do === 'share') share.open();
    else if (action.do === 'chapter') return story.go(action.by);
    // In a chapter, keys move that chapter's own state.
    else return act(story.groupAt(event) ?? group, action);
    return true;
  };
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    const place = placeOf(event);
    const stage = stageActionOf(event, place, presenter.showing);
    if (stage && (help.singleKeys || isNamed(event.key))) {
      presenter.act(stage);
      return event.preventDefault();
    }
    const action = actionOf(event, place);
    if (!action || (!help.singleKeys && action.do !== 'escape')) return;
    if (run(action, event)) event.preventDefault();
  });
}
