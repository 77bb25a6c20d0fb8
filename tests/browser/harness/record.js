// Runs before the page, in the page. Records what goes wrong there (WebKitWebDriver hands out no console), and
// finds elements through shadow roots. A classic script without imports: it must run first, and in every engine.
(() => {
  const errors = [];
  const say = (kind, what) => errors.length < 200 && errors.push(`${kind}: ${what}`);
  const words = (value) => {
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (typeof value === 'object' && value !== null) {
      try {
        return JSON.stringify(value);
      } catch {
        return Object.prototype.toString.call(value);
      }
    }
    return String(value);
  };

  for (const kind of ['error', 'assert']) {
    const original = console[kind];
    console[kind] = function (...values) {
      if (kind === 'error' || !values[0]) say(`console.${kind}`, values.map(words).join(' '));
      return original.apply(this, values);
    };
  }
  // Restarts of the core, in frames of this origin too. The page goes on as if nothing had been.
  const restarts = [];
  const { warn } = console;
  console.warn = function (...values) {
    if (String(values[0]).includes('was started anew')) note(values.map(words).join(' '));
    return warn.apply(this, values);
  };
  const note = (what) => {
    try {
      (top.__harness?.restarts ?? restarts).push(what);
    } catch {
      restarts.push(what);
    }
  };
  addEventListener(
    'error',
    (event) => {
      if (event.target instanceof Element)
        say('resource', event.target.src || event.target.href || event.target.tagName);
      else say('error', `${event.message} at ${event.filename}:${event.lineno}`);
    },
    true,
  );
  addEventListener('unhandledrejection', (event) => say('rejection', words(event.reason)));
  document.addEventListener('securitypolicyviolation', (event) =>
    say(
      'policy',
      `${event.violatedDirective} refused ${event.blockedURI || 'inline'} at ${event.sourceFile}:${event.lineNumber}`,
    ),
  );

  /** Every element that matches, in document order, through open shadow roots; `a >>> b` narrows step by step. */
  const all = (selector, root = document) => {
    const [first, ...rest] = selector.split('>>>').map((part) => part.trim());
    const found = [];
    const walk = (node) => {
      for (const element of node.querySelectorAll('*')) {
        if (element.matches(first)) found.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    if (root.shadowRoot) walk(root.shadowRoot);
    walk(root);
    if (rest.length === 0) return found;
    return [...new Set(found.flatMap((element) => all(rest.join('>>>'), element)))];
  };
  const one = (selector, root) => all(selector, root)[0] ?? null;

  /** The focused element, through shadow roots. */
  const active = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };

  /** Whether `inner` lies in `outer` in the flat tree. */
  const within = (inner, outer) => {
    for (let node = inner; node; node = node.assignedSlot ?? node.parentNode ?? node.host)
      if (node === outer) return true;
    return false;
  };

  /** The element that a pointer at (x, y) would hit. */
  const hit = (x, y) => {
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };

  /** Where to click `selector`: scrolls it into view and waits until it no longer moves. */
  const place = async (selector) => {
    const element = one(selector);
    if (!element) return { missing: true };
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    let rect = element.getBoundingClientRect();
    for (let still = 0, turns = 0; still < 2 && turns < 120; turns += 1) {
      await nextFrame();
      const now = element.getBoundingClientRect();
      still =
        now.x === rect.x && now.y === rect.y && now.width === rect.width && now.height === rect.height ? still + 1 : 0;
      rect = now;
    }
    const { x, y, width, height } = rect;
    const at = hit(x + width / 2, y + height / 2);
    const label = at && `<${at.localName} id="${at.id}" class="${at.getAttribute('class') ?? ''}">`;
    return { x, y, width, height, hits: within(at, element) || within(element, at), over: label };
  };

  // Frames that the page asked for and got; those of the harness itself are not counted.
  const ownFrame = requestAnimationFrame.bind(globalThis);
  let frames = 0;
  globalThis.requestAnimationFrame = (callback) =>
    ownFrame((now) => {
      frames += 1;
      callback(now);
    });
  const nextFrame = () => new Promise((resolve) => ownFrame(resolve));

  const fnv = (words) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ words[i], 0x01000193);
    return (hash >>> 0).toString(16);
  };
  const pixels = (canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);

  /** What is on a canvas: its size, a hash, and the number of pixels that differ from the one at its corner. */
  const picture = (canvas) => {
    if (!canvas || canvas.width === 0 || canvas.height === 0) return { width: 0, height: 0, hash: '', marked: 0 };
    const { data, width, height } = pixels(canvas);
    const words32 = new Uint32Array(data.buffer);
    let marked = 0;
    for (let i = 0; i < words32.length; i += 1) if (words32[i] !== words32[0]) marked += 1;
    return { width, height, hash: fnv(words32), marked };
  };

  /** What the views of the page share: the core's Explorer and the flow of draws. */
  const group = () => one('gumbel-softmax')?.shared;

  /** Where everything stands, and the bitmaps' sizes; undefined while a picture on screen has not been painted to its size. */
  const layout = () => {
    const parts = [scrollX, scrollY];
    for (const element of all('gumbel-softmax')) {
      const { x, y, width, height } = element.getBoundingClientRect();
      parts.push(x, y, width, height);
      for (const canvas of all('canvas', element)) {
        const shown = canvas.getBoundingClientRect();
        const seen = shown.bottom > 0 && shown.top < innerHeight && shown.width > 0;
        if (seen && Math.abs(canvas.width / shown.width - Math.min(4, devicePixelRatio)) > 0.05) return undefined;
        parts.push(canvas.width, canvas.height);
      }
    }
    return parts.join();
  };

  /** True when no draws flow, the pictures and the words have followed, and nothing moves any more. */
  const settled = async () => {
    const shared = group();
    if (!shared?.explorer || !shared.resting) return false;
    await Promise.all(all('gumbel-softmax').map((element) => element.updateComplete));
    const before = layout();
    // Sizes are told in one frame, heights follow in the next, painting in the one after.
    for (let frame = 0; frame < 3; frame += 1) {
      await nextFrame();
      if (before === undefined || layout() !== before) return false;
    }
    return shared.resting && !shared.painting;
  };

  /** The picture of each layer of each view that is on screen. */
  const pictures = () => {
    const found = {};
    for (const element of all('gumbel-softmax')) {
      for (const canvas of all('canvas', element)) found[`${element.view}-${canvas.dataset.layer}`] = picture(canvas);
    }
    return found;
  };

  /** What a reader can read, in shadow roots too. */
  const text = (node = document.body) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (['style', 'script', 'template'].includes(node.localName)) return '';
    if (node instanceof Element) {
      const { display, visibility } = getComputedStyle(node);
      if (display === 'none' || visibility === 'hidden') return '';
    }
    return [...(node.shadowRoot ?? node).childNodes].map(text).join(' ').replace(/\s+/g, ' ');
  };

  globalThis.__harness = {
    errors,
    restarts,
    all,
    one,
    active,
    hit,
    place,
    picture,
    pixels,
    pictures,
    group,
    settled,
    nextFrame,
    text,
    get frames() {
      return frames;
    },
  };
})();
