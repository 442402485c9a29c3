import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, parseEther, ZeroHash } from "ethers";
import hre, { ethers } from "hardhat";

import { ensureCouncil } from "../../deploy/council";
import { audit, TIMELOCK_ROLES } from "@polity/sdk";
import { auditingOf } from "@polity/sdk/audit/domains";
import { readSeats } from "@polity/sdk/audit/seats";
import type { Seat } from "@polity/sdk/audit/types";
import { DOMAINS } from "@polity/sdk/domains";
import { fails } from "../helpers/fails";
import { asAccount } from "../helpers/governor";
import { deployMarket, MIN_STAKE } from "../market/fixture";
import { deployRounds } from "../rounds/fixture";
import { beginAi1net, call, enact } from "./ai1net";

const DAY = 86_400;

/** AI1NET as it begins, and its timelock as if votes had passed. */
async function begun() {
  const all = await beginAi1net();
  const vote = await asAccount(all.network.addresses.TimelockController);
  const subject = {
    ...{ provider: hre.ethers.provider, contracts: all.network.addresses, fromBlock: 0 },
    ...{ config: all.config, accounts: all.accounts },
  };
  return { ...all, vote, subject };
}
type Setting = Awaited<ReturnType<typeof begun>>;

const told = async (subject: Setting["subject"], what = "powers of founders") =>
  (await audit(subject)).facts.find((fact) => fact.what === what)!.actual;

/** A budget of the network's token, and its number. */
async function budgetFor({ network, vote }: Setting, spender: unknown): Promise<bigint> {
  const treasury = network.treasury!.connect(vote);
  await treasury.grantBudget({
    ...{ spender: spender as string, token: network.addresses.GovernanceToken, amount: parseEther("10000") },
    ...{ start: 0, period: 30 * DAY, periods: 12, rollover: false, category: encodeBytes32String("grants") },
  });
  return treasury.budgetCount();
}

/** A mandate is the governor's own, so a vote gives it. */
async function appoint(setting: Setting, account: string): Promise<void> {
  const until = (await time.latest()) + 300 * DAY;
  const voted = await enact(setting, [
    ["A council", [call(setting.network.governor, "setGuardian", [account, until])]],
  ]);
  await voted.execute();
}

const verdictsOf = async ({ network, vote }: Setting) =>
  (await ethers.getContractAt("Verdicts", network.addresses.Verdicts!)).connect(vote);

async function openProgram(setting: Setting, reviewers: string): Promise<void> {
  const work = setting.network.work!.connect(setting.vote);
  const verdicts = await verdictsOf(setting);
  if ((await verdicts.arbitratorCount()) === 0n)
    await verdicts.setArbitrator(setting.network.court!, "0x", "ipfs://meaning");
  await work.openProgram({
    ...{ reviewers, reviewFor: 14 * DAY, disputeFor: 7 * DAY, credential: 0n, byVote: false },
    ...{ maxJob: parseEther("100"), minReputation: 0n, budgetId: await budgetFor(setting, work) },
    ...{ outcomeAfter: 90 * DAY, bond: parseEther("50"), category: encodeBytes32String("grants") },
    criteria: id("criteria"),
  });
}

/** Payments of the treasury that can be disputed, which AI1NET does not have by its preset. */
async function disputedBudgets(setting: Setting) {
  const { network, vote } = setting;
  const terms = { above: parseEther("1"), window: 7 * DAY, bond: parseEther("1") };
  const { GovernanceToken, Treasury, JurorCourt } = network.addresses;
  const made = await ethers.deployContract("DisputedBudgets", [
    ...[GovernanceToken, Treasury!, terms, JurorCourt!, "0x", "ipfs://meaning"],
  ] as never);
  return {
    disputed: made.connect(vote),
    subject: added(setting, { DisputedBudgets: made.target as string }),
  };
}
const added = ({ subject }: Setting, contracts: object): Setting["subject"] => ({
  ...subject,
  contracts: { ...subject.contracts, ...contracts },
});

/** What changes no contract of the network. */
const only =
  (act: (setting: Setting) => Promise<unknown>) =>
  async (setting: Setting): Promise<Setting["subject"]> => {
    await act(setting);
    return setting.subject;
  };

