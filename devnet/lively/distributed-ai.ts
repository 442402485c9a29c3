import * as sdk from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import { weekOf } from "@polity/sdk/escrow/time";
import { requireFeeTill } from "@polity/sdk/market/require";
import { publishRecipe, recipeText, requireRounds } from "@polity/sdk/rounds";
import { PARTICIPATION } from "../../config/presets/recipes";
import { RECIPE_TEXT } from "../judges/recipe";
import { actionOf, adopting, openingRounds, openingWork } from "./actions";
import { planDecision, type Decision } from "./decisions";
import { planElection, planPriorities } from "./elections";
import { units } from "./holders";
import { awarding, disputed, planGrant, planPrize, promising, settled, type Grant } from "./jobs";
import { planCase, planJurors } from "./jurors";
import type { NepContent, NepForm } from "./nep-text";
import { PEOPLE, type PersonName } from "./people";
import { planRound, planRunners } from "./rounds";
import { planClaims, planSale } from "./sales";
import type { World } from "./world";

/** Who locks for good on the first day, in whole tokens. */
const LOCKS = {
  ada: 3_000_000,
  ben: 2_500_000,
  cleo: 2_000_000,
  eva: 1_200_000,
  finn: 900_000,
  gus: 400_000,
} as const;
const LENDER = "dan";
/** What two lock, one for longer than the other. */
const ALIKE = 400_000;
const RUNNERS = ["amir", "bela", "chen", "dora", "emil", "fay", "goro"] as const;
const JURORS = [
  "hana",
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
  "zoe",
] as const;
/** More than a year, so that what founders hold begins to vest, and not longer than the programs. */
export const DAYS_OF_DISTRIBUTED_AI = 385;

const FORM: NepForm = {
  forum: "https://forum.distributed.ai.example/t/nep-",
  figures: [
    ["round_pool_multiplier", 1],
    ["contributor_earnings_change_percent", 0],
  ],
};

/** What contributors say that they have done: in the simulation a text says itself what it is worth. */
const DONE: readonly (readonly [PersonName, string])[] = [
  ["hana", "I answer questions of newcomers, week after week. Worth: 5 half-steps."],
  ["ivan", "I translated the guide for runners. Worth: 6 half-steps."],
  ["lena", "I found why nodes lose their peers, and mended it. Worth: 9 half-steps."],
  ["nina", "I wrote the router that halved what a question costs. Worth: 12 half-steps."],
  ["rosa", "I have done nothing, and say it at length."],
  ["sven", "I trained the model that everybody uses. Worth: 16 half-steps."],
];
const LAST = DAYS_OF_DISTRIBUTED_AI;

/**
 * Distributed.ai from its first day on: ownership is shared out by what models say of contributions, grants are voted on, and
 * with the last day a round is being judged, a case is before the court, and votes and an election are open.
 */
