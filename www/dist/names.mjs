// What is packed in the page of one file, by the names of the elements that hold it, and where its styles go.

export const CORE = 'packed-core';
export const PAGE = 'packed-page';
export const STYLES = 'styles';
