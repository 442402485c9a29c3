import { ZeroAddress, type BaseContract } from "ethers";

import { COUNCIL, GOVERNANCE_TOKEN, type NetworkConfig } from "../../config";
import { readTokenUnit } from "@polity/sdk/calls";
import { contentHash } from "@polity/sdk/core/content";
import { formatAmount, formatDuration } from "@polity/sdk/format";
import type { ActionArgument, NepAction } from "@polity/sdk/nep/actions";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { requireWork } from "@polity/sdk/work";
import { networkOf } from "../../scripts/lib/network-file";
import { text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { actionOf, nepActions } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { PRESET } from "../parts/preset";
import { programsIn } from "../parts/programs";
import { accountOf } from "../parts/treasury";
import { JUST_GRANTED, tellContract, wordArgument } from "../parts/treasury-action";
import { unitsText } from "../parts/work";

const OPTIONS = {
  ...PRESET,
  program: text('Only programs of these names, like "grants,bounties"; default all of the configuration'),
  meaning: text("Where the file is that says what rulings about work mean; default nowhere"),
  ...NEP_FILE,
} as const;
type Planning = Context<Values<typeof OPTIONS>>;
type Program = NonNullable<NetworkConfig["work"]>["programs"][number];

/**
 * What the first program needs besides is in the same NEP: that the court is asked, that challenges may open ballots, and
 * that payments give reputation. With it the NEP is GOV's; later ones are of the type that grants budgets.
 */
export default signedCommand({
  words: "Writes the NEP that opens programs of the configuration, with their budgets and what they need",
  options: OPTIONS,
  async run(context) {
    const { config } = networkOf(context.options.preset);
    const programs = programsIn(config.name, "work", config.work?.programs, context.options.program);
    const actions = [...(await settingUp(context, config)), ...(await opening(context, programs))];
    const names = programs.map(({ name }) => name).join(", ");
    const { text: told, json } = await nepActions(context, actions, `Open the work of ${names}`);
    return { text: told, json: { programs: programs.map(({ name }) => name), actions, ...json } };
  },
});

/** A call of one of the network's contracts, as an action names it. */
const callOf = async (context: Planning, contract: BaseContract, name: string, args: ActionArgument[]) =>
  actionOf(tellContract(context, await contract.getAddress()), contract.interface.getFunction(name)!, args);

/** What a vote has to settle once: left out of what follows where it is settled. */
async function settingUp(
  context: Planning,
  { work: asked, arbitrator }: NetworkConfig,
): Promise<NepAction[]> {
  const { network, options } = context;
  const { work, verdicts } = requireWork(network);
  const { court, ballots, reputation } = network;
  const [isAdmitted, arbitrators, mayOpen, [perQuarter]] = await Promise.all([
    court?.isAdmitted(verdicts),
    verdicts.arbitratorCount(),
    ballots?.isOpener(verdicts),
    reputation?.awarderOf(work) ?? [0n],
  ]);
  const points = asked?.pointsPerQuarter;
  const ruledBy = arbitrator
    ? [arbitrator.address, arbitrator.extraData, arbitrator.metaEvidence]
    : [court ? tellContract(context, await court.getAddress()) : ZeroAddress, "0x", options.meaning ?? ""];
  return [
    ...(court && !isAdmitted ? [await callOf(context, court, "admit", ["Verdicts", "true"])] : []),
    ...(arbitrators === 0n ? [await callOf(context, verdicts, "setArbitrator", ruledBy)] : []),
    ...(ballots && !mayOpen ? [await callOf(context, ballots, "admit", ["Verdicts", "true"])] : []),
    ...(reputation && points !== undefined && perQuarter !== points
      ? [await callOf(context, reputation, "setAwarder", ["Work", `tokens(${formatAmount(points)})`])]
      : []),
  ];
}

const durationText = (seconds: number) => `duration(${formatDuration(seconds)})`;

/** A budget and its program, for each. */
async function opening(context: Planning, programs: readonly Program[]): Promise<NepAction[]> {
  const { network } = context;
  const { work } = requireWork(network);
  const treasury = requireTreasury(network);
  const each = programs.map(async (program): Promise<NepAction[]> => {
    const isOwn = program.token === GOVERNANCE_TOKEN;
    const token = isOwn ? network.addresses.GovernanceToken : program.token;
    const unit = await readTokenUnit(network, token);
    const category = wordArgument("program", program.category);
    const reviewers = accountOf(context, program.reviewers === COUNCIL ? "Council" : program.reviewers);
    const credential =
      program.credential === undefined
        ? 0
        : (await classNamed(requireCredentials(network), program.credential)).kind + 1;
    return [
      await callOf(context, treasury, "grantBudget", [
        [
          ...["Work", tellContract(context, token), unitsText(program.amount, unit), "0"],
          ...[durationText(program.period), String(program.periods), "false", category],
        ],
      ]),
      await callOf(context, work, "openProgram", [
        [
          ...[tellContract(context, reviewers), durationText(program.reviewFor)],
          ...[durationText(program.disputeFor), String(credential), String(program.decide === "vote")],
          ...[unitsText(program.maxJob, unit), `tokens(${formatAmount(program.minReputation ?? 0n)})`],
          ...[JUST_GRANTED, durationText(program.outcomeAfter)],
          ...[`tokens(${formatAmount(program.bond)})`, category, contentHash(program.criteria)],
        ],
      ]),
    ];
  });
  return (await Promise.all(each)).flat();
}
