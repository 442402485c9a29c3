import { PolityError } from "../sdk/errors";

/** Chains of the ZK Stack. */
const ZK_STACK: Readonly<Record<number, string>> = {
  324: "zkSync Era",
  300: "zkSync Era's Sepolia testnet",
  232: "Lens",
  2741: "Abstract",
  11_124: "Abstract's testnet",
};

/**
 * Refuses chains that cannot have a network of Polity.
 * @throws PolityError with the reason.
 */
export function checkSupported(chainId: number): void {
  const name = ZK_STACK[chainId];
  if (name === undefined) return;
  throw new PolityError(
    `${name} (chain ${chainId}) is not supported: it derives the addresses of contracts in its own way, so that a council and a vesting vault would not be where this network looks for them`,
    { hint: "choose a chain that derives addresses as Ethereum does: see docs/deploying.md" },
  );
}
