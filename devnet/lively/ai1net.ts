import { encodeBytes32String } from "ethers";

import * as sdk from "@polity/sdk";
import { awarding, requireReputation } from "@polity/sdk/people";
import { advancePhase, requirePhases } from "@polity/sdk/phases";
import { publishRecipe, recipeText, requireRounds } from "@polity/sdk/rounds";
import { REBATE } from "../../config/presets/recipes";
import { drawnBy } from "../../config/schema/rounds";
import { actionOf, openingMarket, openingRounds, openingWork } from "./actions";
import { byCouncil } from "./council";
import { recognise } from "./credentials";
import { planDecision, type Decision } from "./decisions";
import { planElection, planPriorities } from "./elections";
import { pay, units } from "./holders";
import { disputed, planGrant, planPrize, settled } from "./jobs";
import { planCase, planJurors } from "./jurors";
import { mandate } from "./mandate";
import type { NepContent, NepForm } from "./nep-text";
import { HOLDERS, PEOPLE } from "./people";
import { planRound, planRunners } from "./rounds";
import { planService } from "./services";
import type { World } from "./world";

/** Who holds tokens from the beginning and votes with them. */
const HOLDING = ["cleo", "dan", "eva", "finn", "gus", "hana"] as const;
/** The founders who hold vested tokens. */
const VESTED = ["ada", "ben"] as const;
/** People of the network: each has a little, and a credential. */
const CROWD = HOLDERS.filter((name) => !["kofi", "lena", "milo"].includes(name)).slice(0, 27);
const EACH = 60_000;
/** What Finn stakes of his. */
const STAKED = 5_000_000;
/** From this day on anyone may begin the second phase; June does so. */
const SECOND_PHASE = 366;
/** Two years, less the days until anyone may begin the third. */
export const DAYS_OF_AI1NET = 725;

const FORM: NepForm = {
  forum: "https://forum.ai1net.example/t/nep-",
  figures: [
    ["request_price_multiplier", 1],
    ["provider_earnings_change_percent", 0],
  ],
};

/**
 * AI1NET from its first day on, in its first phase: founders decide what holders do not object to, people are counted as
 * people, and after a year June begins the second phase, which is about to end. Requests are paid, grants and bounties are
 * worked for, jurors rule; and with the last day a case, an election and votes are open.
 */
export async function planAi1net(world: World): Promise<void> {
  const { calendar, network, signer, diary } = world;
  calendar.on(1, async () => {
    for (const name of HOLDING)
      await sdk.send(await signer(name), network.token.delegate.populateTransaction(PEOPLE[name]));
    for (const name of VESTED) {
      const [vault] = await sdk.listVaults(network.vesting!, { owner: PEOPLE[name] });
      const own = sdk.vaultAt(vault!.vault, network.token.runner);
      await sdk.send(await signer(name), own.delegate.populateTransaction(PEOPLE[name]));
    }
  });
  // Finn votes with what he stakes, too, and one of the crowd lets Dan vote.
  calendar.on(10, async () => {
    const amount = units(STAKED);
    await sdk.lock(sdk.requireEscrow(network), await signer("finn"), { amount, unlockTime: sdk.PERMANENT });
    diary.write("locked", { by: PEOPLE.finn, amount });
  });
  calendar.on(120, async () => {
    const last = await signer(CROWD.at(-1)!);
    await sdk.send(last, network.token.delegate.populateTransaction(PEOPLE.dan));
  });
  const opening = [
    ...(await openingWork(world)),
    ...openingMarket(world),
    ...(await openingRounds(world, ["usage"])),
  ];
  const { work, rounds } = world.config;
  const budgets = [
    ...work!.programs.map(({ amount, periods }) => [amount, periods] as const),
    ...rounds!.programs.slice(0, 1).map((program) => [drawnBy(program), program.rounds] as const),
  ];
  const secondYear = budgets.map(([amount, periods], i) =>
    actionOf(world, network.treasury!, "raiseBudget", [i + 1, amount, periods * 2]),
  );
  for (const decision of [...DECISIONS, openPrograms(opening), prolongPrograms(secondYear)])
    planDecision(world, decision, FORM, decision.day < SECOND_PHASE ? 0 : 1);
  planPeople(world);
  planPriorities(world, {
    ...{ day: 300, by: "dan", question: "What should the next grants be for?" },
    options: ["Providers in Africa", "Open models", "Accessibility"],
    parts: { dan: [6_000, 4_000, 0], eva: [1_000, 7_000, 2_000], hana: [0, 5_000, 5_000] },
  });
  calendar.on(SECOND_PHASE, async () => {
    await advancePhase(requirePhases(network), await signer("june"));
    diary.write("advanced", { by: PEOPLE.june });
  });
  planMarket(world);
  planRebates(world);
  planWork(world);
  planElection(world, {
    ...{ day: DAYS_OF_AI1NET - 17, by: "dan", standing: ["eva", "finn", "gus", "hana", "cleo", "dan"] },
    approved: { cleo: ["eva", "finn", "hana"], hana: ["eva", "gus", "dan", "cleo"] },
  });
}

