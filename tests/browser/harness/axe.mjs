// What axe finds wrong with the page that a browser shows.

/** Each violation in one line, with the first elements that it is about. */
export async function violations(browser) {
  await browser.evaluate(
    () =>
      new Promise((resolve, reject) => {
        if (globalThis.axe) return resolve();
        const script = Object.assign(document.createElement('script'), { src: '/__harness/axe.js', onload: () => resolve(), onerror: reject });
        document.head.append(script);
      }),
  );
  return browser.evaluate(async () => {
    const { violations: found, passes } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    if (passes.length < 10) throw new Error('axe saw almost nothing');
    return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
  });
}
