import { encodeBytes32String, id as hashText, type BaseContract, type ParamType } from "ethers";

import { COUNCIL, GOVERNANCE_TOKEN } from "../../config";
import { drawnBy } from "../../config/schema/rounds";
import { encodeKey } from "@polity/sdk/nep";
import type { ActionArgument } from "@polity/sdk/nep/actions";
import { classNamed } from "@polity/sdk/people";
import { contentHash } from "@polity/sdk/core/content";
import type { NepContent } from "./nep-text";
import type { World } from "./world";

type Action = NonNullable<NepContent["actions"]>[number];
/** What the calls of a proposal are written from. */
type Place = Pick<World, "network" | "config">;

/** A call of one of the network's contracts as a NEP's file has it, with amounts in base units. */
export function actionOf(
  { network: { addresses } }: Place,
  contract: BaseContract,
  name: string,
  args: readonly unknown[],
): Action {
  const [target] = Object.entries(addresses).find(([, at]) => at === contract.target)!;
  const fragment = contract.interface.getFunction(name)!;
  return {
    target,
    function: fragment
      .format("full")
      .replace(/^function /, "")
      .replace(/ returns .*$/, ""),
    args: fragment.inputs.map((input, i) => written(input, args[i])),
  };
}

/** Values of a struct may be given by name. */
function written({ baseType, components, arrayChildren }: ParamType, value: unknown): ActionArgument {
  if (baseType === "tuple") {
    const named = value as Record<string, unknown>;
    return components!.map((part) => written(part, named[part.name]));
  }
  if (baseType === "array") return (value as unknown[]).map((one) => written(arrayChildren!, one));
  return String(value);
}

/** In place of a budget's number: the one that the same proposal has granted last. */
const JUST_GRANTED = 0;

/** A court that is asked about what one of the network's contracts decides, and rules. */
const ruledBy = (world: Place, contract: BaseContract): Action[] => {
  const { court } = world.network;
  return [
    actionOf(world, court!, "admit", [contract.target, true]),
    actionOf(world, contract, "setArbitrator", [court!.target, "0x", ""]),
  ];
};

/** What opens all programs of work that the configuration asks for. */
export async function openingWork(world: Place): Promise<Action[]> {
  const { network, config } = world;
  const { work, verdicts, ballots, reputation, credentials, treasury, token, addresses } = network;
  const { programs, pointsPerQuarter } = config.work!;
  const each = programs.map(async (program) => {
    const category = encodeBytes32String(program.category);
    const asset = program.token === GOVERNANCE_TOKEN ? token.target : program.token;
    const credential = program.credential && (await classNamed(credentials!, program.credential)).kind + 1;
    const reviewers = program.reviewers === COUNCIL ? addresses.Council : program.reviewers;
    return [
      actionOf(world, treasury!, "grantBudget", [
        { ...program, spender: work!.target, token: asset, start: 0, rollover: false, category },
      ]),
      actionOf(world, work!, "openProgram", [
        {
          ...program,
          ...{ reviewers, category, credential: credential ?? 0, byVote: program.decide === "vote" },
          ...{ minReputation: program.minReputation ?? 0n, budgetId: JUST_GRANTED },
          criteria: contentHash(program.criteria),
        },
      ]),
    ];
  });
  return [
    ...ruledBy(world, verdicts!),
    ...(ballots ? [actionOf(world, ballots, "admit", [verdicts!.target, true])] : []),
    ...(reputation && pointsPerQuarter !== undefined
      ? [actionOf(world, reputation, "setAwarder", [work!.target, pointsPerQuarter])]
      : []),
    ...(await Promise.all(each)).flat(),
  ];
}

/** What lets the court rule about services. */
export const openingMarket = (world: Place): Action[] => ruledBy(world, world.network.market!);

/** What opens programs of rounds of these names. */
export async function openingRounds(world: Place, names: readonly string[]): Promise<Action[]> {
  const { network, config } = world;
  const { rounds, treasury, token, credentials } = network;
  const { runners, programs } = config.rounds!;
  const { kind: runnerClass } = await classNamed(credentials!, runners);
  const each = programs
    .filter(({ name }) => names.includes(name))
    .flatMap((program) => {
      const asset = program.asset === GOVERNANCE_TOKEN ? token.target : program.asset;
      const category = encodeBytes32String(program.category);
      return [
        actionOf(world, treasury!, "grantBudget", [
          {
            ...{ spender: rounds!.target, token: asset, amount: drawnBy(program), start: 0 },
            ...{ period: program.every, periods: program.rounds, rollover: false, category },
          },
        ]),
        actionOf(world, rounds!, "createProgram", [
          {
            ...program,
            ...{ asset, runnerClass, recipeKey: encodeKey(program.recipe), potPerRound: program.pot },
            ...{ kind: program.kind === "judge" ? 0 : 1, budgetId: JUST_GRANTED },
          },
        ]),
      ];
    });
  return [...ruledBy(world, rounds!), ...each];
}

/** What adopts a recipe that was published. */
export const adopting = (world: Place, recipe: string, text: string, uri: string): Action =>
  actionOf(world, world.network.registry, "upgrade", [
    encodeBytes32String("prompt"),
    [{ key: encodeKey(recipe), value: contentHash(text) }],
    ...[true, hashText(text), uri],
  ]);
