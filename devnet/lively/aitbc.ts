import * as sdk from "@polity/sdk";
import { readServices, requireMarket } from "@polity/sdk/market";
import { publishRecipe, recipeText, requireRounds } from "@polity/sdk/rounds";
import { PARTICIPATION } from "../../config/presets/recipes";
import { actionOf, openingMarket, openingRounds, openingWork } from "./actions";
import { recognise } from "./credentials";
import { planDecision, type Decision } from "./decisions";
import { planElection, planPriorities, planSatisfaction } from "./elections";
import { pay, units } from "./holders";
import { awarding, disputed, planGrant, planPrize, promising, reported, settled, type Grant } from "./jobs";
import { planCase, planJurors } from "./jurors";
import { mandate } from "./mandate";
import type { NepContent, NepForm } from "./nep-text";
import { HOLDERS, PEOPLE } from "./people";
import { planRound, planRunners } from "./rounds";
import { planService } from "./services";
import type { World } from "./world";

/** Who holds tokens from the beginning and votes with them. */
const HOLDING = ["ada", "ben", "cleo", "dan", "eva", "finn"] as const;
/** Holds tokens, votes with none, and lends to others. */
const LENDER = "gus";
const RUNNERS = ["amir", "bela", "chen"] as const;
/** People whom the council has met: what they wish for is counted by person. */
const CROWD = HOLDERS.filter((name) => !["kofi", "lena", "milo", "nina", "omar"].includes(name)).slice(0, 26);
/** What each of them has, and what reviewers of the code get a month, in whole tokens. */
const [EACH, RETAINER] = [40_000, 15_000];
const JURORS = [
  "hana",
  "ivan",
  "pia",
  "quin",
  "rosa",
  "sven",
  "tara",
  "umar",
  "vera",
  "wim",
  "xena",
  "yuri",
] as const;
/** More than a year, and not longer than the programs of work. */
export const DAYS_OF_AITBC = 385;
const LAST = DAYS_OF_AITBC;

const FORM: NepForm = {
  forum: "https://forum.aitbc.example/t/nep-",
  figures: [
    ["compute_price_multiplier", 1],
    ["machine_earnings_change_percent", 0],
  ],
  besides: [["Community feedback", "Discussed for two weeks; what was asked is answered above."]],
};

/**
 * AITBC from its first day on: a market of solutions, grants and challenges, a little for taking part in votes; and with the
 * last day a round is being computed, a case is before the court, and votes and an election are open.
 */
export async function planAitbc(world: World): Promise<void> {
  const { calendar, network, signer } = world;
  calendar.on(1, async () => {
    for (const name of HOLDING)
      await sdk.send(await signer(name), network.token.delegate.populateTransaction(PEOPLE[name]));
    await publishRecipe(
      requireRounds(network),
      await signer("june"),
      recipeText(PARTICIPATION),
      "ipfs://recipes/1",
    );
  });
  const opening = [
    ...(await openingWork(world)),
    ...openingMarket(world),
    ...(await openingRounds(world, ["participation"])),
  ];
  const award = (grant: Grant) => [actionOf(world, network.work!, "award", awarding(world, grant))];
  for (const decision of [...decisions(opening, award), ...POLICIES]) planDecision(world, decision, FORM);
  // Gus holds much and votes with none of it: Ben does so for him.
  calendar.on(20, async () => {
    await sdk.send(await signer(LENDER), network.token.delegate.populateTransaction(PEOPLE.ben));
  });
  planPeople(world);
  planAuditors(world);

  planRunners(world, [45, 226], RUNNERS);
  for (const day of [80, 140, 200, LAST - 3])
    planRound(world, { day, program: 1n, name: "participation", runners: RUNNERS, lender: LENDER });
  planMarket(world);
  planWork(world);
  planPriorities(world, {
    ...{ day: 130, by: "ada", question: "What should the next grants be for?" },
    options: ["Research", "Tools for developers", "Meetings and translations"],
    parts: { ada: [7_000, 2_000, 1_000], ben: [5_000, 5_000, 0], dan: [0, 2_500, 7_500] },
  });
  planElection(world, {
    ...{ day: LAST - 17, by: "ada", standing: ["ada", "ben", "cleo", "dan", "eva", "finn"] },
    approved: { ada: ["ben", "cleo", "dan", "eva"], cleo: ["ada", "dan", "finn"] },
  });
  planSatisfaction(world, {
    ...{ day: 240, by: "ada" },
    answered: { ada: 4, ben: 3, cleo: 3, eva: 1 },
  });
}

