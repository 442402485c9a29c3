import { ZeroAddress, type BaseContract } from "ethers";

import { GOVERNANCE_TOKEN, type NetworkConfig } from "../../config";
import { drawnBy } from "../../config/schema/rounds";
import { readTokenUnit } from "@polity/sdk/calls";
import { formatDuration } from "@polity/sdk/format";
import { encodeKey } from "@polity/sdk/nep";
import type { ActionArgument, NepAction } from "@polity/sdk/nep/actions";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import { requireRounds } from "@polity/sdk/rounds/require";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { networkOf } from "../../scripts/lib/network-file";
import { text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { actionOf, nepActions } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { PRESET } from "../parts/preset";
import { programsIn } from "../parts/programs";
import { JUST_GRANTED, tellContract, wordArgument } from "../parts/treasury-action";
import { unitsText } from "../parts/work";

const OPTIONS = {
  ...PRESET,
  program: text('Only programs of these names, like "equity,profit"; default all of the configuration'),
  meaning: text("Where the file is that says what rulings about shares mean; default nowhere"),
  ...NEP_FILE,
} as const;
type Planning = Context<Values<typeof OPTIONS>>;
type Program = NonNullable<NetworkConfig["rounds"]>["programs"][number];

/** What the first program needs besides is in the same NEP: that the court is asked about shares, and rules. */
export default signedCommand({
  words: "Writes the NEP that opens programs of the configuration, with their budgets and what they need",
  options: OPTIONS,
  async run(context) {
    const { config } = networkOf(context.options.preset);
    const programs = programsIn(config.name, "rounds", config.rounds?.programs, context.options.program);
    const actions = [...(await settingUp(context, config)), ...(await opening(context, config, programs))];
    const names = programs.map(({ name }) => name).join(", ");
    const { text: told, json } = await nepActions(context, actions, `Open rounds of ${names}`);
    return { text: told, json: { programs: programs.map(({ name }) => name), actions, ...json } };
  },
});

/** A call of one of the network's contracts, as an action names it. */
const callOf = async (context: Planning, contract: BaseContract, name: string, args: ActionArgument[]) =>
  actionOf(tellContract(context, await contract.getAddress()), contract.interface.getFunction(name)!, args);

/** What a vote has to settle once: left out of what follows where it is settled. */
async function settingUp(context: Planning, { arbitrator }: NetworkConfig): Promise<NepAction[]> {
  const { network, options } = context;
  const { court } = network;
  const rounds = requireRounds(network);
  const [isAdmitted, arbitrators] = await Promise.all([court?.isAdmitted(rounds), rounds.arbitratorCount()]);
  const ruledBy = arbitrator
    ? [arbitrator.address, arbitrator.extraData, arbitrator.metaEvidence]
    : [court ? tellContract(context, await court.getAddress()) : ZeroAddress, "0x", options.meaning ?? ""];
  return [
    ...(court && !isAdmitted ? [await callOf(context, court, "admit", ["Rounds", "true"])] : []),
    ...(arbitrators === 0n ? [await callOf(context, rounds, "setArbitrator", ruledBy)] : []),
  ];
}

const seconds = (value: number) => (value === 0 ? "0" : `duration(${formatDuration(value)})`);

/** A budget and its program, for each. */
async function opening(
  context: Planning,
  { rounds: asked }: NetworkConfig,
  programs: readonly Program[],
): Promise<NepAction[]> {
  const { network } = context;
  const rounds = requireRounds(network);
  const treasury = requireTreasury(network);
  const { kind: runnerClass } = await classNamed(requireCredentials(network), asked!.runners);
  const each = programs.map(async (program): Promise<NepAction[]> => {
    const asset = program.asset === GOVERNANCE_TOKEN ? network.addresses.GovernanceToken : program.asset;
    const [unit, own] = await Promise.all([
      readTokenUnit(network, asset),
      readTokenUnit(network, network.addresses.GovernanceToken),
    ]);
    const told = tellContract(context, asset);
    // In the order of the contract's struct.
    const terms: Record<string, ActionArgument> = {
      recipeKey: encodeKey(program.recipe),
      asset: told,
      entryFee: unitsText(program.entryFee, unit),
      potPerRound: unitsText(program.pot, unit),
      budgetId: JUST_GRANTED,
      every: seconds(program.every),
      vestFor: seconds(program.vestFor),
      cliff: seconds(program.cliff),
      runnerFee: unitsText(program.runnerFee, unit),
      runnerBond: unitsText(program.runnerBond, unit),
      openFor: seconds(program.openFor),
      runFor: seconds(program.runFor),
      revealFor: seconds(program.revealFor),
      challengeFor: seconds(program.challengeFor),
      claimFor: seconds(program.claimFor),
      flagBond: unitsText(program.flagBond, own),
      kind: program.kind === "judge" ? "0" : "1",
      minCommits: `${program.minCommits}`,
      minReveals: `${program.minReveals}`,
      capBps: `${program.capBps}`,
      runnerClass: `${runnerClass}`,
    };
    const { components } = rounds.interface.getFunction("createProgram").inputs[0]!;
    return [
      await callOf(context, treasury, "grantBudget", [
        [
          ...["Rounds", told, unitsText(drawnBy(program), unit), "0", seconds(program.every)],
          ...[`${program.rounds}`, "false", wordArgument("program", program.category)],
        ],
      ]),
      await callOf(context, rounds, "createProgram", [components!.map(({ name }) => terms[name]!)]),
    ];
  });
  return (await Promise.all(each)).flat();
}
