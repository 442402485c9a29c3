/** What a NEP says of others: it needs them to be active first, takes their place, or carries them out. */
export const LINKS = ["requires", "replaces", "implements"] as const;
export type Link = (typeof LINKS)[number];

/** NEPs by what a NEP says of them: their numbers. */
export type NepLinks = Readonly<Record<Link, readonly number[]>>;

/** What the other NEP is called from here: `replaced by`. */
export const LINKED_BY: Readonly<Record<Link, string>> = {
  requires: "required by",
  replaces: "replaced by",
  implements: "implemented by",
};

/** A NEP that says something of another. */
export interface Linking<T> {
  link: Link;
  from: T;
}

/** What others say of the NEP of a number, in the order of {@link LINKS} and of theirs. */
export function linksTo<T extends { number: number; links: NepLinks }>(
  number: number,
  others: readonly T[],
): Linking<T>[] {
  return LINKS.flatMap((link) =>
    others
      .filter((from) => from.number !== number && from.links[link].includes(number))
      .map((from) => ({ link, from })),
  );
}
