/** Where a comma parts the thousands. Elsewhere the browser is asked, which takes it longer than a picture the first time. */
const COMMAS = /^(?:en|en-US|en-GB|zh|zh-CN|zh-Hans)$/;

/** Numbers as a reader of one language expects them. */
export class NumberFormat {
  #count: Intl.NumberFormat | undefined;

  constructor(readonly lang: string) {}

  /** A count: 12,000. */
  count(n: number): string {
    if (Number.isInteger(n) && n >= 0 && COMMAS.test(this.lang)) return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
    this.#count ??= new Intl.NumberFormat(this.lang, { maximumFractionDigits: 0 });
    return this.#count.format(n);
  }

  /** A value to `digits` decimals, with a true minus sign and ∞; never "-0.000". */
  value(x: number, digits = 3): string {
    if (Number.isNaN(x)) return '–';
    if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
    const text = Math.abs(x).toFixed(digits);
    return x < 0 && Number(text) !== 0 ? `−${text}` : text;
  }

  /** A value without needless zeros: 2, 0.5, −∞. */
  short(x: number, digits = 3): string {
    const text = this.value(x, digits);
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  }

  /** "p = 0.042" or "p < 0.001". */
  pValue(p: number): string {
    return p < 0.001 ? 'p < 0.001' : `p = ${this.value(p)}`;
  }
}
