/** The picture that stands where the first one will be, until there is a core. */
import type { Group } from '../group.js';

/** Lets it be seen where it is right: another address may ask for anything, and a page from a disk has to be served first. */
export function showForetaste(): boolean {
  const right = location.hash === '' && location.search === '' && location.protocol !== 'file:';
  document.documentElement.classList.toggle('foretasting', right);
  return right;
}

/** As the elements get their place, or the address changes: while there is no core it stands in the box of the first picture, and otherwise nowhere. */
export function placeForetaste(group: Group): void {
  const foretaste = document.querySelector('.foretaste');
  const first = document.querySelector('.views > gumbel-softmax');
  if (foretaste && first && !group.core && !group.failure && showForetaste()) first.append(foretaste);
  else foretaste?.remove();
}
