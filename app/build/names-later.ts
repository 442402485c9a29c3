// Stands in for what normalizes ENS names, a tenth of a first load. Whoever reads names loads it before; ethers asks for it
// only when it is given a text that is no address, and then the app has made a mistake.

let normalize: ((name: string) => string) | undefined;

/** Loads the real one, once. */
export async function loadNames(): Promise<void> {
  normalize ??= (await import("../../node_modules/@adraffy/ens-normalize/dist/index.mjs")).ens_normalize;
}

export function ens_normalize(name: string): string {
  if (normalize) return normalize(name);
  throw new Error(`"${name}" is not an address, and no names are read here`);
}

export const EnsResolver = {
  fromName: (_: unknown, name: string): never => {
    throw new Error(`"${name}" is not an address, and this provider looks for no names`);
  },
};

/** ethers names it, and nothing here uses it. */
export const MulticoinProviderPlugin = undefined;
