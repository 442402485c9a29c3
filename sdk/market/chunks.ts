/** How many things a node is asked at once. */
const AT_ONCE = 100;

/** The results of all, asked in chunks: thousands at once would be refused. */
export async function inChunks<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    found.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(ask))));
  return found;
}