export async function planDistributedAi(world: World): Promise<void> {
  const { calendar, network, signer, diary } = world;
  const escrow = sdk.requireEscrow(network);
  calendar.on(1, async () => {
    for (const [name, amount] of Object.entries(LOCKS) as [PersonName, number][]) {
      await sdk.lock(escrow, await signer(name), { amount: units(amount), unlockTime: sdk.PERMANENT });
      diary.write("locked", { by: PEOPLE[name], amount: units(amount) });
    }
  });
  // Two lock as much, one for four years and one for one.
  calendar.on(1, async () => {
    const [amount, now] = [units(ALIKE), Number(await escrow.clock())];
    for (const [name, unlockTime] of [
      ["pia", sdk.PERMANENT],
      ["quin", weekOf(now + 365 * sdk.DAY)],
    ] as const) {
      await sdk.lock(escrow, await signer(name), { amount, unlockTime });
      diary.write("locked", { by: PEOPLE[name], amount });
    }
  });
  calendar.on(2, async () => {
    for (const [i, text] of [RECIPE_TEXT, recipeText(PARTICIPATION)].entries())
      await publishRecipe(requireRounds(network), await signer("june"), text, `ipfs://recipes/${i + 1}`);
  });
  const opening = [
    ...(await openingWork(world)),
    ...(await openingRounds(world, ["equity", "participation"])),
  ];
  const award = (grant: Grant) => [actionOf(world, network.work!, "award", awarding(world, grant))];
  const { function: _, ...adopted } = adopting(world, "prompt.equity", RECIPE_TEXT, "ipfs://recipes/1");
  for (const decision of [...decisions(opening, award), ...MONEY, ROADMAP])
    planDecision(world, decision, FORM);
  planDecision(
    world,
    {
      ...{ number: 2, day: 4, by: "ben", sides: { for: ["ada", "ben", "eva"], abstain: ["gus"] } },
      nep: {
        ...{ title: "The recipe that ownership is shared out by", type: "PROMPT" },
        calls: [
          {
            ...{ target: network.addresses.ProtocolRegistry, value: 0n },
            calldata: network.registry.interface.encodeFunctionData("upgrade", adopted.args as never),
          },
        ],
      },
      brings: (diary) => diary.write("set", { key: "prompt.equity", value: contentHash(RECIPE_TEXT) }),
    },
    FORM,
  );

  planRunners(world, [32, 214], RUNNERS);
  for (const [i, day] of [45, 140, 235].entries())
    planRound(world, {
      ...{ day, program: 1n, name: "equity", runners: RUNNERS, lender: LENDER },
      entries: DONE.slice(0, 4 + i).map(([by, text]) => ({ by, text: `${text} Month ${i + 1}.` })),
    });
  // The last one is being judged: three of seven have committed.
  planRound(world, {
    ...{ day: LAST - 15.6, program: 1n, name: "equity", runners: RUNNERS, lender: LENDER },
    entries: DONE.map(([by, text]) => ({ by, text: `${text} Month 9.` })),
  });
  planRound(world, {
    day: 150,
    program: 2n,
    name: "participation",
    runners: RUNNERS.slice(0, 3),
    lender: LENDER,
  });
  planSale(world, { day: 23, over: 38, buyers: { dan: 20_000, eva: 20_000, finn: 20_000, gus: 20_000 } });
  planClaims(world, 30, "neps/distributed-ai/contributors-2026-q2.json");
  planFees(world);
  planVesting(world);
  planWork(world);
  planPriorities(world, {
    ...{ day: 180, by: "ada", question: "What should the next bounties be for?" },
    options: ["Evaluations", "Data with licences", "Documentation"],
    parts: { ada: [6_000, 3_000, 1_000], cleo: [0, 9_000, 1_000], gus: [0, 0, 10_000] },
  });
  planElection(world, {
    ...{ day: LAST - 17, by: "ada", standing: ["ben", "cleo", "eva", "finn", "gus"] },
    approved: { ada: ["ben", "cleo", "eva"], finn: ["eva", "gus"] },
  });
}

/** Products pay what they took for the network into its till, and anybody splits it. */
function planFees({ calendar, network, signer }: World): void {
  const till = requireFeeTill(network);
  for (const [day, amount] of [
    [60, 800],
    [160, 1_400],
    [260, 2_100],
  ] as const)
    calendar.on(day, async () => {
      const paid = network.token.transfer.populateTransaction(till, units(amount));
      await sdk.send(await signer("dan"), paid);
      await sdk.send(await signer("june"), till.sweep.populateTransaction(network.token));
    });
}

/** What has vested after a year is taken by who founded the network, and not a day earlier. */
function planVesting({ calendar, network, signer }: World): void {
  calendar.on(366, async () => {
    const [vault] = await sdk.listVaults(network.vesting!, { owner: PEOPLE.ivan });
    await sdk.claim(sdk.vaultAt(vault!.vault, network.token.runner), await signer("ivan"));
  });
}

