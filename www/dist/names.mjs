// What is packed in the page of one file, by the names of the elements that hold it.

export const CORE = 'packed-core';
export const SCRIPT = 'packed-script';
