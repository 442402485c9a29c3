// Stands in for what reads ENS names, a tenth of a first load: the app takes addresses and no names. ethers asks for it only
// when it is given a text that is no address.

export function ens_normalize(name: string): never {
  throw new Error(`"${name}" is not an address, and the app reads no names`);
}

export const EnsResolver = {
  fromName: (_: unknown, name: string): never => ens_normalize(name),
};

/** ethers names it, and nothing here uses it. */
export const MulticoinProviderPlugin = undefined;
