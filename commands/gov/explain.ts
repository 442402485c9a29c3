import { describeCall } from "@polity/sdk/calls";
import { notesOf } from "@polity/sdk/conventions";
import { PolityError } from "@polity/sdk/errors";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { chainBook, presetBook, standInContracts } from "@polity/sdk/governor/book";
import { readContradictions } from "@polity/sdk/governor/contradictions";
import { readTypeWeights, type TypeWeight } from "@polity/sdk/governor/counting";
import { explainCalls, type Explanation } from "@polity/sdk/governor/explain";
import { contradictionsOf, type Contradiction, type ProposalForm } from "@polity/sdk/nep";
import { reachLines, readReach } from "@polity/sdk/people";
import { configuredDecided, decidedLines, readDecided, type DecidedTypes } from "@polity/sdk/phases";
import { getBlock } from "@polity/sdk/provider";
import { networkOf } from "../../scripts/lib/network-file";
import type { Answer } from "../core/answer";
import { command, text } from "../core/command";
import { connected, SIGNED, type Context } from "../core/context";
import { contradictionLine } from "../parts/contradictions";
import { indent, readNepFile } from "../parts/proposals";
import { callsOf, SUBJECT, subjectOf } from "../parts/subject";
import { WEIGHED, weighedIn, weightLines } from "../parts/weight";

export default command({
  words: "Says which type a NEP needs, and why",
  options: {
    ...SUBJECT,
    preset: text("Explains by this preset, or a file like ./my-network.ts, without a chain"),
    account: WEIGHED,
    ...SIGNED,
  },
  async run(given) {
    const { nep, preset, from } = given.options;
    if (preset !== undefined) return explainOffline(nep, preset, given.host.domains);
    const context = await connected(given, from);
    const { network } = context;
    const { name, calls, declared, text: said } = await subjectOf(context);
    const { conventions } = context.deployment;
    const provider = network.governor.runner!.provider!;
    const book = await chainBook(network);
    const explanation = await explainCalls(book, network, {
      ...{ calls, declared, provider },
    });
    const [described, contradictions] = await Promise.all([
      Promise.all(
        explanation.actions.map(({ call }) => describeCall(network, call, { notes: notesOf(conventions) })),
      ),
      said ? readContradictions(network, said.nep, conventions, said) : [],
    ]);
    const account = weighedIn(context);
    const { number, timestamp } = await getBlock(provider, "latest");
    const [reach, phases, weights] = await Promise.all([
      reachOf(context, explanation, number, timestamp),
      readDecided(network, explanation.types),
      account === undefined
        ? []
        : readTypeWeights(network, book.types, explanation.types, account, timestamp),
    ]);
    return told(name, explanation, {
      ...{ described, contradictions, form: conventions?.proposals, reach, phases },
      ...(account !== undefined && {
        weight: { account, weights, lines: weightLines(weights, context.nameOf(account), timestamp) },
      }),
    });
  },
});

/** What persons could cast today, for each type whose proposals they decide and that may make the actions. */
async function reachOf(
  { network, deployment }: Context,
  { types }: Explanation,
  number: number,
  timestamp: number,
): Promise<string[]> {
  if (!network.quadraticVotes) return [];
  const reach = await readReach(network, deployment.block, timestamp - 1, number);
  return reach ? reachLines({ ...reach, types: reach.types.filter(({ type }) => types.includes(type)) }) : [];
}

/** The same by a preset, without a chain. */
async function explainOffline(
  file: string | undefined,
  preset: string,
  domains: readonly AnyDomain[],
): Promise<Answer> {
  if (file === undefined) {
    throw new PolityError("a preset explains a file", { hint: "give --nep FILE with --preset" });
  }
  const config = networkOf(preset).config;
  const nep = readNepFile(file, { form: config.proposals });
  const known = standInContracts(domains);
  const calls = callsOf(nep, known.addresses);
  const explanation = await explainCalls(presetBook(config, domains), known, { calls, declared: nep.code });
  return told(`NEP-${nep.number}: ${nep.title}, on ${config.name} as configured`, explanation, {
    ...{ contradictions: contradictionsOf(nep, config), form: config.proposals },
    phases: configuredDecided(config, explanation.types),
  });
}

interface Beside {
  described?: readonly string[][];
  contradictions: readonly Contradiction[];
  form: ProposalForm | undefined;
  reach?: readonly string[];
  phases?: DecidedTypes | undefined;
  weight?: { account: string; weights: readonly TypeWeight[]; lines: readonly string[] };
}

function told(name: string, explanation: Explanation, beside: Beside): Answer {
  const { described, contradictions, form, reach = [], phases, weight } = beside;
  const { actions, types, counting, verdict, allowed } = explanation;
  const lines = actions.flatMap((action, i) => [
    `${i + 1}. ${action.name}`,
    ...indent(described?.[i] ?? [], "   "),
    `   ${action.why}`,
    ...(action.proxy
      ? [`   known risk: the target is a proxy that runs ${action.proxy} now, and whoever upgrades it changes what this call does`] // prettier-ignore
      : []),
  ]);
  const all = `open to all actions, the least strict first: ${types.map((code) => `NEP-${code}`).join(", ")}`;
  const special = phases
    ? decidedLines(phases)
    : counting.map(({ type, how }) => `NEP-${type}: ${how.join("; ")}`);
  return {
    text: [
      name,
      ...lines,
      all,
      ...special,
      ...reach,
      ...(weight?.lines ?? []),
      verdict,
      ...contradictions.map((one) => contradictionLine(one, form)),
    ].join("\n"),
    json: {
      name,
      types,
      counting,
      ...(reach.length > 0 && { reach }),
      ...(phases && { phases }),
      ...(weight && { weight: { account: weight.account, types: weight.weights } }),
      verdict,
      allowed,
      contradictions,
      actions: actions.map(({ call, ...rest }) => ({ ...rest, ...plain(call) })),
    },
    failed: !allowed,
  };
}

const plain = ({ contract, target, value, calldata }: Explanation["actions"][number]["call"]) => ({
  ...{ contract, target, value, calldata },
});