/** Every seat that somebody gives: how a founder gets it, and what the audit then says. */
const GIVEN: [title: string, plant: (setting: Setting) => Promise<Setting["subject"]>, said: string][] = [
  ["the council", only((setting) => appoint(setting, setting.ada.address)), "ada: is the council"],
  [
    "a role of the timelock",
    only(({ network, vote, ben }) =>
      network.timelock.connect(vote).grantRole(TIMELOCK_ROLES.PROPOSER_ROLE, ben),
    ),
    "ben: has the role PROPOSER_ROLE of the timelock",
  ],
  ["a budget", only((setting) => budgetFor(setting, setting.kofi.address)), "kofi: spends budget 1"],
  [
    "the payments of a budget that can be disputed",
    async (setting) => {
      const { disputed, subject } = await disputedBudgets(setting);
      await disputed.setInstructor(await budgetFor(setting, disputed.target), setting.people.lena);
      return subject;
    },
    "lena: instructs budget 1",
  ],
  [
    "the disputes about such payments",
    async (setting) => {
      const { disputed, subject } = await disputedBudgets(setting);
      await disputed.setArbitrator(setting.safe, "0x", "ipfs://meaning");
      return subject;
    },
    "Council: rules about disputes of DisputedBudgets",
  ],
  [
    "a program of grants",
    only((setting) => openProgram(setting, setting.ada.address)),
    "ada: reviews program 1",
  ],
  [
    "a program that is ended, whose jobs go on",
    only(async (setting) => {
      await openProgram(setting, setting.ada.address);
      await setting.network.work!.connect(setting.vote).endProgram(1);
    }),
    "ada: reviews program 1",
  ],
  [
    "the disputes about jobs",
    async (setting) => {
      // A contract of his own: what it is else does not matter.
      await (await verdictsOf(setting)).setArbitrator(setting.bens, "0x", "ipfs://meaning");
      return added(setting, { Judge: setting.bens.target });
    },
    "ben: is the owner of Judge, which rules about disputes of Verdicts",
  ],
  [
    "a class of credentials",
    only(({ network, vote, kofi }) => network.credentials!.connect(vote).setIssuer(0, kofi)),
    "kofi: issues credentials of class 0",
  ],
  [
    "reputation to give",
    only(({ network, vote, people }) => network.reputation!.connect(vote).setAwarder(people.lena, 1n)),
    "lena: gives reputation",
  ],
  [
    "ballots to open without votes",
    only(({ network, vote, people }) => network.ballots!.connect(vote).admit(people.milo, true)),
    "milo: opens ballots without votes of its own",
  ],
  [
    "cases to bring before the court",
    only(({ network, vote, ada }) => network.court!.connect(vote).admit(ada, true)),
    "ada: opens cases in the court",
  ],
  [
    "a runner's credential, and rounds that ask for it",
    async (setting) => {
      const { rounds, credentials, create } = await deployRounds();
      await create();
      await credentials.issue(0, setting.ben, ZeroHash);
      return added(setting, { Rounds: rounds.target, Credentials: credentials.target });
    },
    "ben: runs rounds",
  ],
  [
    "the disputes about rounds",
    async (setting) => {
      const { rounds } = await deployRounds();
      await rounds.setArbitrator(setting.safe, "0x", "ipfs://meaning");
      return added(setting, { Rounds: rounds.target });
    },
    "Council: rules about disputes of Rounds",
  ],
  [
    "the disputes about payments for services",
    async (setting) => {
      const { market } = await deployMarket();
      await market.setArbitrator(setting.safe, "0x", "ipfs://meaning");
      return added(setting, { Market: market.target });
    },
    "Council: rules about disputes of Market",
  ],
  [
    "a Safe that one founder moves as its module",
    async (setting) => {
      const members = [setting.june.address, setting.eva.address];
      const at = await ensureCouncil(setting.june, { name: "Reviewers", members, threshold: 2 });
      const council = setting.network
        .council!.attach(at)
        .connect(await asAccount(at)) as typeof setting.network.council;
      await council!.enableModule(setting.people.milo);
      await openProgram(setting, at);
      return added(setting, { Reviewers: at });
    },
    "milo: moves, as a module, Reviewers, which reviews program 1",
  ],
  [
    "a Safe of which one founder among others is an owner",
    async (setting) => {
      const members = [setting.june.address, setting.people.lena.address];
      const at = await ensureCouncil(setting.june, { name: "Reviewers", members, threshold: 2 });
      await openProgram(setting, at);
      return added(setting, { Reviewers: at });
    },
    "lena: is an owner of Reviewers, which reviews program 1",
  ],
];

