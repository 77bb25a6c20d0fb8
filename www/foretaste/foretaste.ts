/** The picture that stands where the first one will be, until there is a core. */
import type { Group } from '../group.js';

const find = (): Element | null => document.querySelector('.foretaste');

/** Lets it be seen where it is right: another address may ask for anything, and a file will have no core. */
export function showForetaste(): boolean {
  const right = location.hash === '' && location.search === '' && location.protocol !== 'file:';
  document.documentElement.classList.toggle('foretasting', right);
  return right;
}

/** As the elements get their place: while there is no core, the picture stands in the box of the first. */
export function moveForetaste(group: Group): void {
  const foretaste = find();
  const first = document.querySelector('.views > gumbel-softmax');
  if (foretaste && first && !group.core && !group.failure && showForetaste()) first.append(foretaste);
  else foretaste?.remove();
}

/** Nothing is left of it behind the picture, nor where there will be none. */
export function endForetaste(group: Group): void {
  for (const event of ['load', 'failure']) group.addEventListener(event, () => find()?.remove(), { once: true });
}
