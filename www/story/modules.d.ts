/** The story of a language, made from Markdown by `www/story/build.mjs`. */
declare module 'story:*' {
  const story: import('./types.js').Chapter[];
  export default story;
}
