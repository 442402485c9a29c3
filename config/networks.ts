import { ZeroAddress } from "ethers";

import { checkAddress, explain, PolityError, ValidationError, type Problem } from "@polity/sdk";
import { LOCAL_ACCOUNTS, LOCAL_CHAIN, type AccountLabels } from "./local";
import { settled, TIMELOCK, TREASURY, type NetworkConfig } from "./schema";

/** The labels that a configuration uses, each once, without addresses, timelock and treasury. */
export function accountLabels(config: NetworkConfig): string[] {
  const used = new Set<string>();
  settled(config, { addressOf: (account) => (used.add(account), account), today: 0 });
  return [...used].filter((label) => label !== TIMELOCK && label !== TREASURY && !label.startsWith("0x"));
}

/**
 * Addresses of every account that a configuration names by label.
 * @param chainId Id of the chain, as the chain itself says. The local one alone knows {@link LOCAL_ACCOUNTS}.
 * @param labels What the team wrote for a public chain; on the local one it overrides the test accounts.
 * @throws ValidationError naming every label that is missing or has no usable address.
 */
export function resolveAccounts(
  config: NetworkConfig,
  chainId: number,
  labels: AccountLabels = {},
): Record<string, string> {
  const known: AccountLabels = chainId === LOCAL_CHAIN ? { ...LOCAL_ACCOUNTS, ...labels } : labels;
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
    throw new ValidationError(`accounts of chain ${chainId}`, problems, {
      hint: 'write {"label": "0x…"} for each',
    });
  }
  return resolved;
}
