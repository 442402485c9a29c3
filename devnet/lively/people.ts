import { HDNodeWallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_ACCOUNTS, LOCAL_MNEMONIC } from "../../config";

/** Who joins the demo's people in the lively network: the next accounts of the same public mnemonic, in order. */
const NEWCOMERS = [
  ...["tara", "umar", "vera", "wim", "xena", "yuri", "zoe", "amir", "bela", "chen"],
  ...["dora", "emil", "fay", "goro", "hugo", "ines", "jan", "kira", "luis", "mei"],
  ...["noor", "otto", "petra", "ravi", "sofia", "tomas", "uma", "viktor", "wanda", "yara"],
  ...["zara", "arne", "bao", "clara", "diego", "elif"],
] as const;

/** A person of the lively network, by name. */
export type PersonName = keyof typeof LOCAL_ACCOUNTS | (typeof NEWCOMERS)[number];

/** The addresses of all people, by name. Their keys are public: they are for local chains alone. */
export const PEOPLE = {
  ...LOCAL_ACCOUNTS,
  ...Object.fromEntries(NEWCOMERS.map((name, i) => [name, addressAt(20 + i)])),
} as Record<PersonName, string>;

/** Those who came after the beginning, and got their tokens from others. */
export const HOLDERS: readonly PersonName[] = [
  ...(["kofi", "lena", "milo", "nina", "omar", "pia", "quin", "rosa", "sven"] as const),
  ...NEWCOMERS,
];

/** Every person's name as it is written, by address. */
export function namesByAddress(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(PEOPLE).map(([name, address]) => [address, name[0]!.toUpperCase() + name.slice(1)]),
  );
}

/** Makes the in-process chain know all people, with ether of their own. To be called before the chain is first used. */
export function inviteAll(hre: HardhatRuntimeEnvironment): void {
  const { accounts } = hre.config.networks.hardhat;
  if (Array.isArray(accounts)) throw new TypeError("the in-process chain's accounts come from a mnemonic");
  accounts.count = Object.keys(PEOPLE).length;
}

function addressAt(index: number): string {
  return HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, undefined, `m/44'/60'/0'/0/${index}`).address;
}
