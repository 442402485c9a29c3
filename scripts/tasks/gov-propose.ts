import { decodeCall, describeCall, describeLogs, nameCall } from "../../sdk/calls";
import { DOMAINS } from "../../sdk/domains";
import { explain as sentence, PolityError } from "../../sdk/errors";
import { chainBook, presetBook, standInContracts } from "../../sdk/governor/book";
import { explainCalls, type Explanation } from "../../sdk/governor/explain";
import { checkFee, checkProposer, propose as send, type ProposerCheck } from "../../sdk/governor/propose";
import { simulate as trial, type SimulatedAction } from "../../sdk/governor/simulate";
import { readProposal } from "../../sdk/governor/timeline";
import { formatTimestamp, parseAmount } from "../../sdk/format";
import { decodeParameter, encodeKey, encodeNep, formatParameter, type Call, type Nep, type Proposal } from "../../sdk/nep"; // prettier-ignore
import { tokens } from "../demo/print";
import type { Answer, Command, Context, Options } from "./command";
import { done } from "./escrow-options";
import { networkOf } from "../lib/network-file";
import { configOf, indent, notesOf, proposalOf, readNepFile, titleOf } from "./gov-options";

/** A NEP file as a proposal that the account may make now, and whose actions work. */
export async function readyToPropose(
  context: Context,
  proposer: string,
): Promise<{ nep: Nep; proposal: Proposal; check: ProposerCheck }> {
  const { network, needed, flag } = context;
  const { addresses } = network;
  const nep = readNepFile(needed("nep"), configOf(context));
  const proposal = encodeNep(nep, { proposer, contracts: addresses });
  const check = await checkProposer(network, proposer, proposal);
  const most = context.text("maxBurn");
  checkFee(check.type, check.fee, most === undefined ? undefined : parseAmount(most));
  const calls = proposal.targets.map((target, i) => ({
    ...{ target, value: proposal.values[i]!, calldata: proposal.calldatas[i]! },
  }));
  const { allowed, verdict } = await explainCalls(await chainBook(network), network, {
    ...{ calls, declared: nep.code },
  });
  if (!allowed) throw new PolityError(verdict, { hint: "explain tells why" });
  context.progress("simulating its actions");
  const failed = (await trial(network, await context.simulator(), calls)).find(({ success }) => !success);
  if (failed && !flag("anyway")) {
    throw new PolityError(
      `${nameCall(decodeCall(network, failed.call))} would be refused today: ${sentence(failed.error)}`,
      { hint: "simulate shows all; --anyway proposes what only works later" },
    );
  }
  return { nep, proposal, check };
}

/** Checks, explains and simulates a NEP file, then proposes it. */
export const propose: Command = async (context) => {
  const { network, signer, nameOf } = context;
  const { nep, proposal, check } = await readyToPropose(context, signer.address);
  // What was checked is the bound: rules that change meanwhile cannot take more.
  const { proposalId, fee, receipt, approval } = await send(network, signer, proposal, { maxFee: check.fee });
  const { stage, snapshot } = await readProposal(network.governor, proposalId);
  const text = [
    `${nameOf(signer.address)} proposed ${titleOf({ id: proposalId, nep: nep.number, title: nep.title })}`,
    `id ${proposalId}`,
    `burned a fee of ${tokens(fee)} tokens${approval ? ", approved exactly" : ""}; in review until ${formatTimestamp(snapshot)}`,
  ];
  return done(receipt, text.join("\n"), { proposalId, fee, stage, snapshot, approval: approval?.hash });
};

/** Tries the actions of a NEP file or a proposal on the present state, and leaves no trace. */
export const simulate: Command = async (context) => {
  const { network } = context;
  const { name, calls, nep } = await subjectOf(context);
  const actions = await trial(network, await context.simulator(), calls);
  const outdated = nep ? await outdatedValues(context, nep) : [];
  const lines = await Promise.all(actions.map((action, i) => linesOf(context, action, i)));
  const failed = actions.filter(({ success }) => !success).length;
  const count = actions.length === 1 ? "its action" : `${actions.length} actions`;
  const sum = failed
    ? `${failed} of ${count} would be refused today, and so the proposal as a whole`
    : `${count} would succeed today`;
  return {
    text: [name, ...lines.flat(), ...outdated.map((line) => `note: ${line}`), sum].join("\n"),
    json: { name, actions, outdated, succeeds: failed === 0 },
    failed: failed > 0,
  };
};

