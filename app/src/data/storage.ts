/** What is stored under a name; nothing where storage is forbidden or the text is not ours. */
export function load(name: string): string | undefined {
  try {
    return localStorage.getItem(`polity.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Names under which something is stored that begin with a text. */
export function storedUnder(start: string): string[] {
  try {
    const prefix = `polity.${start}`;
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice("polity.".length));
  } catch {
    return [];
  }
}

/** Stores a text, or removes it. A browser that forbids storage forgets it at the end of the visit. */
export function save(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(`polity.${name}`);
    else localStorage.setItem(`polity.${name}`, text);
  } catch {
    // Nothing can be done, and nothing is lost that the visit needs.
  }
}
