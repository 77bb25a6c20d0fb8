/** The one script in the open of the page of one file: it unpacks the styles and the script, and starts that. */
import { PAGE, STYLES } from './names.mjs';
import { unpackTight } from './tight.js';

const held = (id: string): HTMLElement => document.getElementById(id) ?? document.body;

function open(): void {
  // Nothing is seen before its styles are there; where they cannot be had, the page says what it needs.
  const styles = held(STYLES);
  try {
    const bytes = unpackTight(held(PAGE).textContent ?? '');
    const [css, code] = JSON.parse(new TextDecoder().decode(bytes)) as [string, string];
    styles.textContent = css;
    const script = Object.assign(document.createElement('script'), { type: 'module' });
    script.textContent = code;
    document.head.append(script);
  } catch (cause) {
    styles.textContent = '';
    throw cause;
  }
}

open();
