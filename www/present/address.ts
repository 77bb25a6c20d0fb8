/** Presenting is part of the link but not of what undo goes back through. */

/** The state of an address, whoever it is shown to. */
export function withoutView(address: string): string {
  return address
    .split('&')
    .filter((pair) => !pair.startsWith('present='))
    .join('&');
}

/** A state, shown as `view` says: the whole page (`off` or nothing) or one view. */
export function withView(address: string, view: string): string {
  const state = withoutView(address);
  if (view === '' || view === 'off') return state;
  return state === '' ? `present=${view}` : `${state}&present=${view}`;
}