/** Seats that anyone may take: they are told, and are nobody's gift. */
const OPEN: [title: string, plant: (setting: Setting) => Promise<Setting["subject"]>, said: string][] = [
  [
    "a stake as a juror",
    only(async ({ network, ada, cleo }) => {
      await network.token.connect(cleo).transfer(ada, parseEther("20000"));
      await network.token.connect(ada).approve(network.addresses.JurorCourt!, parseEther("20000"));
      await network.court!.connect(ada).deposit(parseEther("20000"));
    }),
    "ada: has a stake as a juror",
  ],
  [
    "a service",
    async (setting) => {
      const { market, token, listing } = await deployMarket();
      await token.transfer(setting.ben, MIN_STAKE);
      await token.connect(setting.ben).approve(market, MIN_STAKE);
      await market.connect(setting.ben).list(listing(), "ipfs://card");
      return added(setting, { Market: market.target });
    },
    "ben: provides service 1",
  ],
  [
    "payments of a service to claim",
    async (setting) => {
      const { market, list, provider } = await deployMarket();
      const { id: service } = await list();
      await market.connect(provider).addAuthorizer(service, setting.kofi);
      return added(setting, { Market: market.target });
    },
    "kofi: claims for service 1",
  ],
];

describe("The audit of phases", () => {
  for (const [title, plant, said] of GIVEN) {
    it(`names a founder who was given ${title}`, async () => {
      const setting = await loadFixture(begun);
      expect(await told(setting.subject)).to.not.include(said);
      const subject = await plant(setting);
      expect(await told(subject)).to.include(said);
      expect(await told(subject, "what founders do as anyone may")).to.deep.equal([]);
    });
  }

  for (const [title, plant, said] of OPEN) {
    it(`tells of a founder who took ${title}, which is no power that was given`, async () => {
      const setting = await loadFixture(begun);
      const before = await told(setting.subject);
      const subject = await plant(setting);
      expect(await told(subject, "what founders do as anyone may")).to.include(said);
      expect((await told(subject)).filter((line) => !before.includes(line))).to.deep.equal([]);
    });
  }

  it("asks every domain that gives powers away or lets somebody instruct, and knows none by name", async () => {
    for (const [i, auditing] of (await auditingOf(DOMAINS)).entries()) {
      const { contracts } = DOMAINS.filter(({ audit: own }) => own !== undefined)[i]!;
      const hands = Object.values(contracts).flatMap(
        (contract) => (contract as { handsOver?: readonly string[] }).handsOver ?? [],
      );
      const powers = Object.values(auditing.authority).flatMap((list) => Object.values(list ?? {}));
      const given = powers.some(({ holder }) => ["guardian", "spender"].includes(holder));
      if (hands.length > 0 || given)
        expect(auditing.seats, Object.keys(contracts).join()).to.be.a("function");
    }
    const { subject } = await loadFixture(begun);
    const own = { holder: subject.accounts.ada!, does: "sings" };
    const choir = {
      name: "choir",
      contracts: {},
      audit: () => Promise.resolve({ auditing: { authority: {}, seats: () => Promise.resolve([own]) } }),
    };
    const seats = await readSeats({ ...subject, domains: [...DOMAINS, choir] });
    expect(seats.filter(({ does }: Seat) => does === "sings")).to.deep.equal([own]);
    const domains = [...DOMAINS, choir];
    expect(await told({ ...subject, domains } as never)).to.include("ada: sings");
  });

  it("never takes a failing endpoint for a Safe without owners", async () => {
    const setting = await loadFixture(begun);
    const { subject } = setting;
    await appoint(setting, setting.safe.address);
    const owners = ethers.id("getOwners()").slice(0, 10);
    const provider = Object.create(subject.provider, {
      call: {
        value: async (transaction: { data?: string }) => {
          if (transaction.data === owners) throw new Error("429 Too Many Requests");
          return subject.provider.call(transaction);
        },
      },
    }) as typeof subject.provider;
    await fails(readSeats({ ...subject, domains: DOMAINS, provider }), /429|too many/i);
  });
});