const PLAYGROUND: Grant = {
  ...{ program: "grants", what: "A playground for the models, open to all", to: "gus", asked: 36 },
  milestones: [
    { amount: 6_000, due: 110, delivered: 98, judged: { day: 104, as: "accept" } },
    { amount: 7_500, due: LAST + 5, delivered: LAST - 12, judged: { day: LAST - 7, as: "reject" } },
  ],
};
const TRANSLATION: Grant = {
  ...{ program: "grants", what: "Answers in three more languages", to: "hana", asked: 75 },
  milestones: [{ amount: 1_500, due: 160, delivered: 130, judged: { day: 134, as: "reject" } }],
};
/** What a ruling about work says: that it is paid, or not. */
const [PAY, REFUSE] = [1n, 2n];

function planWork(world: World): void {
  planGrant(world, PLAYGROUND);
  planGrant(world, TRANSLATION);
  planCase(world, {
    ...{
      day: 137,
      open: () => disputed(world, TRANSLATION.what, 0, "hana"),
      choice: PAY,
      other: REFUSE,
    },
    after: () => settled(world, TRANSLATION.what, 0, "paid"),
  });
  planJurors(world, 60, JURORS, LENDER);
  planPrize(world, {
    ...{ program: "bounties", what: "Sentences that two guides say differently", prize: 800, posted: 90 },
    ...{ deadline: 118, answers: [{ by: "luis", day: 101 }], won: { by: "luis", day: 127 } },
  });
  planPrize(world, {
    ...{ program: "bounties", what: "A smaller evaluation that ranks models alike", prize: 1_500 },
    ...{ posted: LAST - 10, deadline: LAST + 15, answers: [{ by: "mei", day: LAST - 2 }] },
  });
  planGrant(world, {
    ...{ program: "grants", what: "Guides in five languages", to: "kira", asked: LAST - 3 },
    milestones: [{ amount: 4_000, due: LAST + 90 }],
  });
  planCase(world, {
    ...{
      day: LAST - 5.3,
      open: () => disputed(world, PLAYGROUND.what, 1, "gus"),
      choice: REFUSE,
      other: PAY,
    },
  });
}

const spending =
  (amount: number, category: string): Decision["brings"] =>
  (diary, { addresses }) =>
    diary.write("spent", { token: addresses.GovernanceToken, amount: units(amount), category });

/** Where the treasury's money comes from, and who gets tokens of it. */
const MONEY: readonly Decision[] = [
  {
    ...{ number: 1, day: 2.5, by: "ada", nep: "neps/distributed-ai/nep-0001-first-sale.md" },
    sides: { for: ["ada", "ben", "eva"], against: ["cleo"] },
    brings: spending(200_000, "sale"),
  },
  {
    ...{ number: 2, day: 3, by: "ben", nep: "neps/distributed-ai/nep-0002-contributors-q2.md" },
    sides: { for: ["ada", "ben", "finn"], abstain: ["cleo"] },
    brings: spending(108_000, "contributors"),
  },
];

/** A text is decided about like anything else. */
const ROADMAP: Decision = {
  ...{ number: 8, day: 100, by: "cleo" },
  nep: () => ({
    ...{ title: "The roadmap of the next year", type: "GOV", author: "Cleo Duarte", grace: 7 },
    changes: [
      {
        ...{ key: "charter.roadmapHash", kind: "bytes32", value: contentHash("Models that fit on a phone.") },
        document: "contents/roadmap-1.md",
      },
    ],
    says: [
      "Three teams plan the next year, each for itself.",
      "One roadmap: models that fit on a phone.",
      "Nobody pays more. Grants are asked for with one plan.",
      "`charter.roadmapHash` is the hash of the text.",
      "Whoever asks for a grant says which part of it that serves.",
      "A plan can be wrong. Another vote decides another one.",
    ],
  }),
  sides: { for: ["ada", "ben", "cleo", "eva"] },
};