/** The council meets people; each has a little and votes with it. It certifies a developer, and a solution by its till. */
function planPeople(world: World): void {
  const { calendar, network, signer } = world;
  for (const [i, name] of CROWD.entries()) {
    calendar.on(72 + i * 0.4, async () => {
      await pay(world, LENDER, PEOPLE[name], units(EACH));
      await sdk.send(await signer(name), network.token.delegate.populateTransaction(PEOPLE[name]));
      await recognise(world, "PERSON", PEOPLE[name], "met");
    });
  }
  calendar.on(62, async () => {
    await recognise(world, "DEVELOPER", PEOPLE.eva, "examined");
    const [service] = await readServices(requireMarket(network));
    await recognise(world, "SOLUTION", service!.till, "examined");
  });
  calendar.on(150, () => recognise(world, "AWARD", PEOPLE.noor, "fastest"));
}

/** What a vote has promised to whoever reviews the code is paid every month by anyone. */
function planAuditors({ calendar, network, signer, diary }: World): void {
  const treasury = sdk.requireTreasury(network);
  for (let day = 110; day < 300; day += 30)
    calendar.on(day, async () => {
      await sdk.send(await signer("june"), treasury.payRecurring.populateTransaction([1n]));
      const token = network.addresses.GovernanceToken;
      diary.write("spent", { token, amount: units(RETAINER), category: "audits" });
    });
}

/** A certified tool that is sold, and data. */
function planMarket(world: World): void {
  const monthly = (first: number, amounts: readonly number[]) =>
    amounts.map((amount, i) => [first + 30 * i, amount] as const);
  planService(world, {
    ...{ by: "eva", kind: "TOOL", what: "A tool that finds the cheapest machine", day: 60, stake: 2_000 },
    developerBps: 1_000n,
    payers: [
      {
        name: "finn",
        app: "hana",
        paid: monthly(70, [900, 1_100, 1_600, 2_400, 3_100, 4_000]),
        stars: [160, 5n],
      },
      { name: "quin", app: "hana", paid: monthly(95, [200, 260, 340, 420]), stars: [210, 4n] },
    ],
  });
  planService(world, {
    ...{ by: "dan", kind: "DATA", what: "Prices of computing, by the hour", day: 150, stake: 1_000 },
    ...{ developerBps: 1_000n, payers: [{ name: "rosa", app: "finn", paid: monthly(165, [60, 90]) }] },
  });
}

const VERIFIED: Grant = {
  ...{
    program: "research",
    what: "Proofs that computing was done, at a tenth of the cost",
    to: "otto",
    asked: 45,
  },
  milestones: [
    { amount: 80_000, due: 130, delivered: 112, judged: { day: 118, as: "accept" } },
    { amount: 90_000, due: LAST + 5, delivered: LAST - 12, judged: { day: LAST - 7, as: "reject" } },
  ],
};
const LIBRARY: Grant = {
  ...{ program: "development", what: "A library for machines with little memory", to: "sofia", asked: 92 },
  milestones: [{ amount: 60_000, due: 190, delivered: 180, judged: { day: 186, as: "accept" } }],
};
const REFUSED = "A newspaper about machines";
/** What a ruling about work says: that it is paid, or not. */
const [PAY, REFUSE] = [1n, 2n];

