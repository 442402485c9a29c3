/** `find` occurs once in `file` and becomes `replace`. `equivalent` says why no test can tell the two apart. */
export interface Mutation {
  file: string;
  find: string;
  replace: string;
  equivalent?: string;
}

type Change = [find: string, replace: string, equivalent?: string];

export const inFile = (file: string, changes: readonly Change[]): Mutation[] =>
  changes.map(([find, replace, equivalent]) => ({ file, find, replace, equivalent }));

/** The text of the file with the change in it. */
export function mutate(text: string, { file, find, replace }: Mutation): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(`Expected once in ${file}, found ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}
