import { ZeroAddress } from "ethers";

import { checkAddress, explain, PolityError, ValidationError, type Problem } from "../sdk";
import { LOCAL_ACCOUNTS, LOCAL_NETWORKS, type AccountLabels } from "./local";
import { TIMELOCK, TREASURY, type NetworkConfig } from "./schema";

/** The labels that a configuration uses, each once, without addresses, timelock and treasury. */
export function accountLabels({ token, vesting = [], council }: Accounts): string[] {
  const used = [
    ...token.allocation.map(({ to }) => to),
    ...vesting.map(({ beneficiary }) => beneficiary),
    ...(council?.members ?? []),
  ];
  return [...new Set(used)].filter(
    (label) => label !== TIMELOCK && label !== TREASURY && !label.startsWith("0x"),
  );
}

type Accounts = Pick<NetworkConfig, "token" | "vesting" | "council">;

/**
 * Addresses of every account that a configuration names by label.
 * @param networkName Name of the chain, as Hardhat calls it. Local chains know {@link LOCAL_ACCOUNTS}.
 * @param labels What the team wrote for a public network; on a local one it overrides the test accounts.
 * @throws ValidationError naming every label that is missing or has no usable address.
 */
export function resolveAccounts(
  config: Accounts,
  networkName: string,
  labels: AccountLabels = {},
): Record<string, string> {
  const known: AccountLabels = LOCAL_NETWORKS.includes(networkName)
    ? { ...LOCAL_ACCOUNTS, ...labels }
    : labels;
  const problems: Problem[] = [];
  const resolved: Record<string, string> = {};
  for (const label of accountLabels(config)) {
    try {
      const address = Object.hasOwn(known, label) ? known[label] : undefined;
      if (address === undefined) throw new PolityError("has no address");
      resolved[label] = checkAddress(address);
      if (resolved[label] === ZeroAddress) throw new PolityError("is the zero address");
    } catch (error) {
      problems.push({ field: label, message: explain(error) });
    }
  }
  const signers = (config.council?.members ?? []).map((member) => resolved[member] ?? member);
  signers.forEach((signer, i) => {
    if (signers.indexOf(signer) < i) {
      problems.push({
        field: config.council!.members[i]!,
        message: `is ${signer}, which the council already has`,
      });
    }
  });
  if (problems.length > 0) {
    throw new ValidationError(`accounts of ${networkName}`, problems, {
      hint: 'write {"label": "0x…"} for each',
    });
  }
  return resolved;
}
