import { PolityError } from "@polity/sdk/errors";

/**
 * Chains of the ZK Stack whose virtual machine is EraVM, from the list of chains in ZKsync's documentation and from the
 * definitions of viem and ethereum-lists. Chains on ZKsync OS (ADI, BattleChain) derive addresses as Ethereum does.
 */
const ERA_VM: Readonly<Record<number, string>> = {
  324: "ZKsync Era",
  300: "ZKsync Era's Sepolia testnet",
  232: "Lens",
  37_111: "Lens's testnet",
  240: "Cronos zkEVM's Sepolia testnet",
  282: "Cronos zkEVM's testnet",
  388: "Cronos zkEVM",
  320: "ZKcandy",
  302: "ZKcandy's Sepolia testnet",
  325: "GRVT",
  375: "zkXPLA",
  475: "zkXPLA's testnet",
  1345: "OpenZK",
  2741: "Abstract",
  11_124: "Abstract's testnet",
  50_104: "Sophon",
  531_050_104: "Sophon's testnet",
  51_888: "Memento",
  61_166: "Treasure",
  978_658: "Treasure's testnet Topaz",
  543_210: "Zero Network",
  555_271: "Xsolla ZK",
  555_272: "Xsolla ZK's Sepolia testnet",
  810_180: "zkLink Nova",
  810_181: "zkLink Nova's Sepolia testnet",
  1_612_127: "PlayFi's testnet Albireo",
};

/** Arbitrum's own chains, whose contracts see the number of a block of Ethereum. Chains built like them do the same. */
const FOREIGN_BLOCKS: Readonly<Record<number, string>> = {
  42_161: "Arbitrum One",
  42_170: "Arbitrum Nova",
  421_614: "Arbitrum's Sepolia testnet",
};

/**
 * Refuses chains that cannot have a network of Polity, or not one with a court or rounds.
 * @throws PolityError with the reason.
 */
export function checkSupported(
  chainId: number,
  network: { court?: object | undefined; rounds?: object | undefined } = {},
): void {
  const foreign = FOREIGN_BLOCKS[chainId];
  if (foreign !== undefined && network.rounds)
    throw new PolityError(
      `${foreign} (chain ${chainId}) can have no rounds: its contracts see the numbers of another chain's blocks, so that the hash that becomes a seed would not be there when it is needed`,
      { hint: "choose another chain, or leave out rounds" },
    );
  if (foreign !== undefined && network.court)
    throw new PolityError(
      `${foreign} (chain ${chainId}) can have no court: its contracts see the numbers of another chain's blocks, so that the hash that draws jurors would not be there when it is needed`,
      { hint: "choose another chain, or leave out court and treasury.disputes" },
    );
  const name = ERA_VM[chainId];
  if (name === undefined) return;
  throw new PolityError(
    `${name} (chain ${chainId}) is not supported: it derives the addresses of contracts in its own way, so that a council and a vesting vault would not be where this network looks for them`,
    { hint: "choose a chain that derives addresses as Ethereum does: see docs/deploying.md" },
  );
}
