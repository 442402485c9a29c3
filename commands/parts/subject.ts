import { PolityError } from "@polity/sdk/errors";
import { LIVE_STATES, readProposal } from "@polity/sdk/governor/timeline";
import { encodeNep, readDescription, type Call, type Nep, type ProposalForm } from "@polity/sdk/nep";
import { text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { formOf, ID, NEP, proposalOf, readNepFile, titleOf } from "./proposals";

/** For what speaks of the actions of a file, or of a proposal. */
export const SUBJECT = { nep: text(NEP), id: text(ID) };

/** The actions of a file, or of a proposal. */
export interface Subject {
  name: string;
  calls: Call[];
  /** The type that the file or the title names. */
  declared: string;
  /** The file. */
  nep?: Nep;
  /** The NEP of either, and whether it is over: then its values are not those of now. */
  text?: { nep: Nep; past: boolean };
}

/** What `--nep` or `--id` is about. */
export async function subjectOf(context: Context<Values<typeof SUBJECT>>): Promise<Subject> {
  const { network, options } = context;
  const { nep: file, id } = options;
  if ((file === undefined) === (id === undefined)) {
    throw new PolityError("it is about a file, or a proposal", { hint: "give --nep FILE or --id" });
  }
  if (file === undefined) {
    const proposal = await proposalOf(context, id!);
    const { type, state } = await readProposal(network.governor, proposal.id);
    const said = nepIn(proposal.description, formOf(context));
    return {
      ...{ name: titleOf(proposal), calls: proposal.calls, declared: type },
      ...(said && { text: { nep: said, past: !LIVE_STATES.includes(state) } }),
    };
  }
  const nep = readNepFile(file, { form: formOf(context) });
  return {
    name: `NEP-${nep.number}: ${nep.title}`,
    calls: callsOf(nep, network.addresses),
    declared: nep.code,
    nep,
    text: { nep, past: false },
  };
}

function nepIn(description: string, form: ProposalForm | undefined): Nep | undefined {
  try {
    return readDescription(description, { form }).nep;
  } catch {
    // Any text may be proposed.
    return undefined;
  }
}

/** The calls of a NEP do not depend on who proposes it. */
export function callsOf(nep: Nep, contracts: Readonly<Record<string, string>>): Call[] {
  const proposer = "0x0000000000000000000000000000000000000001";
  return encodeNep(nep, { proposer, contracts }).calls;
}