function planWork(world: World): void {
  planGrant(world, VERIFIED);
  planGrant(world, LIBRARY);
  reported(world, { day: 372, by: "june", what: LIBRARY.what, metric: "machines", value: 214n });
  planGrant(world, {
    ...{ program: "community", what: REFUSED, to: "petra", asked: 150, promised: 155 },
    milestones: [{ amount: 9_000, due: 215, delivered: 205, judged: { day: 209, as: "reject" } }],
  });
  planCase(world, {
    ...{ day: 212, open: () => disputed(world, REFUSED, 0, "petra"), choice: PAY, other: REFUSE },
    after: () => settled(world, REFUSED, 0, "paid"),
  });
  planJurors(world, 70, JURORS, LENDER);
  planPrize(world, {
    ...{ program: "innovation", what: "The fastest answer on four machines", prize: 40_000, posted: 100 },
    deadline: 135,
    answers: [
      { by: "ravi", day: 110 },
      { by: "noor", day: 122 },
    ],
    won: { by: "noor", day: 144 },
  });
  planPrize(world, {
    ...{ program: "innovation", what: "A robot that reads its own logs", prize: 60_000, posted: LAST - 12 },
    ...{ deadline: LAST + 20, answers: [{ by: "petra", day: LAST - 4 }] },
  });
  planGrant(world, {
    ...{ program: "community", what: "Meetings in twelve cities", to: "kira", asked: 60, promised: 66 },
    milestones: [{ amount: 24_000, due: 170, delivered: 158, judged: "by silence" }],
  });
  planGrant(world, {
    ...{ program: "community", what: "A course for schools", to: "luis", asked: LAST - 4 },
    milestones: [{ amount: 12_000, due: LAST + 90 }],
  });
  planCase(world, {
    ...{ day: LAST - 5.3, open: () => disputed(world, VERIFIED.what, 1, "otto"), choice: PAY, other: REFUSE },
  });
}

/** What is decided about by other rules than those of the chain, the treasury and the structure. */
const POLICIES: readonly Decision[] = [
  {
    ...{ number: 6, day: 42, by: "cleo" },
    nep: mandate(42, {
      ...{ title: "A mandate for the council", author: "Cleo Duarte", grace: 14 },
      says: [
        "Whoever finds a fault on a Friday waits three weeks for a vote.",
        "The council may propose partnerships and emergencies, and stop proposals but those that the rules exclude.",
        "It decides nothing alone. The mandate ends within a year.",
        "`NetworkGovernor.setGuardian`.",
        "The council's members have signed a message each.",
        "They could be slow. Another vote takes the mandate back, and they cannot stop it.",
      ],
    }),
    sides: { for: ["ada", "cleo", "dan"], against: ["finn"] },
  },
  {
    ...{ number: 7, day: 90, by: "eva" },
    nep: () => ({
      ...{ title: "A lower fee on the marketplace", type: "POLICY", author: "Eva Sandoval", grace: 7 },
      changes: [{ key: "market.feeBps", kind: "uint", was: 500, value: 400 }],
      says: [
        "Two solutions are sold elsewhere.",
        "The network takes 4 % of each sale.",
        "A fifth less of each sale, and more sales.",
        "`market.feeBps` = 400.",
        "Tills read the value at each sale.",
        "Less for grants. A vote can take it back.",
      ],
    }),
    sides: { for: ["ada", "ben", "eva"], against: ["finn"] },
  },
  {
    ...{ number: 8, day: 150, by: "council" },
    nep: () => ({
      ...{ title: "More for partners who bring payers", type: "PARTNER", author: "Kofi Mensah", grace: 2 },
      changes: [{ key: "partner.revenueShareBps", kind: "uint", was: 1_000, value: 1_500 }],
      says: [
        "Three partners wait for an answer.",
        "Whoever brings a payer gets 15 % of what is paid.",
        "More payers; developers of solutions keep a little less.",
        "`partner.revenueShareBps` = 1500.",
        "For what is listed from then on.",
        "A partner could bring itself. Rulings are for that.",
      ],
    }),
    sides: { for: ["ada", "finn"], abstain: ["dan"] },
  },
  {
    ...{ number: 1, day: 104, by: "ada", nep: "neps/aitbc/nep-0001-twelve-meetings.md" },
    crowd: CROWD,
  },
];

