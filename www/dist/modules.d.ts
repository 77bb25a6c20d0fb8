/** The module of the core as `www/dist/pack.mjs` makes it text. */
declare module 'packed:core' {
  const text: string;
  export default text;
}
