import { Credentials__factory } from "../../typechain-types/factories/contracts/people/Credentials__factory";
import { Rounds__factory } from "../../typechain-types/factories/contracts/rounds/Rounds__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Seat, Subject } from "../audit/types";
import { wordText } from "../calls/words";
import { disputesAuthority } from "../court/arbitrable";
import { arbitratorSeats } from "../court/arbitrates";
import { holdersOf } from "../people/persons";
import { getBlock } from "../provider";
import { readExcluded } from "../token/excluded";
import { isTheTreasury } from "../treasury/wanted";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  rounds?: { runners: string } | undefined;
  people?: { credentials: readonly { name: string }[] } | undefined;
}
type Own = Auditing<typeof contracts, Expected>;

/** When a program that a vote has ended opens its next round. */
const NEVER = 2n ** 48n - 1n;

const authority: Own["authority"] = {
  Rounds: {
    createProgram: timelock("opens a program, whose rounds share out pots of a budget"),
    endProgram: timelock("lets a program open no more rounds"),
    strike: timelock("strikes a round in its window: the pot goes back to the budget"),
    ...disputesAuthority,
    commitRun: owner("commits to a run: whoever has a runner's credential"),
    revealRun: owner("reveals a run: whoever has committed to it"),
    publishRecipe: anyone("publishes a recipe, which changes nothing by itself"),
    open: anyone("opens a round that is due, by the recipe in force"),
    submit: anyone("submits an entry, at one's own cost"),
    freeze: anyone("ends the taking of entries when their time is over"),
    seal: anyone("draws the seed from a block that was fixed before"),
    tally: anyone("computes medians and the total when reveals are over"),
    flag: anyone("disputes a share, with a bond and the fee"),
    contest: anyone("asks the holders to look at a round, with a bond"),
    settle: anyone("credits runners when the window is over"),
    claim: anyone("pays a share to whom it belongs"),
    claimMany: anyone("pays shares to those whom they belong to"),
    claimProven: anyone("pays a share of a program to whom it belongs"),
    sweep: anyone("returns to the budget what nobody can claim"),
    prolong: anyone("lets a time begin anew that a pause has held up"),
    withdraw: anyone("sends credits to those whose they are"),
    endSilence: anyone("leaves everything as it was when the arbitrator was silent for 180 days"),
    receive: owner("pays ether of budgets in: the treasury"),
  },
};

const getters: Own["getters"] = {
  Rounds: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "TREASURY() view returns (address)": isTheTreasury,
    "REGISTRY() view returns (address)": is("ProtocolRegistry"),
    "CREDENTIALS() view returns (address)": is("Credentials"),
    "roundCount() view returns (uint256)": anything,
  },
};

/** The programs that open rounds, each with its budget, pot and runners; and that nobody votes with what is held. */
async function readPrograms(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { config } = subject;
  const open = await openPrograms(at, subject);
  const said = open.map(
    ({ program: { recipeKey, budgetId, potPerRound, asset } }) =>
      `${wordText(recipeKey)}: ${potPerRound} of ${nameIn(subject, asset)} a round, out of budget ${budgetId}`,
  );
  const classes = [...new Set(open.map(({ program }) => `${program.runnerClass}`))];
  const wanted =
    config?.rounds &&
    `${config.people?.credentials.findIndex(({ name }) => name === config.rounds?.runners)}`;
  return [
    fact("Rounds", "programs", said),
    fact(
      "Rounds",
      "classes of runners",
      classes,
      wanted === undefined || classes.length === 0 ? undefined : [wanted],
    ),
    await readExcluded("Rounds", at, subject),
  ];
}

async function openPrograms(at: string, { provider }: Subject<Expected>) {
  const rounds = Rounds__factory.connect(at, provider);
  const count = Number(await rounds.programCount());
  const programs = await Promise.all(Array.from({ length: count }, (_, i) => rounds.programOf(i + 1)));
  return programs.filter(({ dueAt }) => dueAt < NEVER);
}

/** Who may run rounds, by the credentials that its programs ask for, and who rules about them. */
async function readSeats(subject: Subject<Expected>): Promise<Seat[]> {
  const { contracts: found, provider, fromBlock } = subject;
  const { Rounds, Credentials } = found;
  const open = Rounds ? await openPrograms(Rounds, subject) : [];
  const kinds = Credentials ? [...new Set(open.map(({ program }) => program.runnerClass))] : [];
  const [{ timestamp }, arbitrators, ...runners] = await Promise.all([
    getBlock(provider, "latest"),
    arbitratorSeats("Rounds", subject),
    ...kinds.map((kind) => holdersOf(Credentials__factory.connect(Credentials!, provider), kind, fromBlock)),
  ]);
  const now = runners.flat().filter(({ until }) => until > timestamp);
  return [...now.map(({ account }) => ({ holder: account, does: "runs rounds" })), ...arbitrators];
}

export const auditing: Own = {
  authority,
  seats: readSeats,
  getters,
  readers: { Rounds: readPrograms },
  marks: { Rounds: "roundCount() view returns (uint256)" },
};
