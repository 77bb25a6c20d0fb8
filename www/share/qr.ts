import qrcode from 'qrcode-generator';

/** The most bytes that a code holds (version 40, level L). */
const MOST = 2953;
/** A code that is read across a room has few modules: up to here the better correction is worth its size. */
const SHORT = 400;

export interface Code {
  /** Modules on a side, the quiet zone of 4 on each side included. */
  size: number;
  /** The dark modules as a path of unit squares, joined along each row. */
  path: string;
}

/** The QR code of an address (ASCII); undefined where it is too long for one. */
export function code(link: string): Code | undefined {
  if (link.length > MOST) return undefined;
  const made = qrcode(0, link.length > SHORT ? 'L' : 'M');
  made.addData(link, 'Byte');
  made.make();
  const count = made.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; ) {
      let end = column;
      while (end < count && made.isDark(row, end)) end++;
      if (end > column) path += `M${column + 4} ${row + 4}h${end - column}v1h-${end - column}z`;
      column = end + 1;
    }
  }
  return { size: count + 8, path };
}
