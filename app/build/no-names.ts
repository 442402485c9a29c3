// Stand in for what reads ENS names, a tenth of a first load: the app takes addresses and no names. ethers asks for it only
// when it is given a text that is no address.

export function ens_normalize(name: string): never {
  throw new Error(`"${name}" is not an address, and the app reads no names`);
}

export class EnsResolver {
  static fromName(_: unknown, name: string): never {
    ens_normalize(name);
  }
}
export class MulticoinProviderPlugin {}
