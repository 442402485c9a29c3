import {
  changesNothing,
  decodeCall,
  describeCall,
  nameCall,
  readTokenUnit,
  type TokenUnit,
} from "@polity/sdk/calls";
import { notesOf, type Conventions } from "@polity/sdk/conventions";
import type { Network } from "@polity/sdk/deployment";
import { explain, PolityError, ValidationError, type Problem } from "@polity/sdk/errors";
import { chainBook } from "@polity/sdk/governor/book";
import { readContradictions } from "@polity/sdk/governor/contradictions";
import { explainCalls } from "@polity/sdk/governor/explain";
import type { NepNumbers } from "@polity/sdk/governor/numbers";
import { outdatedValues } from "@polity/sdk/governor/outdated";
import { checkProposer, type ProposerCheck } from "@polity/sdk/governor/propose";
import {
  aloneSimulatorOf,
  simulate,
  simulatorOf,
  type Rpc,
  type SimulatedAction,
} from "@polity/sdk/governor/simulate";
import type { Call } from "@polity/sdk/nep/actions";
import type { Contradiction } from "@polity/sdk/nep/contradictions";
import { documentProblems } from "@polity/sdk/nep/documents";
import { encodeNep, type Proposal } from "@polity/sdk/nep/encode";
import { nepFileName } from "@polity/sdk/nep/format";
import { documents } from "../../../data/documents";
import { visible } from "@polity/sdk/nep/text";
import { unfinished } from "@polity/sdk/nep/unfinished";
import type { NetworkRules } from "@polity/sdk/nep/rules";
import { validateNep, type Nep } from "@polity/sdk/nep/validate";

/** A NEP file, read: valid, or all that is wrong with it. */
export type Checked = { nep: Nep } | { problems: readonly Problem[] };

/**
 * Reads and checks the text of a NEP file.
 * @param numbers Those of the network's NEPs, where they are known.
 */
export function checkNep(
  text: string,
  rules: NetworkRules | undefined,
  { fileName, numbers }: { fileName?: string; numbers?: NepNumbers | undefined } = {},
): Checked {
  const taken = takenNumber(text, numbers);
  try {
    const nep = validateNep(text, { ...(rules && { network: rules }), ...(fileName && { fileName }) });
    return taken.length > 0
      ? { problems: taken }
      : { nep: { ...nep, fileName: nep.fileName ?? nepFileName(nep) } };
  } catch (error) {
    if (error instanceof ValidationError) return { problems: [...taken, ...error.problems] };
    if (error instanceof PolityError) return { problems: [{ field: "file", message: explain(error) }] };
    throw error;
  }
}

/** Says so where the number that a file gives itself is another NEP's. */
function takenNumber(text: string, numbers: NepNumbers | undefined): Problem[] {
  const number = Number(/^nep:[ \t]*(\d{1,6})[ \t]*$/m.exec(text)?.[1]);
  const holder = numbers?.taken.get(number);
  if (!numbers || holder === undefined) return [];
  return [
    {
      field: "nep",
      message: `${number} is the number of "${visible(holder)}" already; ${numbers.next} is free`,
    },
  ];
}

/** One action of a NEP as the chain would take it. */
export interface TriedAction {
  name: string;
  /** What it changes, a sentence each. */
  words: readonly string[];
  /** Which types may make it, and why. */
  why: string;
  /** Why it would be refused today; absent where it would not, or where that is unknown. */
  error?: string;
  /** Whether it works is open: tried alone it is refused, and it may need those before it. */
  unsure?: boolean;
}

/** What would come of proposing a NEP now. */
export interface Preview {
  proposal: Proposal;
  actions: readonly TriedAction[];
  /** Which type it needs. */
  verdict: string;
  allowed: boolean;
  /** How the endpoint could try the actions: one after another, each by itself, or not at all. */
  tried?: "together" | "alone";
  /** Values that the file believes to be others than they are. */
  outdated: readonly string[];
  /** Documents that nobody could read, and why. */
  missing: readonly string[];
  /** Where its figures contradict its changes. */
  contradictions: readonly Contradiction[];
  /** For every action, what is so already, where the whole would change nothing; otherwise empty. */
  needless: readonly string[];
  /** Places of the text that its author has not written yet: nobody can propose it so. */
  open: readonly Problem[];
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
  { account, conventions }: { account?: string | undefined; conventions: Conventions | undefined },
): Promise<Preview> {
  const { addresses } = network;
  const proposal = encodeNep(nep, { proposer: account ?? ANYBODY, contracts: addresses });
  const { calls } = proposal;
  const notes = notesOf(conventions);
  const [explanation, { tried, trials }, proposer, outdated, contradictions, missing, needless, unit] =
    await Promise.all([
      chainBook(network).then((book) => explainCalls(book, network, { calls, declared: nep.code })),
      tryOut(network, rpc, calls),
      account === undefined ? undefined : askProposer(network, account, proposal),
      outdatedValues(network, nep),
      readContradictions(network, nep, conventions),
      // Its author has named who is asked for them.
      documentProblems(nep, documents),
      changesNothing(network, calls),
      readTokenUnit(network, addresses.GovernanceToken),
    ]);
  const actions = await Promise.all(
    explanation.actions.map(async ({ call, why }, i): Promise<TriedAction> => {
      const trial = trials?.[i];
      return {
        name: nameCall(decodeCall(network, call)),
        words: await describeCall(network, call, { notes }),
        why,
        ...(trial?.error && { error: explain(trial.error) }),
        ...(trial?.error && tried === "alone" && i > 0 && { unsure: true }),
      };
    }),
  );
  const { verdict, allowed } = explanation;
  return {
    ...{ proposal, actions, verdict, allowed, outdated, contradictions, needless, unit },
    missing: missing.map(({ key, message }) => `${key}: ${message}`),
    open: unfinished(nep),
    ...(tried && { tried }),
    ...(proposer && { proposer }),
  };
}

/** Tries actions as well as the endpoint can; nothing where it refuses even single calls. */
async function tryOut(
  network: Network,
  rpc: Rpc,
  calls: readonly Call[],
): Promise<{ tried?: "together" | "alone"; trials?: SimulatedAction[] }> {
  const simulator = await simulatorOf(rpc);
  if (simulator) return { tried: "together", trials: await simulate(network, simulator, calls) };
  try {
    return { tried: "alone", trials: await simulate(network, aloneSimulatorOf(rpc), calls) };
  } catch {
    return {};
  }
}

async function askProposer(network: Network, account: string, proposal: Proposal) {
  try {
    return await checkProposer(network, account, proposal);
  } catch (error) {
    if (error instanceof PolityError) return { missing: explain(error) };
    throw error;
  }
}
