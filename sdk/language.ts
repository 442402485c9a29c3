/** Marks a word as one that people read, where nothing else shows it. */
export const say = (words: string): string => words;

/** The language of words and numbers. The app's pages in other languages are built with another one. */
export const LANGUAGE: string = "en";
