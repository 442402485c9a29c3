import { PolityError } from "@polity/sdk/errors";
import { readProposal } from "@polity/sdk/governor/timeline";
import { encodeNep, type Call, type Nep } from "@polity/sdk/nep";
import { text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { ID, NEP, proposalOf, readNepFile, titleOf } from "./proposals";

/** For what speaks of the actions of a file, or of a proposal. */
export const SUBJECT = { nep: text(NEP), id: text(ID) };

/** What `--nep` or `--id` is about. */
export async function subjectOf(
  context: Context<Values<typeof SUBJECT>>,
): Promise<{ name: string; calls: Call[]; declared: string; nep?: Nep }> {
  const { network, options } = context;
  const { nep: file, id } = options;
  if ((file === undefined) === (id === undefined)) {
    throw new PolityError("it is about a file, or a proposal", { hint: "give --nep FILE or --id" });
  }
  if (file === undefined) {
    const proposal = await proposalOf(context, id!);
    const { type } = await readProposal(network.governor, proposal.id);
    return { name: titleOf(proposal), calls: proposal.calls, declared: type };
  }
  const nep = readNepFile(file);
  return {
    name: `NEP-${nep.number}: ${nep.title}`,
    calls: callsOf(nep, network.addresses),
    declared: nep.code,
    nep,
  };
}

/** The calls of a NEP do not depend on who proposes it. */
export function callsOf(nep: Nep, contracts: Readonly<Record<string, string>>): Call[] {
  const proposer = "0x0000000000000000000000000000000000000001";
  const { targets, values, calldatas } = encodeNep(nep, { proposer, contracts });
  return targets.map((target, i) => ({ target, value: values[i]!, calldata: calldatas[i]! }));
}
