/** Which language an element speaks: that of the nearest `lang`, its own included. */

/** The nearest `lang`, through shadow roots; it changes when that attribute does. */
export function languageAround(element: Element): string {
  for (let at: Element | null = element; at; ) {
    const found: Element | null = at.closest('[lang]');
    const lang = found?.getAttribute('lang');
    if (lang) return lang;
    const next: Element = found ?? at;
    const root = next.getRootNode();
    at = found?.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return '';
}

const watching = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls when a `lang` of the document changes, until the returned function is called. */
export function watchLanguage(changed: () => void): () => void {
  watching.add(changed);
  if (!observer) {
    observer = new MutationObserver(() => watching.forEach((call) => call()));
    observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] });
  }
  return () => {
    watching.delete(changed);
    if (watching.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}