const decisions = (
  opening: NepContent["actions"],
  award: (grant: Grant) => NepContent["actions"],
): Decision[] => [
  {
    ...{ number: 12, day: 3, by: "ada" },
    nep: () => ({
      ...{
        title: "Programs, a market with a court, and a pot against apathy",
        type: "GOV",
        author: "Ada Okafor",
        grace: 14,
      },
      actions: opening,
      says: [
        "The treasury holds two fifths of all tokens, and nobody can ask for any.",
        "Four programs of work, a market whose payments can be disputed, and 100,000 tokens a month for whoever votes.",
        "At most six million tokens in 90 days for work.",
        "The calls below.",
        "The council posts and reviews; jurors rule about what it decides.",
        "Each program ends within a year, or earlier by another vote.",
      ],
    }),
    sides: { for: ["ada", "ben", "cleo", "dan"] },
  },
  {
    ...{ number: 2, day: 48, by: "ben" },
    nep: () => ({
      ...{
        title: "Cheaper proofs that computing was done",
        type: "TREASURY",
        author: "Ben Adeyemi",
        grace: 3,
      },
      actions: award(VERIFIED),
      says: [
        "A proof costs as much as the computing.",
        "Otto looks for one at a tenth of that.",
        "170,000 tokens in two milestones; cheaper computing for all.",
        "`Work.award`.",
        "The council judges both milestones.",
        "It may not be possible. The second part is paid for a result alone.",
      ],
    }),
    brings: promising(VERIFIED),
    sides: { for: ["ada", "ben", "dan"], against: ["finn"] },
  },
  {
    ...{ number: 9, day: 95, by: "dan" },
    nep: () => ({
      ...{ title: "Machines with little memory", type: "TREASURY", author: "Dan Petrov", grace: 3 },
      actions: award(LIBRARY),
      says: [
        "Half of the machines have eight gigabytes.",
        "Sofia writes a library with which they compute, too.",
        "60,000 tokens; twice as many machines.",
        "`Work.award`.",
        "The council judges what she delivers.",
        "It may be slow. It is paid when it runs.",
      ],
    }),
    sides: { for: ["ada", "ben", "dan"], abstain: ["cleo"] },
    brings: promising(LIBRARY),
  },
  {
    ...{ number: 10, day: 65, by: "ada" },
    nep: () => ({
      ...{ title: "Somebody who reviews the code", type: "TREASURY", author: "Ada Okafor", grace: 3 },
      actions: [
        {
          target: "Treasury",
          function:
            "scheduleRecurring((address payee, address token, uint128 amount, uint48 start, uint48 period, uint32 count, bytes32 category, bytes32 ref) terms)",
          args: [
            [
              ...[PEOPLE.viktor, "GovernanceToken", `tokens(${RETAINER})`, 0, "duration(30d)", 12],
              ...["key(audits)", "key(retainer)"],
            ],
          ],
        },
      ],
      says: [
        "Nobody is paid to read what others write.",
        "Viktor reviews every change for a year.",
        "15,000 tokens a month.",
        "`Treasury.scheduleRecurring`.",
        "Anyone may have it paid when a month is over.",
        "He could stop. A vote ends the payments.",
      ],
    }),
    sides: { for: ["ada", "ben", "dan"], against: ["finn"] },
  },
  {
    ...{ number: 3, day: 120, by: "dan" },
    nep: () => ({
      ...{ title: "Blocks every four seconds", type: "TECH", author: "Dan Petrov", grace: 7 },
      changes: [{ key: "chain.blockSeconds", kind: "uint", was: 5, value: 4 }],
      says: [
        "Who buys computing waits for a block.",
        "A block every four seconds.",
        "A fifth less to wait; nodes need a little more.",
        "`chain.blockSeconds` = 4.",
        "Nodes read the value when the version changes.",
        "Slow nodes miss blocks. A vote can take it back.",
      ],
    }),
    sides: { for: ["ada", "cleo", "dan"], abstain: ["eva"] },
  },
  {
    ...{ number: 4, day: 190, by: "finn", fate: "defeated" },
    nep: () => ({
      ...{ title: "Blocks every second", type: "TECH", author: "Finn Larsen", grace: 7 },
      changes: [{ key: "chain.blockSeconds", kind: "uint", was: 4, value: 1 }],
      says: [
        "Four seconds are still long.",
        "A block every second.",
        "Faster, for who has a fast node.",
        "`chain.blockSeconds` = 1.",
        "Nodes read the value when the version changes.",
        "Half of the validators would be too slow.",
      ],
    }),
    sides: { for: ["finn"], against: ["ada", "ben", "cleo"] },
  },
  {
    ...{ number: 5, day: LAST - 10, by: "eva" },
    nep: () => ({
      ...{ title: "Larger blocks", type: "TECH", author: "Eva Sandoval", grace: 7 },
      changes: [{ key: "chain.maxBlockBytes", kind: "uint", was: 2_097_152, value: 4_194_304 }],
      says: [
        "Blocks are full for an hour each day.",
        "Twice as much in a block.",
        "Nobody waits; nodes keep more.",
        "`chain.maxBlockBytes` = 4194304.",
        "Nodes read the value when the version changes.",
        "The history grows faster.",
      ],
    }),
    sides: { for: ["eva", "dan"], against: ["finn"] },
  },
];
