/** What the page has and an embedded element has not: the address bar, keys, and all that follows the first picture. */
import { AddressWriter } from './address.js';
import { embedded, showAlone } from './embedded.js';
import { startFrame } from './frame.js';
import { Group } from './group.js';
import { language } from './i18n/index.js';
import { act, actionOf, placeOf } from './keys.js';
import { loadCore } from './load.js';
import { frameShown } from './loop.js';
import { stillness } from './media.js';
import { keepLanguage } from './page_language.js';
import type { Furnishings, Opener } from './furnishings.js';
import { placeForetaste } from './foretaste/foretaste.js';
import { withoutView, withView } from './present/address.js';
import { ownAddress } from './share/links.js';

const hash = (): string => location.hash.replace(/^#/, '');

export function startPage(): void {
  const group = Group.of('main');
  group.linkTo = (address) => `${location.pathname}${location.search}#${address}`;
  const alone = embedded(location.search);
  if (alone) showAlone(alone);
  const later = furnish(group);
  keepLanguage(group, (code) => later.do((furnishings) => furnishings.speak(code)));
  keepAddress(group);
  takeKeys(group, later);
  startFrame(group);
  group.retain();
  group.pageKeys = true;
  group.home = ownAddress(location);
  // What is said to those whose browser does not come this far; the explorer is shown as it goes.
  group.reveal = () => {
    document.querySelector('.fallback')?.remove();
    placeForetaste(group);
  };
  void group.start(hash, loadCore, stillness.matches);
}

interface Later {
  /** The furnishings, once they are there. */
  readonly furnishings: Furnishings | undefined;
  /** Done at once, or as soon as they are. */
  do(deed: (furnishings: Furnishings) => void): void;
}

/** The story, the claims, the dialogs and the presenter: a script of their own, which can wait for the first picture. */
function furnish(group: Group): Later {
  let there: Furnishings | undefined;
  // A room waits for a view, and not for the page around it.
  const start = /(?:^|&)present=/.test(hash()) ? Promise.resolve() : firstPictures(group);
  const arriving = start.then(() => import('./furnishings.js')).then(({ Furnishings }) => (there = new Furnishings(group)));
  arriving.catch((cause: unknown) => {
    console.error(String(cause));
    const { words } = language(document.documentElement.lang);
    const said = Object.assign(document.createElement('p'), { role: 'alert', textContent: words.story.missing });
    const story = document.querySelector('#story');
    story?.replaceChildren(said);
    story?.removeAttribute('hidden');
  });
  return {
    get furnishings() {
      return there;
    },
    do: (deed) => {
      if (there) deed(there);
      else void arriving.then(deed, () => undefined);
    },
  };
}

/** A page that is slower than so many frames gets what follows beside its pictures. */
const MOST_FRAMES = 30;

/** Until the pictures on screen stand, or it is known that there will be none. */
async function firstPictures(group: Group): Promise<void> {
  await new Promise((resolve) => {
    for (const event of ['load', 'failure']) group.addEventListener(event, resolve, { once: true });
  });
  // Their heights are what the story stands below.
  for (let frame = 0; frame < MOST_FRAMES; frame++) {
    await frameShown();
    if (group.failure || group.allPainted) return;
  }
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
    // The core will begin with it.
    if (!group.explorer) return placeForetaste(group);
    // Undo goes back to a state; whom it is shown to stays.
    group.load(undoing ? withView(hash(), group.get('present')) : hash());
    undoing = false;
    if (!back && withoutView(before) !== withoutView(hash())) group.undo.push(before);
  };
  addEventListener('popstate', moved);
  addEventListener('hashchange', moved);
}

const OPENERS: readonly Opener[] = ['share', 'present', 'help'];

function takeKeys(group: Group, later: Later): void {
  for (const opener of OPENERS) {
    document.querySelector(`#${opener}`)?.addEventListener('click', () => later.do((furnishings) => furnishings.open(opener)));
  }
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    const { furnishings } = later;
    if (furnishings) {
      if (furnishings.key(event)) event.preventDefault();
      return;
    }
    const place = placeOf(event);
    const action = actionOf(event, place);
    if (action && act(group, action)) event.preventDefault();
    else if (place !== 'text') later.do((those) => those.key(event));
  });
}