const openPrograms = (actions: NepContent["actions"]): Decision => ({
  ...{ number: 12, day: 28, by: "dan" },
  nep: () => ({
    ...{ title: "Work, rebates, and a court for them", type: "GOV", author: "Dan Petrov", grace: 7 },
    actions,
    says: [
      "The treasury holds a fifth of all tokens, and nobody can ask for any.",
      "Two programs of work with a budget each, and rebates for payers; jurors rule about work and services.",
      "At most 750,000 tokens in 90 days, for a year.",
      "The calls below.",
      "The council reviews; whoever disagrees asks the court.",
      "Programs can be ended by another vote, which takes nothing from what was promised.",
    ],
  }),
  sides: { for: ["cleo", "dan", "eva", "hana"] },
});

const prolongPrograms = (actions: NepContent["actions"]): Decision => ({
  ...{ number: 14, day: 374, by: "cleo" },
  nep: () => ({
    ...{ title: "A second year of work and rebates", type: "GOV", author: "Cleo Duarte", grace: 7 },
    actions,
    says: [
      "The budgets of work and of rebates end in six weeks.",
      "All three get as much again, for one more year.",
      "At most 750,000 tokens in 90 days for work, and what payers get back.",
      "`raiseBudget`, three times.",
      "Nothing has to be done: the programs go on.",
      "What is not promised stays in the treasury.",
    ],
  }),
  sides: { for: ["cleo", "eva", "hana"], abstain: ["gus"] },
});

/** A model that three people pay for through Eva's app, and two services that begin. */
function planMarket(world: World): void {
  const paidFor = (first: number, amounts: readonly number[]) =>
    amounts.map((amount, i) => [first + 55 * i, amount] as const);
  planService(world, {
    ...{ by: "cleo", kind: "MODEL", what: "A model of 70 billion weights", day: 58, stake: 40_000 },
    developerBps: 2_000n,
    payers: [
      { name: "finn", app: "eva", paid: paidFor(70, [310, 420, 640, 900, 1_150, 1_480]), stars: [410, 5n] },
      { name: "gus", app: "eva", paid: paidFor(92, [80, 150, 240, 390, 520]), stars: [420, 4n] },
      { name: "quin", app: "hana", paid: paidFor(260, [45, 60, 110]), stars: [480, 4n] },
    ],
  });
  planService(world, {
    ...{ by: "gus", kind: "PROVIDER", what: "Nodes in Lagos, Nairobi and Accra", day: 210, stake: 25_000 },
    developerBps: 2_000n,
    payers: [{ name: "rosa", app: "eva", paid: paidFor(240, [35, 70, 160]), stars: [470, 3n] }],
  });
  planService(world, {
    ...{ by: "hana", kind: "DATA", what: "Sentences in forty languages", day: 640, stake: 25_000 },
    ...{ developerBps: 2_500n, payers: [] },
  });
}

const RUNNERS = ["amir", "bela", "chen"] as const;

/** Payers get back a part of what the network got of their payments, by rounds that anybody computes. */
function planRebates(world: World): void {
  const { calendar, network, signer } = world;
  calendar.on(27, async () => {
    await publishRecipe(requireRounds(network), await signer("june"), recipeText(REBATE), "ipfs://recipes/1");
  });
  planRunners(world, [60, 245, 430, 615], RUNNERS);
  for (const day of [105, 160, 215, 270, 325, DAYS_OF_AI1NET - 3])
    planRound(world, { day, program: 1n, name: "usage", runners: RUNNERS, lender: "cleo" });
}

const [REFUSED, PLUGIN] = ["A course in prompts, in five parts", "A plug-in for spreadsheets"];
/** What a ruling about work says: that it is paid, or not. */
const [PAY, REFUSE] = [1n, 2n];

