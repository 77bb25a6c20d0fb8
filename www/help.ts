import { html, render } from 'lit';
import { language } from './i18n/index.js';

export interface Help {
  open(): void;
  readonly isOpen: boolean;
  /** Single keys can be switched off, for those whose speech or switches type them by accident. */
  readonly singleKeys: boolean;
}

/** The dialog that lists the keys. */
export function helpDialog(): Help {
  const dialog = document.createElement('dialog');
  let singleKeys = true;
  dialog.className = 'help';
  dialog.setAttribute('aria-labelledby', 'help-title');
  document.body.append(dialog);
  const row = ([key, what]: [string, string]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`;
  const fill = (): void => {
    const { words } = language(document.documentElement.lang);
    render(
      html`
        <h2 id="help-title">${words.page.helpTitle}</h2>
        <dl>
          ${words.page.keys.map(row)}
        </dl>
        <h3>${words.present.keysTitle}</h3>
        <dl>
          ${words.present.keys.map(row)}
        </dl>
        <p>${words.page.keysElsewhere}</p>
        <p>
          <label><input type="checkbox" .checked=${singleKeys} @change=${(event: Event) => {
            singleKeys = (event.target as HTMLInputElement).checked;
          }} /> ${words.page.singleKeys}</label>
        </p>
        <form method="dialog"><button>${words.page.close}</button></form>
      `,
      dialog,
    );
  };
  // A click beside the dialog, on its backdrop, closes it too.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  return {
    open: () => {
      if (dialog.open) return;
      fill();
      dialog.showModal();
    },
    get isOpen() {
      return dialog.open;
    },
    get singleKeys() {
      return singleKeys;
    },
  };
}
