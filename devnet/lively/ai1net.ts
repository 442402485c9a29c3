import { encodeBytes32String, ZeroHash } from "ethers";

import * as sdk from "@polity/sdk";
import { rulesIn } from "@polity/sdk/governor/rules";
import { awarding, issuing, requireCredentials, requireReputation } from "@polity/sdk/people";
import { advancePhase, requirePhases } from "@polity/sdk/phases";
import * as voting from "@polity/sdk/voting";
import { buildForCouncil, signAndSend } from "../demo/council";
import { pay, units } from "./holders";
import { nepOf } from "./lifecycle";
import type { NepContent, NepForm } from "./nep-text";
import { HOLDERS, PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

/** Who holds tokens from the beginning and votes with them. */
const HOLDING = ["cleo", "dan", "eva", "finn", "gus", "hana"] as const;
/** The founders who hold vested tokens, and those who sign for the founders' Safe, three of five. */
const [VESTED, SIGNING] = [["ada", "ben"] as const, ["kofi", "lena", "milo"] as const];
/** People of the network: each has a little, and a credential. */
const CROWD = HOLDERS.filter((name) => !["kofi", "lena", "milo"].includes(name)).slice(0, 27);
const EACH = 60_000;
/** From this day on anyone may begin the second phase; June does so. */
const SECOND_PHASE = 366;

const FORM: NepForm = {
  forum: "https://forum.ai1net.example/t/nep-",
  figures: [
    ["request_price_multiplier", 1],
    ["provider_earnings_change_percent", 0],
  ],
};

/** What is decided, by whom, and how the large holders vote. */
interface Decision {
  number: number;
  day: number;
  by: PersonName | "council";
  nep: string | ((dayToTime: (day: number) => number) => NepContent);
  sides?: Partial<Record<sdk.Support, readonly PersonName[]>>;
  /** Persons who vote for it, of all. */
  crowd?: number;
  fate?: "defeated";
}

/**
 * AI1NET from its first day on, in its first phase: founders decide what holders do not object to, people are counted as
 * people, and after a year June begins the second phase. It ends with votes that are open.
 */
export function planAi1net(world: World): Promise<void> {
  const { calendar, network, signer } = world;
  calendar.on(1, async () => {
    for (const name of HOLDING)
      await sdk.send(await signer(name), network.token.delegate.populateTransaction(PEOPLE[name]));
    for (const name of VESTED) {
      const [vault] = await sdk.listVaults(network.vesting!, { owner: PEOPLE[name] });
      const own = sdk.vaultAt(vault!.vault, network.token.runner);
      await sdk.send(await signer(name), own.delegate.populateTransaction(PEOPLE[name]));
    }
  });
  for (const decision of DECISIONS) planDecision(world, decision);
  planPeople(world);
  planPriorities(world);
  calendar.on(SECOND_PHASE, async () => {
    await advancePhase(requirePhases(network), await signer("june"));
  });
  return Promise.resolve();
}

/** The founders' Safe makes a call, which three sign and June sends. */
async function byCouncil({ network, signer }: World, to: string, data: string): Promise<void> {
  const transaction = await buildForCouncil(network, to, data);
  await signAndSend(network, transaction, await Promise.all(SIGNING.map(signer)), await signer("june"));
}

function planDecision(world: World, decision: Decision): void {
  const { calendar, config, network, signer } = world;
  const { governor, addresses } = network;
  const { day, by, sides = {}, crowd = 0, fate } = decision;
  const nep = nepOf(world, decision, FORM);
  const proposer = by === "council" ? addresses.Council! : PEOPLE[by];
  const proposal = sdk.encodeNep(nep, { proposer, contracts: { ...addresses } });
  const { calls, description, descriptionHash, proposalId: id } = proposal;
  const rules = rulesIn(config.governor.types[nep.code]!, day < SECOND_PHASE ? 0 : 1);
  const opens = day + rules.review / sdk.DAY;
  const closes = opens + rules.voting / sdk.DAY;
  const grace = nep.upgradePath?.gracePeriodDays ?? rules.graceMin / sdk.DAY;

  calendar.on(day, async () => {
    if (by !== "council") {
      await sdk.propose(network, await signer(by), proposal);
      return;
    }
    const call = governor.interface.encodeFunctionData("propose", [...sdk.arraysOf(calls), description]);
    await byCouncil(world, addresses.NetworkGovernor, call);
  });
  const ballots = [
    ...Object.entries(sides).flatMap(([side, names]) =>
      names.map((name) => [name, side as sdk.Support] as const),
    ),
    ...CROWD.slice(0, crowd).map((name) => [name, "for"] as const),
  ];
  for (const [i, [name, choice]] of ballots.entries()) {
    // Early enough for no vote to prolong it.
    const at = opens + ((closes - opens) * 0.6 * (i + 1)) / (ballots.length + 1);
    calendar.on(at, async () => {
      await sdk.vote(governor, await signer(name), { proposalId: id, choice });
    });
  }
  if (fate === "defeated") return;
  const decided = { id, calls, descriptionHash };
  calendar.on(closes + 0.02, async () => {
    await sdk.queue(governor, await signer("june"), decided);
  });
  calendar.on(closes + grace + 0.1, async () => {
    await sdk.execute(governor, await signer("june"), decided);
  });
}

/** People get tokens and a word of the council that they are people, and some of them reputation for what they did. */
function planPeople(world: World): void {
  const { calendar, network, signer } = world;
  const [credentials, reputation] = [requireCredentials(network), requireReputation(network)];
  for (const [i, name] of CROWD.entries()) {
    calendar.on(95 + i * 0.7, async () => {
      await pay(world, "cleo", PEOPLE[name], units(EACH));
      await sdk.send(await signer(name), network.token.delegate.populateTransaction(PEOPLE[name]));
      const { data } = await issuing.issue(credentials, 0, PEOPLE[name], encodeBytes32String("met"));
      await byCouncil(world, await credentials.getAddress(), data);
    });
  }
  for (const [i, name] of CROWD.slice(0, 6).entries()) {
    calendar.on(190 + i * 12, async () => {
      const { data } = await awarding(
        reputation,
        PEOPLE[name],
        units(300 + 150 * i),
        encodeBytes32String("guide"),
      );
      await byCouncil(world, await reputation.getAddress(), data);
    });
  }
}

/** A ballot that decides nothing: what the next grants should be for. */
function planPriorities({ calendar, network, signer }: World): void {
  const ballots = voting.requireBallots(network);
  const options = ["Providers in Africa", "Open models", "Accessibility"];
  calendar.on(300, async () => {
    const [source, now] = [await network.votes.getAddress(), calendar.timeOf(300)];
    const terms = {
      ...{ source, kind: "split" as const, opens: now + sdk.DAY, closes: now + 8 * sdk.DAY, winners: 1 },
      ...{ options: options.length, nomineeBps: 0, quorum: 0n, subject: ZeroHash },
    };
    const uri = voting.formatBallotText({ question: "What should the next grants be for?", options });
    await voting.openBallot(ballots, await signer("dan"), terms, uri);
  });
  const parts = { dan: [6_000, 4_000, 0], eva: [1_000, 7_000, 2_000], hana: [0, 5_000, 5_000] } as const;
  for (const [i, [name, of]] of Object.entries(parts).entries()) {
    const choice = new Map(of.flatMap((part, option) => (part > 0 ? [[option, part] as const] : [])));
    calendar.on(302 + i, async () => {
      await voting.castBallot(ballots, await signer(name as keyof typeof parts), 1n, choice);
    });
  }
}

const mandate =
  (day: number, title: string): Decision["nep"] =>
  (dayToTime) => ({
    ...{ title, type: "GOV", author: "Cleo Duarte", grace: 7 },
    actions: [
      {
        target: "NetworkGovernor",
        function: "setGuardian(address account, uint48 until)",
        args: ["Council", String(dayToTime(day + 370) - (dayToTime(day + 370) % sdk.DAY))],
      },
    ],
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
    ...{ number: 10, day: 3, by: "cleo", nep: mandate(3, "A mandate for the founders") },
    sides: { for: ["cleo", "dan", "eva"] },
  },
  { ...{ number: 1, day: 35, by: "council", nep: "neps/ai1net/nep-0001-four-seconds.md" } },
  {
    ...{ number: 2, day: 62, by: "council", nep: "neps/ai1net/nep-0002-half-a-second.md", fate: "defeated" },
    sides: { against: ["cleo", "finn"] },
  },
  {
    ...{ number: 3, day: 150, by: "hana", crowd: 26 },
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
    ...{ number: 11, day: 340, by: "cleo", nep: mandate(340, "A second mandate for the founders") },
    sides: { for: ["cleo", "dan", "finn"], against: ["eva"] },
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
    ...{ number: 6, day: 414, by: "eva" },
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
    crowd: 8,
  },
  {
    ...{ number: 7, day: 418, by: "council" },
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
