/** The claims as MathML, made by `www/claims/formulas.mjs`. */
declare module 'formulas:claims' {
  const formulas: Record<import('./claims.js').ClaimId, string>;
  export default formulas;
}