async function linesOf({ network }: Context, action: SimulatedAction, i: number): Promise<string[]> {
  const { call, success, gas, events, error } = action;
  const name = `${i + 1}. ${nameCall(decodeCall(network, call))}`;
  if (!success) return [`${name}: would be refused: ${sentence(error)}`];
  const changes = await describeLogs(network, events);
  return [`${name}: would succeed, ${gas.toLocaleString("en")} gas`, ...indent(changes, "   ")];
}

/** Which type a NEP file or a proposal needs, and why, by the chain's rulebook. */
export const explain: Command = async (context) => {
  const { network } = context;
  const { name, calls, declared } = await subjectOf(context);
  const provider = network.governor.runner!.provider!;
  const explanation = await explainCalls(await chainBook(network), network, {
    ...{ calls, declared, provider },
  });
  const config = configOf(context);
  const described = await Promise.all(
    explanation.actions.map(({ call }) => describeCall(network, call, { notes: notesOf(config) })),
  );
  return told(name, explanation, described);
};

/** The same by a preset, without a chain. */
export async function explainOffline({ nep: file, preset }: Options): Promise<Answer> {
  if (typeof file !== "string") {
    throw new PolityError("a preset explains a file", { hint: "give --nep FILE with --preset" });
  }
  const config = networkOf(String(preset)).config;
  const nep = readNepFile(file);
  const known = standInContracts(DOMAINS);
  const calls = callsOf(nep, known.addresses);
  const explanation = await explainCalls(presetBook(config), known, { calls, declared: nep.code });
  return told(`NEP-${nep.number}: ${nep.title}, on ${config.name} as configured`, explanation);
}

function told(name: string, explanation: Explanation, described?: readonly string[][]): Answer {
  const { actions, types, verdict, allowed } = explanation;
  const lines = actions.flatMap((action, i) => [
    `${i + 1}. ${action.name}`,
    ...indent(described?.[i] ?? [], "   "),
    `   ${action.why}`,
    ...(action.proxy
      ? [`   known risk: the target is a proxy that runs ${action.proxy} now, and whoever upgrades it changes what this call does`] // prettier-ignore
      : []),
  ]);
  const all = `open to all actions, the least strict first: ${types.map((code) => `NEP-${code}`).join(", ")}`;
  return {
    text: [name, ...lines, all, verdict].join("\n"),
    json: {
      name,
      types,
      verdict,
      allowed,
      actions: actions.map(({ call, ...rest }) => ({ ...rest, ...plain(call) })),
    },
    failed: !allowed,
  };
}

const plain = ({ contract, target, value, calldata }: Explanation["actions"][number]["call"]) => ({
  ...{ contract, target, value, calldata },
});

/** What `--nep` or `--id` is about. */
async function subjectOf(
  context: Context,
): Promise<{ name: string; calls: Call[]; declared: string; nep?: Nep }> {
  const { network, text } = context;
  const [file, id] = [text("nep"), text("id")];
  if ((file === undefined) === (id === undefined)) {
    throw new PolityError("it is about a file, or a proposal", { hint: "give --nep FILE or --id" });
  }
  if (file === undefined) {
    const proposal = await proposalOf(context);
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
function callsOf(nep: Nep, contracts: Readonly<Record<string, string>>): Call[] {
  const proposer = "0x0000000000000000000000000000000000000001";
  const { targets, values, calldatas } = encodeNep(nep, { proposer, contracts });
  return targets.map((target, i) => ({ target, value: values[i]!, calldata: calldatas[i]! }));
}

/** What the file says about values of today, and is not so. */
async function outdatedValues({ network: { registry } }: Context, nep: Nep): Promise<string[]> {
  const lines = nep.parameterChanges.map(async ({ key, kind, was }) => {
    if (was === undefined) return [];
    const word = await registry.get(encodeKey(key)).catch(() => undefined);
    const now = word === undefined ? undefined : decodeParameter(kind, word);
    return now === undefined || now === was
      ? []
      : [`${key} is ${formatParameter(now)} now, and the file says it was ${formatParameter(was)}`];
  });
  return (await Promise.all(lines)).flat();
}
