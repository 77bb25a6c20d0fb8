// Bytes as text that may stand anywhere: in a string of a script, in an HTML page, in any encoding that holds ASCII.
// www/unpack.ts makes bytes of it again.

import { gzipSync } from 'node:zlib';
import { compress } from 'lzma1';

/** The printable characters but `"`, `<` and `\`, none of which is then ever to be escaped: 91 of them. */
const DIGITS = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i)).filter((letter) => !'"<\\'.includes(letter));

/** Two digits count to 91² = 8281, which is 89 more than 13 bits do: where the lower 13 are below 89, a fourteenth fits. */
const SPARE = DIGITS.length ** 2 - 2 ** 13;

/**
 * Two digits for each 13 or 14 bits, as in basE91 by J. Henke (base91.sourceforge.net): 1.23 characters a byte, where
 * base64 takes 1.33. The lowest bits come first.
 */
export function encode(bytes) {
  let text = '';
  let held = 0;
  let count = 0;
  const put = (value) => {
    text += DIGITS[value % DIGITS.length] + DIGITS[Math.floor(value / DIGITS.length)];
  };
  for (const byte of bytes) {
    held |= byte << count;
    count += 8;
    if (count > 13) {
      const short = (held & 0x1fff) >= SPARE;
      put(held & (short ? 0x1fff : 0x3fff));
      held >>>= short ? 13 : 14;
      count -= short ? 13 : 14;
    }
  }
  // Up to seven bits may be left that one digit holds; two would be read as another byte.
  if (count > 7 || held >= DIGITS.length) put(held);
  else if (count > 0) text += DIGITS[held];
  return text;
}

/** Compressed, and as text. */
export const pack = (bytes) => encode(gzipSync(bytes, { level: 9 }));

/** Compressed by LZMA, a fifth smaller, for what can bring its own decoder; and as text. */
export const packTight = (bytes) => encode(compress(bytes, 9));
