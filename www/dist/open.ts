/** The one script in the open of the page of one file: it starts the other. Where that fails, the page says what it needs. */
import { unpack } from '../unpack.js';
import { SCRIPT } from './names.mjs';

void unpack(document.getElementById(SCRIPT)?.textContent ?? '').then((bytes) => {
  const script = Object.assign(document.createElement('script'), { type: 'module' });
  script.textContent = new TextDecoder().decode(bytes);
  document.head.append(script);
});
