import {
  decodeCall,
  describeCall,
  nameCall,
  readTokenUnit,
  type ParameterNotes,
  type TokenUnit,
} from "../../../../sdk/calls";
import type { Network } from "../../../../sdk/deployment";
import { explain, PolityError, ValidationError, type Problem } from "../../../../sdk/errors";
import { chainBook } from "../../../../sdk/governor/book";
import { explainCalls } from "../../../../sdk/governor/explain";
import { checkProposer, type ProposerCheck } from "../../../../sdk/governor/propose";
import { simulate, simulatorOf, type Rpc } from "../../../../sdk/governor/simulate";
import { encodeNep, type Proposal } from "../../../../sdk/nep/encode";
import { nepFileName } from "../../../../sdk/nep/format";
import { validateNep, type Nep, type NetworkRules } from "../../../../sdk/nep/validate";
import { formatParameter, decodeParameter, encodeKey } from "../../../../sdk/nep/parameters";

/** A NEP file, read: valid, or all that is wrong with it. */
export type Checked = { nep: Nep } | { problems: readonly Problem[] };

/** Reads and checks the text of a NEP file. */
export function checkNep(text: string, rules: NetworkRules | undefined, fileName?: string): Checked {
  try {
    const nep = validateNep(text, { ...(rules && { network: rules }), ...(fileName && { fileName }) });
    return { nep: { ...nep, fileName: nep.fileName ?? nepFileName(nep) } };
  } catch (error) {
    if (error instanceof ValidationError) return { problems: error.problems };
    if (error instanceof PolityError) return { problems: [{ field: "file", message: explain(error) }] };
    throw error;
  }
}

/** One action of a NEP as the chain would take it. */
export interface TriedAction {
  name: string;
  /** What it changes, a sentence each. */
  words: readonly string[];
  /** Which types may make it, and why. */
  why: string;
  /** Absent where the endpoint cannot try it. */
  trial?: { gas: bigint; error?: string };
}

/** What would come of proposing a NEP now. */
export interface Preview {
  proposal: Proposal;
  actions: readonly TriedAction[];
  /** Which type it needs. */
  verdict: string;
  allowed: boolean;
  /** Whether the endpoint could try the actions. */
  simulated: boolean;
  /** Values that the file believes to be others than they are. */
  outdated: readonly string[];
  /** Of the fee. */
  unit: TokenUnit;
  /** What proposing takes, or what the account lacks; absent without an account. */
  proposer?: ProposerCheck | { missing: string };
}

/** Stands for whoever will propose, while no wallet is connected: the calls do not depend on it. */
const ANYBODY = "0x0000000000000000000000000000000000000001";

/**
 * Encodes a NEP, explains which type it needs, tries its actions where the endpoint can, and asks whether the account may
 * propose it. Sends nothing.
 * @throws PolityError for contracts that the network does not have.
 */
export async function previewNep(
  network: Network,
  rpc: Rpc,
  nep: Nep,
  { account, notes }: { account?: string | undefined; notes: ParameterNotes },
): Promise<Preview> {
  const { addresses } = network;
  const proposal = encodeNep(nep, { proposer: account ?? ANYBODY, contracts: addresses });
  const calls = proposal.targets.map((target, i) => ({
    ...{ target, value: proposal.values[i]!, calldata: proposal.calldatas[i]! },
  }));
  const [explanation, trials, proposer, outdated, unit] = await Promise.all([
    chainBook(network).then((book) => explainCalls(book, network, { calls, declared: nep.code })),
    simulatorOf(rpc).then((simulator) => simulator && simulate(network, simulator, calls)),
    account === undefined ? undefined : askProposer(network, account, proposal),
    outdatedValues(network, nep),
    readTokenUnit(network, addresses.GovernanceToken),
  ]);
  const actions = await Promise.all(
    explanation.actions.map(async ({ call, why }, i): Promise<TriedAction> => {
      const trial = trials?.[i];
      return {
        name: nameCall(decodeCall(network, call)),
        words: await describeCall(network, call, { notes }),
        why,
        ...(trial && { trial: { gas: trial.gas, ...(trial.error && { error: explain(trial.error) }) } }),
      };
    }),
  );
  const { verdict, allowed } = explanation;
  return {
    ...{ proposal, actions, verdict, allowed, outdated, unit },
    simulated: trials !== undefined,
    ...(proposer && { proposer }),
  };
}

async function askProposer(network: Network, account: string, proposal: Proposal) {
  try {
    return await checkProposer(network, account, proposal);
  } catch (error) {
    if (error instanceof PolityError) return { missing: explain(error) };
    throw error;
  }
}

async function outdatedValues({ registry }: Network, { parameterChanges }: Nep): Promise<string[]> {
  const lines = parameterChanges.map(async ({ key, kind, was }) => {
    if (was === undefined) return [];
    const now = decodeParameter(kind, await registry.get(encodeKey(key)));
    if (now === was) return [];
    return [`${key} is ${formatParameter(now)} now, and the file says it was ${formatParameter(was)}`];
  });
  return (await Promise.all(lines)).flat();
}
