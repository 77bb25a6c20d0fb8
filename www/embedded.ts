/** The page inside a frame of somebody else's: one view and the controls that its address asks for. */
import { CONTROLS, VIEWS } from './share/links.js';

export interface Embedded {
  view: string;
  controls: string;
}

/** What `?view=…&controls=…` asks for; undefined for the whole page. Unknown names are left out. */
export function embedded(search: string): Embedded | undefined {
  const query = new URLSearchParams(search);
  const names = (key: string, known: readonly string[]): string[] =>
    (query.get(key) ?? '').split(/[\s,+]+/).filter((name) => known.includes(name));
  const [view] = names('view', VIEWS);
  return view === undefined ? undefined : { view, controls: names('controls', CONTROLS).join(' ') };
}

/** Leaves of the page that one view. */
export function showAlone({ view, controls }: Embedded): void {
  const element = document.createElement('gumbel-softmax');
  element.setAttribute('group', 'main');
  element.setAttribute('view', view);
  element.setAttribute('controls', `${controls} notices`.trim());
  element.setAttribute('captions', '');
  document.body.classList.add('embedded');
  document.querySelector('main')?.replaceChildren(element);
}
