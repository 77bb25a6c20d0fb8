import { GumbelSoftmaxElement } from './element.js';

/** Defines `<gumbel-softmax>`, once. */
export function register(name = 'gumbel-softmax'): void {
  if (!customElements.get(name)) customElements.define(name, GumbelSoftmaxElement);
}