/** What the community's program has paid for, what is being done, and what is disputed. */
function planWork(world: World): void {
  planGrant(world, {
    ...{
      program: "community",
      what: "Guides for newcomers, in three languages",
      to: "quin",
      asked: 70,
      promised: 76,
    },
    milestones: [
      { amount: 2_500, due: 130, delivered: 118, judged: { day: 124, as: "accept" } },
      { amount: 2_500, due: 190, delivered: 181, judged: "by silence" },
    ],
  });
  planPrize(world, {
    ...{ program: "community", what: "The shortest script that measures a provider's latency", prize: 1_800 },
    ...{ posted: 240, deadline: 262, won: { by: "tara", day: 271 } },
    answers: [
      { by: "tara", day: 250 },
      { by: "omar", day: 255 },
    ],
  });
  planJurors(world, 140, CROWD.slice(5, 19), "cleo");
  planGrant(world, {
    ...{ program: "community", what: REFUSED, to: "sven", asked: 196, promised: 201 },
    milestones: [{ amount: 3_000, due: 230, delivered: 222, judged: { day: 226, as: "reject" } }],
  });
  planCase(world, {
    ...{ day: 229, open: () => disputed(world, REFUSED, 0, "sven"), choice: PAY, other: REFUSE },
    after: () => settled(world, REFUSED, 0, "paid"),
  });
  // What is open on the last day: something asked for, something under review, a prize, and a case whose jurors vote.
  const last = DAYS_OF_AI1NET;
  const milestones = [{ amount: 4_200, due: last + 40, delivered: last - 3 }];
  const program = "community";
  planGrant(world, {
    ...{
      program,
      what: "A status page for providers",
      to: "nina",
      asked: last - 30,
      promised: last - 24,
      milestones,
    },
  });
  planGrant(world, {
    ...{ program, what: "Meetings in six cities", to: "pia", asked: last - 4 },
    milestones: [{ amount: 1_200, due: last + 60 }],
  });
  planPrize(world, {
    ...{ program, what: "A test that tells two models apart", prize: 2_400, posted: last - 9 },
    ...{ deadline: last + 12, answers: [{ by: "ravi", day: last - 2 }] },
  });
  planGrant(world, {
    ...{ program, what: PLUGIN, to: "umar", asked: last - 40, promised: last - 35 },
    milestones: [
      { amount: 2_000, due: last + 20, delivered: last - 12, judged: { day: last - 7, as: "reject" } },
    ],
  });
  planCase(world, {
    ...{ day: last - 5.3, open: () => disputed(world, PLUGIN, 0, "umar"), choice: PAY, other: REFUSE },
  });
}

/** People get tokens and a word of the council that they are people, and some of them reputation for what they did. */
function planPeople(world: World): void {
  const { calendar, network, signer, diary } = world;
  const reputation = requireReputation(network);
  for (const [i, name] of CROWD.entries()) {
    calendar.on(95 + i * 0.7, async () => {
      await pay(world, "cleo", PEOPLE[name], units(EACH));
      await sdk.send(await signer(name), network.token.delegate.populateTransaction(PEOPLE[name]));
    });
    // A credential lasts a year.
    for (const day of [96, 462])
      calendar.on(day + i * 0.7, () => recognise(world, "PERSON", PEOPLE[name], "met"));
  }
  for (const [i, name] of CROWD.slice(0, 6).entries()) {
    calendar.on(190 + i * 12, async () => {
      const points = units(300 + 150 * i);
      const { data } = await awarding(reputation, PEOPLE[name], points, encodeBytes32String("guide"));
      await byCouncil(world, { to: await reputation.getAddress(), data });
      diary.write("awarded", { who: PEOPLE[name], points });
    });
  }
}

const foundersMandate = (day: number, title: string): Decision["nep"] =>
  mandate(day, {
    ...{ title, author: "Cleo Duarte", grace: 7 },
    says: [
      "The founders' Safe has no power of its own: it waits for the holders' word.",
      "It gets a mandate, which ends within a year.",
      "It can propose what a tenth of the votes may veto, and stop proposals but those that the rules exclude.",
      "`NetworkGovernor.setGuardian`.",
      "The Safe's members have signed a message each, so that everybody knows that they hold their keys.",
      "They could be slow. Another vote takes the mandate back, and they cannot stop it.",
    ],
  });

