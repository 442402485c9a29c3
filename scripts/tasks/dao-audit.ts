import { existsSync } from "node:fs";

import { audit, type Audit } from "../../sdk/audit";
import type { AuditedContracts } from "../../sdk/audit/types";
import { PolityError } from "../../sdk/errors";
import { checkAddress } from "../../sdk/nep/actions";
import { deploymentFile, readDeployment } from "../lib/deployments";
import { configOf, type DaoAnswer, type DaoContext } from "./dao-run";
import { titleOf } from "./gov-options";

/** Reads every power from the chain; with a preset it is compared, without one it is told, and what bypasses the vote flagged. */
export async function auditCommand(context: DaoContext): Promise<DaoAnswer> {
  const { hre, text } = context;
  const { provider } = hre.ethers;
  const { contracts, fromBlock, accounts: known, deployer } = await targetOf(context);
  const preset = text("preset");
  const compared = preset === undefined ? { accounts: known } : await configOf(context, preset, known);
  const result = await audit({ provider, contracts, fromBlock, deployer, ...compared });
  return { text: formatAudit(result), json: result, failed: result.deviations.length > 0 };
}

/** An auditor has the governor's address; whoever deployed has the file. */
async function targetOf({ hre, text }: DaoContext): Promise<{
  contracts: AuditedContracts;
  fromBlock: number;
  accounts?: Record<string, string> | undefined;
  deployer?: string | undefined;
}> {
  const [governor, first] = [text("governor"), text("fromBlock")];
  if (first !== undefined && !/^\d+$/.test(first)) {
    throw new PolityError(`"${first}" is no block`, {
      hint: "give the number of the block of the deployment",
    });
  }
  if (governor !== undefined) {
    return { contracts: { NetworkGovernor: checkAddress(governor) }, fromBlock: Number(first ?? 0) };
  }
  const { chainId } = await hre.ethers.provider.getNetwork();
  const file = text("deployment") ?? deploymentFile(chainId);
  if (!existsSync(file)) {
    throw new PolityError("there is nothing to audit", { hint: "give --governor, or --deployment" });
  }
  const { contracts, block, accounts, deployer } = readDeployment(file);
  return { contracts, fromBlock: Number(first ?? block), accounts, deployer };
}

/** An audit as a person reads it. */
export function formatAudit(
  { facts, privileges, deviations, contracts }: Audit,
  { facts: all = true } = {},
): string {
  const holders = [...new Set(privileges.map(({ path }) => path.slice(0, path.lastIndexOf(" → "))))];
  const powers = holders.flatMap((path) => [
    path,
    ...privileges
      .filter((privilege) => privilege.path.startsWith(`${path} → `))
      .map(({ call, why }) => `  ${call.padEnd(40)} ${why}`),
  ]);
  const read = facts.flatMap(({ contract, what, actual, expected }) => {
    const mark = expected === undefined ? " " : deviates(contract, what) ? "✗" : "✓";
    const name = `${contract}.${what}`.padEnd(40);
    const [first = "none", ...others] = actual.length > 4 ? [`${actual.length} values`] : actual;
    return `${mark} ${name} ${[first, ...others].join(", ")}`;
  });
  const found = deviations.flatMap(({ contract, what, missing, unexpected }) => [
    `${contract}, ${what}:`,
    ...missing.map((value) => `  missing     ${value}`),
    ...unexpected.map((value) => `  unexpected  ${value}`),
  ]);
  const decided = facts.flatMap((fact) => fact.decided ?? []);
  const changes = (those: typeof decided) =>
    those.flatMap(({ before, after, by, transaction }) => [
      `  ${before ?? "(new)"} → ${after ?? "(retired)"}`,
      ...by.map((record) => `    by ${titleOf(record)}, id ${record.id}`),
      ...(transaction ? [`    signed by its members, tx ${transaction}`] : []),
    ]);
  const since = changes(decided.filter(({ transaction }) => transaction === undefined));
  const own = changes(decided.filter(({ transaction }) => transaction !== undefined));
  const verdict =
    deviations.length === 0
      ? `${facts.filter(({ expected }) => expected).length} facts of ${Object.keys(contracts).length} contracts are as they should be`
      : `${deviations.length} deviations\n${found.join("\n")}`;
  return [
    ...powers,
    ...(all ? ["", ...read] : []),
    ...(since.length ? ["", "changed by proposals since:", ...since] : []),
    ...(own.length ? ["", "changed by the council itself since:", ...own] : []),
    ...["", verdict],
  ].join("\n");

  function deviates(contract: string, what: string): boolean {
    return deviations.some((deviation) => deviation.contract === contract && deviation.what === what);
  }
}
