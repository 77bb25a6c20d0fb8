// Where the browsers are: an environment variable first, then the usual places. ENGINE_PATH is the program of the
// engine under test, which for WebKit is its driver.

import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const KNOWN = {
  chromium: { variable: 'CHROMIUM', names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] },
  firefox: { variable: 'FIREFOX', names: ['firefox-esr', 'firefox'] },
  webdriver: { variable: 'WEBKIT_WEBDRIVER', names: ['WebKitWebDriver'] },
  display: { variable: 'XVFB', names: ['Xvfb'] },
  webkit: { variable: 'MINIBROWSER', names: ['MiniBrowser'], also: miniBrowsers },
};

/** The path of an engine's executable, or an error that says what to install or to set. */
export function executable(name) {
  const { variable, names, also } = KNOWN[name];
  if (process.env[variable]) return process.env[variable];
  if (process.env.ENGINE_PATH && name === (process.env.ENGINE === 'webkit' ? 'webdriver' : process.env.ENGINE)) {
    return process.env.ENGINE_PATH;
  }
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [
    ...directories.flatMap((directory) => names.map((file) => join(directory, file))),
    ...(also?.() ?? []),
  ];
  const found = candidates.find(runs);
  if (!found) throw new Error(`no ${names.join(' or ')} found: install it, or set ${variable} to its path`);
  return found;
}

/** WebKitGTK keeps its MiniBrowser out of PATH, in a directory named after the API's version. */
function miniBrowsers() {
  const roots = ['/usr/libexec', '/usr/lib', ...list('/usr/lib').map((triplet) => join('/usr/lib', triplet))];
  return roots.flatMap((root) =>
    list(root)
      .filter((entry) => entry.startsWith('webkit2gtk-') || entry.startsWith('webkitgtk-'))
      .sort()
      .reverse()
      .map((entry) => join(root, entry, 'MiniBrowser')),
  );
}

function list(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