const DECISIONS: readonly Decision[] = [
  {
    ...{ number: 10, day: 3, by: "cleo", nep: foundersMandate(3, "A mandate for the founders") },
    sides: { for: ["cleo", "dan", "eva"] },
  },
  { ...{ number: 1, day: 35, by: "council", nep: "neps/ai1net/nep-0001-four-seconds.md" } },
  {
    ...{ number: 2, day: 62, by: "council", nep: "neps/ai1net/nep-0002-half-a-second.md", fate: "defeated" },
    sides: { against: ["cleo", "finn"] },
  },
  {
    ...{ number: 3, day: 150, by: "hana", crowd: CROWD.slice(0, 26) },
    nep: () => ({
      ...{ title: "Let providers call each other", type: "PEOPLE", author: "Hana Sato", grace: 3 },
      changes: [{ key: "features.agents", kind: "bool", was: false, value: true }],
      says: [
        "A request that needs two models is two requests today.",
        "Providers may call each other for one request.",
        "People who build with several models write less code. Prices stay.",
        "`features.agents` = true.",
        "Gateways read the value when the version changes.",
        "A provider could call an expensive one. The price is shown before.",
      ],
    }),
  },
  {
    ...{ number: 4, day: 240, by: "council" },
    nep: () => ({
      ...{ title: "A little less of each request", type: "ECON", author: "Kofi Mensah", grace: 7 },
      ...{ impact: [0.99, 1] },
      changes: [{ key: "fees.usageBps", kind: "uint", was: 500, value: 450 }],
      says: [
        "Two networks like this one ask for less.",
        "The network's part of each request goes from 5 % to 4.5 %.",
        "Requests cost one percent less; the treasury gets a tenth less.",
        "`fees.usageBps` = 450.",
        "Gateways read the value when the version changes.",
        "Less for grants. A vote can take it back.",
      ],
    }),
  },
  {
    ...{ number: 11, day: 340, by: "cleo", nep: foundersMandate(340, "A second mandate for the founders") },
    sides: { for: ["cleo", "dan", "finn"], against: ["eva"] },
  },
  {
    ...{ number: 13, day: 680, by: "dan", nep: foundersMandate(680, "A third mandate for the founders") },
    sides: { for: ["cleo", "dan"], against: ["eva"] },
  },
  {
    ...{ number: 5, day: 372, by: "dan" },
    nep: () => ({
      ...{ title: "More for those who build applications", type: "ECON", author: "Dan Petrov", grace: 7 },
      ...{ impact: [1, -2] },
      changes: [{ key: "rewards.developerBps", kind: "uint", was: 2000, value: 2500 }],
      says: [
        "Applications bring most requests, and get a fifth of the fees.",
        "Developers get a quarter of the fees that their applications bring.",
        "The first economic decision that is the holders' own.",
        "`rewards.developerBps` = 2500.",
        "Paid from the first day of the month after it is in force.",
        "Somebody builds applications for the fees alone.",
      ],
    }),
    sides: { for: ["dan", "eva", "cleo", "hana"], abstain: ["gus"] },
  },
  {
    ...{ number: 8, day: 200, by: "finn" },
    nep: () => ({
      ...{ title: "Less to list a service", type: "MARKET", author: "Finn Larsen", grace: 3 },
      changes: [{ key: "market.minStake", kind: "uint", was: 25_000, value: 20_000 }],
      says: [
        "Three small providers stayed away.",
        "A listing stakes 20,000 tokens.",
        "More providers; a ruling takes a fifth less of who cheats.",
        "`market.minStake` = 20000.",
        "For what is listed from then on.",
        "Somebody cheats for less. The stake can go up again.",
      ],
    }),
    sides: { for: ["finn", "cleo", "dan"], against: ["hana"] },
  },
  {
    ...{ number: 9, day: 420, by: "eva" },
    nep: () => ({
      ...{ title: "Try every new provider twice as long", type: "ECOSYS", author: "Eva Sandoval", grace: 3 },
      changes: [{ key: "providers.trialRequests", kind: "uint", was: 1_000, value: 2_000 }],
      says: [
        "A thousand requests are over in an hour, and say little.",
        "A provider is tried with 2,000 requests.",
        "Fewer bad providers; a good one waits an hour more.",
        "`providers.trialRequests` = 2000.",
        "Gateways read the value when the version changes.",
        "Providers lose patience. The number can go down again.",
      ],
    }),
    sides: { for: ["eva", "dan", "hana"] },
    crowd: CROWD.slice(0, 8),
  },
  {
    ...{ number: 6, day: 719, by: "eva" },
    nep: () => ({
      ...{ title: "No provider gets more than a third", type: "ECOSYS", author: "Eva Sandoval", grace: 7 },
      changes: [{ key: "providers.maxShareBps", kind: "uint", was: 4000, value: 3300 }],
      says: [
        "One provider answers two of five requests: when it fails, all wait.",
        "No provider gets more than 33 % of the traffic.",
        "Three more providers are asked every day.",
        "`providers.maxShareBps` = 3300.",
        "Gateways read the value when the version changes.",
        "The best provider is asked less. The share can go up again.",
      ],
    }),
    sides: { for: ["eva", "dan"] },
    crowd: CROWD.slice(0, 8),
  },
  {
    ...{ number: 7, day: 723, by: "council" },
    nep: () => ({
      ...{ title: "Try three providers in place of two", type: "TECH", author: "Kofi Mensah", grace: 7 },
      changes: [{ key: "routing.fallbacks", kind: "uint", was: 2, value: 3 }],
      says: [
        "One request in a thousand finds no provider.",
        "The gateway tries a third one.",
        "Nearly none fails any more; some take longer.",
        "`routing.fallbacks` = 3.",
        "Gateways read the value when the version changes.",
        "Slow answers in place of none. A twentieth of the votes stops it.",
      ],
    }),
  },
];
