/** What a page around embedded elements loads: the element, and nothing of the page of this project. */
import { register } from './register.js';

export { GumbelSoftmaxElement } from './element.js';

register();