const decisions = (
  opening: NepContent["actions"],
  award: (grant: Grant) => NepContent["actions"],
): Decision[] => [
  {
    ...{ number: 10, day: 3, by: "ada" },
    nep: () => ({
      ...{
        title: "Rounds of ownership, programs of work, and a court",
        type: "GOV",
        author: "Ada Okafor",
        grace: 7,
      },
      actions: opening,
      says: [
        "The treasury holds two fifths of all tokens, and nobody can earn any.",
        "Ownership is shared out every month by a recipe; grants and bounties have a budget each; jurors rule.",
        "At most 150,000 tokens a month for contributors, and 180,000 in 90 days for work.",
        "The calls below.",
        "Runners get their credentials from the council; the first round opens two weeks later.",
        "Models can be wrong: each share can be flagged, and a vote can strike a round.",
      ],
    }),
    sides: { for: ["ada", "ben", "cleo", "eva"] },
  },
  {
    ...{ number: 3, day: 40, by: "cleo" },
    nep: () => ({
      ...{ title: "A playground for the models", type: "TREASURY", author: "Cleo Duarte", grace: 2 },
      actions: award(PLAYGROUND),
      says: [
        "Whoever wants to try a model needs a server of one's own.",
        "Gus builds a page where all models can be asked.",
        "13,500 tokens in two milestones; more people who use what we make.",
        "`Work.award`.",
        "The council judges both milestones.",
        "It could cost more than it brings. The second half is paid when it runs.",
      ],
    }),
    brings: promising(PLAYGROUND),
    sides: { for: ["ada", "cleo", "finn"], against: ["eva"] },
  },
  {
    ...{ number: 7, day: 80, by: "ada" },
    nep: () => ({
      ...{ title: "Answers in three more languages", type: "TREASURY", author: "Ada Okafor", grace: 2 },
      actions: award(TRANSLATION),
      says: [
        "Two of three users do not speak English.",
        "Hana has the answers translated.",
        "1,500 tokens; more people who can ask.",
        "`Work.award`.",
        "The council judges what she delivers.",
        "A translation can be bad. Then the council says so, and jurors have the last word.",
      ],
    }),
    sides: { for: ["ada", "ben", "cleo"], against: ["eva"] },
    brings: promising(TRANSLATION),
  },
  {
    ...{ number: 4, day: 150, by: "eva" },
    nep: () => ({
      ...{ title: "Fewer fees for products", type: "PROTOCOL", author: "Eva Sandoval", grace: 7 },
      impact: [1, -4],
      changes: [{ key: "fee.usageBps", kind: "uint", was: 1000, value: 900 }],
      says: [
        "Two products went elsewhere.",
        "The network takes 9 % of what its products earn.",
        "A tenth less income, unless more products come.",
        "`fee.usageBps` = 900.",
        "Gateways read the value when the version changes.",
        "Less to share out. A vote can take it back.",
      ],
    }),
    sides: { for: ["ada", "eva", "finn"], against: ["cleo"] },
  },
  {
    ...{ number: 5, day: 200, by: "finn", fate: "defeated" },
    nep: () => ({
      ...{ title: "Twice as much for reviewers", type: "PROTOCOL", author: "Finn Larsen", grace: 7 },
      changes: [{ key: "reward.reviewerPool", kind: "uint", was: 10_000, value: 20_000 }],
      says: [
        "Reviews take longer than they should.",
        "20,000 tokens a month for reviews.",
        "More reviewers, and less for everything else.",
        "`reward.reviewerPool` = 20000.",
        "Paid from the next month on.",
        "Nobody has asked reviewers what holds them up.",
      ],
    }),
    sides: { for: ["finn"], against: ["ada", "cleo"] },
  },
  {
    ...{ number: 6, day: LAST - 6, by: "gus" },
    nep: () => ({
      ...{ title: "Larger bounties without a vote", type: "PROTOCOL", author: "Gus Moreau", grace: 7 },
      changes: [{ key: "reward.maxBounty", kind: "uint", was: 2_000, value: 3_000 }],
      says: [
        "Work worth 2,500 tokens waits for a vote of two weeks.",
        "The council posts bounties of up to 3,000 tokens.",
        "More is done sooner; the budget stays.",
        "`reward.maxBounty` = 3000.",
        "From the next bounty on.",
        "The council decides about more. Whoever disagrees asks the court.",
      ],
    }),
    sides: { for: ["gus", "finn"], against: ["ben"] },
  },
];
