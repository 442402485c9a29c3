import {
  impersonateAccount,
  loadFixture,
  setBalance,
  setCode,
  setStorageAt,
  time,
} from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress, type BaseContract } from "ethers";
import hre, { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { initialSupply, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { TREASURY } from "../../config/schema";
import { deployNetwork } from "../../deploy/run";
import {
  audit,
  connect,
  discover,
  encodeCode,
  encodeRules,
  encodeScope,
  listProposals,
  readStatus,
  TIMELOCK_ROLES,
  type Network,
} from "@polity/sdk";
import type { AuditSubject as Subject } from "@polity/sdk/audit";
import { auditingOf } from "@polity/sdk/audit/domains";
import type { Wanted } from "@polity/sdk/audit/types";
import { DOMAINS } from "@polity/sdk/domains";
import { SAFE_CODE } from "@polity/sdk/safe";
import { encodeKey, encodeParameter } from "@polity/sdk/nep/parameters";
import { operationOf } from "@polity/sdk/governor/expire";
import { fails } from "../helpers/fails";
import { deployNeuroshard } from "../helpers/neuroshard";
import { deployMarket } from "../market/fixture";
import { OPEN } from "../phases/fixture";
import { deployWork } from "../work/fixture";

const config = parseConfig(presets.neuroshard);

/** A network from its preset, a stranger, and the timelock as if a vote had passed. */
async function deployed() {
  const [deployer, stranger, other] = await ethers.getSigners();
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const network = connect(await deployNetwork(hre, config, accounts), ethers.provider);
  const at = network.addresses.TimelockController;
  await impersonateAccount(at);
  await setBalance(at, parseEther("10"));
  const vote = await ethers.getSigner(at);
  const subject: Subject = {
    provider: ethers.provider,
    contracts: network.addresses,
    fromBlock: 0,
    config,
    accounts,
  };
  return { network, vote, subject, deployer: deployer!, stranger: stranger!, other: other! };
}

type Setting = Awaited<ReturnType<typeof deployed>>;

/** Contract, fact, what is missing and what is not expected. */
type Named = [contract: string, what: string, missing: string[], unexpected: string[]];

async function deviations(subject: Subject): Promise<Named[]> {
  const found = await audit(subject);
  return found.deviations.map(({ contract, what, missing, unexpected }) => [
    contract,
    what,
    missing,
    unexpected,
  ]);
}

const changedRules = { ...encodeRules(config.governor.types.ECON!), quorumBps: 100 };
const registryScope = (network: Network, scope: Parameters<typeof encodeScope>[0]) => ({
  ...encodeScope(scope, DOMAINS),
  target: network.addresses.ProtocolRegistry,
});

/** As the council's Safe itself calls its own functions. */
async function asCouncil({ network }: Setting, signature: string, ...args: unknown[]): Promise<unknown> {
  const safe = await ethers.getImpersonatedSigner(network.addresses.Council!);
  await setBalance(safe.address, parseEther("1"));
  const council = new ethers.Contract(safe.address, [`function ${signature}`], safe);
  return council.getFunction(signature.split("(", 1)[0]!)(...args);
}

/** Puts the stranger into a slot of the council's Safe, as a setup with a hostile delegate call can. */
const plantSlot = ({ network, stranger }: Setting, name: string) =>
  setStorageAt(network.addresses.Council!, ethers.id(name), stranger.address);

/** The id of a call without data from the timelock to itself. */
const emptyOperation = ({ addresses: { TimelockController: at } }: Network) =>
  ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ["address", "uint256", "bytes", "bytes32", "bytes32"],
      [at, 0, "0x", ethers.ZeroHash, ethers.ZeroHash],
    ),
  );

/** Every way in which a network could differ that we know: how it comes about, and what the audit says. */
const PLANTED: [
  title: string,
  plant: (setting: Setting) => Promise<unknown>,
  said: (setting: Setting) => Named[],
  /** Right after the deployment more is demanded than later. */
  when?: "at the deployment",
][] = [
  ...(["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE", "DEFAULT_ADMIN_ROLE"] as const).map(
    (role): (typeof PLANTED)[number] => [
      `a stranger in ${role}`,
      ({ network, vote, stranger }) =>
        network.timelock.connect(vote).grantRole(TIMELOCK_ROLES[role], stranger),
      ({ stranger }) => [["TimelockController", role, [], [nameOf(stranger.address)]]],
    ],
  ),
  [
    "an executor role that is open to all",
    ({ network, vote }) =>
      network.timelock.connect(vote).grantRole(TIMELOCK_ROLES.EXECUTOR_ROLE, ZeroAddress),
    () => [["TimelockController", "EXECUTOR_ROLE", [], ["everybody"]]],
  ],
  [
    "a governor that lost a role",
    ({ network, vote }) =>
      network.timelock
        .connect(vote)
        .revokeRole(TIMELOCK_ROLES.CANCELLER_ROLE, network.addresses.NetworkGovernor),
    () => [["TimelockController", "CANCELLER_ROLE", ["NetworkGovernor"], []]],
  ],
  [
    "a role that no timelock has",
    ({ network, vote, stranger }) => network.timelock.connect(vote).grantRole(ethers.id("OTHER"), stranger),
    ({ stranger }) => [["TimelockController", ethers.id("OTHER"), [], [nameOf(stranger.address)]]],
  ],
  [
    "another delay",
    ({ network, vote }) => network.timelock.connect(vote).updateDelay(60),
    () => [["TimelockController", "getMinDelay", ["3600"], ["60"]]],
  ],
  [
    "a scope more",
    ({ network, vote }) => {
      const scope = { target: "ProtocolRegistry", function: "setBounds", types: ["ECON"] };
      return network.rulebook.connect(vote).setScope(registryScope(network, scope));
    },
    () => [["Rulebook", "scopes", [], ["ProtocolRegistry.setBounds open to ECON"]]],
  ],
  [
    "a scope that is open to more types",
    ({ network, vote }) => {
      const scope = { ...config.governor.scopes[0]!, types: ["ARCH", "EMERG"] };
      return network.rulebook.connect(vote).setScope(registryScope(network, scope));
    },
    () => [
      [
        "Rulebook",
        "scopes",
        ['ProtocolRegistry.upgrade("arch") open to ARCH'],
        ['ProtocolRegistry.upgrade("arch") open to ARCH, EMERG'],
      ],
    ],
  ],
  [
    "a scope less",
    ({ network, vote }) => {
      const scope = { ...config.governor.scopes[0]!, types: [] };
      return network.rulebook.connect(vote).setScope(registryScope(network, scope));
    },
    () => [["Rulebook", "scopes", ['ProtocolRegistry.upgrade("arch") open to ARCH'], []]],
  ],
  [
    "a type with other rules",
    ({ network, vote }) => network.rulebook.connect(vote).setRules(encodeCode("ECON"), changedRules),
    () => [["Rulebook", "rules of ECON", ["quorumBps 2000"], ["quorumBps 100"]]],
  ],
  [
    "a type more",
    ({ network, vote }) => network.rulebook.connect(vote).setRules(encodeCode("EXTRA"), changedRules),
    () => [["Rulebook", "types", [], ["EXTRA"]]],
  ],
  [
    "a default type whose rules the governor has not adopted",
    ({ network, vote }) =>
      network.rulebook
        .connect(vote)
        .setRules(encodeCode("GOV"), { ...encodeRules(config.governor.types.GOV!), review: 691_200 }),
    () => [
      ["Rulebook", "rules of GOV", ["review 604800"], ["review 691200"]],
      ["NetworkGovernor", "adopted rules of GOV", ["review 691200"], ["review 604800"]],
    ],
  ],
  [
    "a parameter with another value",
    ({ network, vote }) =>
      network.registry
        .connect(vote)
        .upgrade(
          encodeKey("econ"),
          [{ key: encodeKey("econ.rewardRate"), value: encodeParameter("uint", 3000n) }],
          true,
          ethers.id("spec"),
          "",
        ),
    () => [
      [
        "ProtocolRegistry",
        "parameters",
        ["econ.rewardRate = 2500 in 500 to 5000"],
        ["econ.rewardRate = 3000 in 500 to 5000"],
      ],
    ],
  ],
  [
    "a cap that is lower",
    ({ network, vote }) => network.treasury!.connect(vote).lowerCap(ZeroAddress, 7n),
    () => [["Treasury", "caps", [`ETH ${parseEther("50")}`], ["ETH 7"]]],
  ],
  [
    "a cap that will be higher",
    ({ network, vote }) => network.treasury!.connect(vote).raiseCap(ZeroAddress, parseEther("60")),
    () => [
      [
        "Treasury",
        "caps",
        [`ETH ${parseEther("50")}`],
        [`ETH ${parseEther("50")}, soon ${parseEther("60")}`],
      ],
    ],
  ],
  [
    "a treasury with another governor",
    ({ network, vote, stranger }) => network.treasury!.connect(vote).setGovernor(stranger),
    ({ stranger }) => [["Treasury", "governor", ["NetworkGovernor"], [nameOf(stranger.address)]]],
  ],
  [
    "somebody who opens ballots without votes",
    ({ network, vote, stranger }) => network.ballots!.connect(vote).admit(stranger, true),
    ({ stranger }) => [["Ballots", "openers", [], [nameOf(stranger.address)]]],
  ],
  [
    "a type that counts another stake",
    async ({ network, vote }) => {
      const credentials = await ethers.deployContract("Credentials", [network.timelock, [PERSONS]]);
      const source = await ethers.deployContract("QuadraticVotes", [network.token, credentials, 0]);
      const rules = { ...encodeRules(config.governor.types.TRAIN!), quorumFloor: 0n };
      const voteSource = source.target as string;
      await network.rulebook.connect(vote).setRules(encodeCode("STRAY"), { ...rules, voteSource });
    },
    () => [
      ["Rulebook", "types", [], ["STRAY"]],
      ["Rulebook", "types that count another stake", [], ["STRAY"]],
      ["QuadraticVotes", "STAKE", ["VoteEscrow"], ["GovernanceToken"]],
    ],
  ],
  [
    "ballots that a share of other votes opens",
    ({ network, vote }) => network.ballots!.connect(vote).setVotes(network.token),
    () => [["Ballots", "votes", ["VoteEscrow"], ["GovernanceToken"]]],
  ],
  [
    "a council with a module",
    (setting) => asCouncil(setting, "enableModule(address)", setting.stranger),
    ({ stranger }) => [["Council", "modules", [], [nameOf(stranger.address)]]],
  ],
  [
    "a council with another threshold",
    (setting) => asCouncil(setting, "changeThreshold(uint256)", 1),
    () => [["Council", "getThreshold", ["3"], ["1"]]],
  ],
  [
    "a council with one owner more",
    (setting) => asCouncil(setting, "addOwnerWithThreshold(address,uint256)", setting.other, 3),
    ({ other }) => [["Council", "getOwners", [], [nameOf(other.address)]]],
  ],
  [
    "a council with a member who came without the others' signatures",
    async (setting) => {
      const [first] = await setting.network.council!.getOwners();
      await asCouncil(setting, "swapOwner(address,address,address)", `0x${"1".padStart(40, "0")}`, first!, setting.other); // prettier-ignore
    },
    ({ other }) => [["Council", "getOwners", [config.council!.members[0]!], [nameOf(other.address)]]],
  ],
  [
    "a council with another handler of calls, which could say that it has signed",
    (setting) => asCouncil(setting, "setFallbackHandler(address)", setting.stranger),
    ({ stranger }) => [["Council", "fallback handler", ["Safe's own"], [nameOf(stranger.address)]]],
  ],
  [
    "a council with a guard, which could refuse what its members sign",
    (setting) => plantSlot(setting, "guard_manager.guard.address"),
    ({ stranger }) => [["Council", "guard", [], [nameOf(stranger.address)]]],
  ],
  [
    "a council with a guard of modules",
    (setting) => plantSlot(setting, "module_manager.module_guard.address"),
    ({ stranger }) => [["Council", "module guard", [], [nameOf(stranger.address)]]],
  ],
  [
    "a council that runs other code than Safe's",
    async ({ network }) => {
      const copy = "0x4444444444444444444444444444444444444444";
      await setCode(copy, await ethers.provider.getCode(SAFE_CODE.singleton));
      await setStorageAt(network.addresses.Council!, 0, copy);
    },
    () => [["Council", "singleton", ["Safe's own"], ["0x4444444444444444444444444444444444444444"]]],
  ],
  [
    "a treasury whose tokens vote",
    async ({ network, stranger }) => {
      const treasury = await ethers.getImpersonatedSigner(network.addresses.Treasury!);
      await setBalance(treasury.address, parseEther("1"));
      await network.token.connect(treasury).delegate(stranger);
    },
    ({ stranger }) => [["Treasury", "votes", ["out of every quorum"], [nameOf(stranger.address)]]],
  ],
  [
    "bounds that are wider",
    ({ network, vote }) => {
      const word = (value: bigint) => encodeParameter("uint", value);
      return network.registry.connect(vote).setBounds(encodeKey("econ.rewardRate"), word(0n), word(9000n));
    },
    () => [
      [
        "ProtocolRegistry",
        "parameters",
        ["econ.rewardRate = 2500 in 500 to 5000"],
        ["econ.rewardRate = 2500 in 0 to 9000"],
      ],
    ],
  ],
  [
    "a guardian that the configuration does not have",
    async ({ network, stranger }) => setGuardian(network, stranger.address, (await time.latest()) + 1000),
    ({ stranger }) => [["NetworkGovernor", "guardian", [], [nameOf(stranger.address)]]],
  ],
  [
    "a deployer who kept tokens",
    async ({ network, subject, deployer }) =>
      network.token.connect(await ethers.getSigner(subject.accounts!.ada!)).transfer(deployer, 5n),
    () => [["GovernanceToken", "tokens of the deployer", ["0"], ["5"]]],
    "at the deployment",
  ],
  [
    "a deployer who has votes",
    async ({ network, subject, deployer }) =>
      network.token.connect(await ethers.getSigner(subject.accounts!.ada!)).delegate(deployer),
    () => {
      const ada = config.token.allocation.find(({ to }) => to === "ada")!.amount;
      return [["GovernanceToken", "votes of the deployer", ["0"], [String(ada)]]];
    },
    "at the deployment",
  ],
  [
    "an operation that was queued before the hand-over",
    async ({ network, vote }) => {
      const timelock = network.timelock.connect(vote);
      await timelock.grantRole(TIMELOCK_ROLES.PROPOSER_ROLE, vote);
      await timelock.schedule(vote, 0, "0x", ethers.ZeroHash, ethers.ZeroHash, 3600);
      await timelock.revokeRole(TIMELOCK_ROLES.PROPOSER_ROLE, vote);
    },
    ({ network }) => [["TimelockController", "queued operations", [], [emptyOperation(network)]]],
    "at the deployment",
  ],
  [
    "a parameter that is gone",
    ({ network, vote }) => network.registry.connect(vote).retire([encodeKey("net.gossipFanout")]),
    () => [["ProtocolRegistry", "parameters", ["net.gossipFanout = 8 in 3 to 32"], []]],
  ],
];

/** The configuration's people are the local accounts: a stranger has a name there. */
const nameOf = (address: string) =>
  Object.entries(resolveAccounts(config, LOCAL_CHAIN)).find(([, at]) => at === address)?.[0] ?? address;

const atDeployment = ({ subject, deployer }: Setting): Subject => ({
  ...subject,
  deployment: { deployer: deployer.address, handedOver: true },
});

/** Every getter that the audits of the domains ask, by contract. */
const GETTERS: Record<string, Record<string, Wanted<never>>> = {};
before(async () => {
  for (const { getters } of await auditingOf(DOMAINS)) Object.assign(GETTERS, getters);
});

/** What a contract answers that is held against something; of the factory, what its grants answer too. */
const answersOf = (name: string, subject: Subject): string[] =>
  (name === "VestingFactory" ? [name, "VestingVault"] : [name]).flatMap((contract) =>
    Object.entries(GETTERS[contract]!)
      .filter(
        ([, wanted]) =>
          wanted({
            ...{ ...subject, domains: DOMAINS, contracts: { ...subject.contracts, CombinedVotes: "" } },
          } as never) !== undefined,
      )
      .map(([signature]) => `${contract}.${signature.split("(", 1)[0]!}`),
  );

const otherToken = ({ stranger }: Setting) =>
  ethers.deployContract("GovernanceToken", [
    ...["Other", "OTHER", stranger.address, [{ account: stranger.address, amount: 1n }]],
    ...[config.token.hardCap + 1n, config.token.yearlyInflationBps + 1],
  ]);
const escrowOf = (token: BaseContract) =>
  ethers.deployContract("VoteEscrow", [token, "Other", "veOTHER", 5, 2n, false]);
const otherEscrow = async (setting: Setting) => escrowOf(await otherToken(setting));
const otherTimelock = ({ stranger }: Setting) =>
  ethers.deployContract("TimelockController", [60, [], [], stranger.address]);
const otherBook = async (setting: Setting) =>
  ethers.deployContract("Rulebook", [
    await otherTimelock(setting),
    [{ code: encodeCode("GOV"), rules: encodeRules(config.governor.types.GOV!) }],
    [],
  ]);

const PERSONS = {
  ...{ issuer: ZeroAddress, term: 86_400, revocable: false },
  name: ethers.encodeBytes32String("PERSON"),
};

/** The network's contracts, made with nothing that the configuration says: what a constructor fixes is otherwise. */
const IMPOSTORS: Record<string, (setting: Setting) => Promise<BaseContract>> = {
  TimelockController: otherTimelock,
  GovernanceToken: otherToken,
  VoteEscrow: otherEscrow,
  CombinedVotes: async (setting) => {
    const token = await otherToken(setting);
    return ethers.deployContract("CombinedVotes", [token, await escrowOf(token)]);
  },
  SuccessiveVotes: async (setting) => {
    const token = await otherToken(setting);
    return ethers.deployContract("SuccessiveVotes", [await escrowOf(token), await escrowOf(token)]);
  },
  ProtocolRegistry: ({ stranger }) => ethers.deployContract("ProtocolRegistry", [stranger.address, []]),
  Rulebook: otherBook,
  NetworkGovernor: async (setting) =>
    ethers.deployContract("NetworkGovernor", [
      ...["Other", await otherEscrow(setting), await otherToken(setting)],
      ...[await otherTimelock(setting), await otherBook(setting)],
    ]),
  Treasury: ({ stranger }) => ethers.deployContract("Treasury", [stranger.address, stranger.address, []]),
  VestingFactory: async ({ stranger, ...setting }) => {
    const escrow = await otherEscrow({ stranger, ...setting });
    const { address } = stranger;
    return ethers.deployContract("VestingFactory", [await escrow.token(), escrow, address, address]);
  },
  Sale: async (setting) => ethers.deployContract("Sale", await budgetSpender(setting)),
  Distributor: async (setting) => {
    const [token, ...others] = await budgetSpender(setting);
    return ethers.deployContract("Distributor", [token, ...others, await escrowOf(token)]);
  },
  Market: async () => (await deployMarket()).market,
  FeeTill: async () => {
    const { token, treasury, registry } = await deployMarket();
    return ethers.deployContract("FeeTill", [
      token,
      treasury,
      registry,
      ethers.encodeBytes32String("fees.usageBps"),
    ]);
  },
  Work: async () => (await deployWork()).work,
  Verdicts: async () => (await deployWork()).verdicts,
  Phases: ({ stranger }) => ethers.deployContract("Phases", [stranger.address, [OPEN, OPEN, OPEN], []]),
  PhasedRulebook: async ({ network, stranger }) => {
    const phases = await ethers.deployContract("Phases", [stranger.address, [OPEN, OPEN, OPEN], []]);
    const first = { code: encodeCode("GOV"), rules: encodeRules(config.governor.types.GOV!) };
    return ethers.deployContract("PhasedRulebook", [network.timelock, phases, [first], [], []]);
  },
  Ballots: async (setting) =>
    ethers.deployContract("Ballots", [setting.stranger.address, await otherToken(setting), 7]),
  Credentials: ({ stranger }) => ethers.deployContract("Credentials", [stranger.address, []]),
  Reputation: ({ stranger }) => ethers.deployContract("Reputation", [stranger.address, []]),
  QuadraticVotes: async (setting) => {
    const credentials = await ethers.deployContract("Credentials", [setting.stranger.address, [PERSONS]]);
    return ethers.deployContract("QuadraticVotes", [await otherToken(setting), credentials, 0]);
  },
  BlendedVotes: async (setting) => {
    const { address } = setting.stranger;
    const credentials = await ethers.deployContract("Credentials", [address, [PERSONS]]);
    const reputation = await ethers.deployContract("Reputation", [address, []]);
    const token = await otherToken(setting);
    return ethers.deployContract("BlendedVotes", [token, reputation, credentials, 0, 1, 1] as never);
  },
  JurorCourt: async (setting) => {
    const periods = { evidence: 60, seating: 60, commit: 60, reveal: 60, appeal: 60, referral: 60 };
    const parameters = { sliceBps: 1, minJurors: 1, feePerJuror: 1, ...periods };
    const token = await otherToken(setting);
    return ethers.deployContract("JurorCourt", [token, setting.stranger.address, 1, parameters, []]);
  },
  Rounds: async (setting) => {
    const [token, treasury, vesting] = await budgetSpender(setting);
    const registry = await ethers.deployContract("ProtocolRegistry", [setting.stranger.address, []]);
    const credentials = await ethers.deployContract("Credentials", [setting.stranger.address, []]);
    const libraries = {
      Programs: await ethers.deployContract("Programs"),
      Runs: await ethers.deployContract("Runs"),
    };
    return ethers.deployContract("Rounds", [token, treasury, registry, credentials, vesting], { libraries });
  },
  DisputedBudgets: async (setting) => {
    const [token, treasury] = await budgetSpender(setting);
    return ethers.deployContract("DisputedBudgets", [
      ...[token, treasury, { above: 0, bond: 0, window: 60 }, ethers.ZeroAddress, "0x", ""],
    ]);
  },
};

/** What a contract is made with that spends budgets of somebody else's treasury. */
async function budgetSpender(setting: Setting) {
  const { address } = setting.stranger;
  const token = await otherToken(setting);
  const treasury = await ethers.deployContract("Treasury", [address, address, []]);
  const escrow = await escrowOf(token);
  const vesting = await ethers.deployContract("VestingFactory", [token, escrow, address, address]);
  return [token, treasury, vesting] satisfies [unknown, unknown, unknown];
}

describe("The audit", () => {
  it("finds a network as its configuration says, with every fact of every contract", async () => {
    const { subject, deployer } = await loadFixture(deployed);
    const deployment = { deployer: deployer.address, handedOver: true };
    const { facts, deviations: found, privileges } = await audit({ ...subject, deployment });
    expect(found).to.deep.equal([]);
    expect(facts.filter(({ expected }) => expected)).to.have.length.above(30);
    const mint = privileges.find(({ call }) => call === "GovernanceToken.mint");
    expect(mint?.path).to.equal(
      "voters, by a proposal of type GOV → NetworkGovernor → TimelockController → GovernanceToken.mint",
    );
    const upgrade = privileges.find(({ call }) => call === 'ProtocolRegistry.upgrade("econ")');
    expect(upgrade?.types).to.deep.equal(["GOV", "ECON"]);
  });

  for (const [name, preset] of Object.entries(presets)) {
    it(`finds the ${name} preset as it says, and shows it at a glance`, async () => {
      const own = parseConfig(preset);
      const accounts = resolveAccounts(own, LOCAL_CHAIN);
      const [deployer] = await ethers.getSigners();
      const contracts = await deployNetwork(hre, own, accounts);
      const deployment = { deployer: deployer!.address, handedOver: true };
      const subject = {
        provider: ethers.provider,
        contracts,
        fromBlock: 0,
        config: own,
        accounts,
        deployment,
      };
      const { facts, deviations: found } = await audit(subject);
      expect(found).to.deep.equal([]);
      const read = new Set(facts.map(({ contract }) => contract));
      expect([...read]).to.include.members(Object.keys(contracts));

      const status = await readStatus(connect(contracts, ethers.provider), 0);
      expect(status.supply).to.equal(initialSupply(own));
      expect(status.locked).to.equal(own.escrow ? 0n : undefined);
      // The treasury's tokens can never vote.
      const kept = own.token.allocation.filter(({ to }) => to === TREASURY);
      const held = kept.reduce((sum, { amount }) => sum - amount, status.supply);
      expect(status.votes).to.equal(own.voteSource === "escrow" ? 0n : held);
    });
  }

  for (const [title, plant, said, when] of PLANTED) {
    it(`names ${title}`, async () => {
      const setting = await loadFixture(deployed);
      await plant(setting);
      const subject = when ? atDeployment(setting) : setting.subject;
      expect(await deviations(subject)).to.have.deep.members(said(setting));
      if (when) expect(await deviations(setting.subject)).to.deep.equal([]);
    });
  }

  for (const [name, make] of Object.entries(IMPOSTORS)) {
    it(`names everything that is wrong in a ${name} of somebody else's`, async () => {
      const setting = await loadFixture(deployed);
      const contracts = { ...setting.network.addresses, [name]: await (await make(setting)).getAddress() };
      const found = await deviations({ ...setting.subject, contracts });
      const named = found.map(({ 0: contract, 1: what }) => `${contract}.${what}`);
      expect(named).to.include.members(answersOf(name, setting.subject));
    });
  }

  it("has a deviation planted for everything that it holds against something", async () => {
    const setting = await loadFixture(deployed);
    const { facts } = await audit(atDeployment(setting));
    const held = facts
      .filter(({ expected }) => expected)
      .map(({ contract, what }) => `${contract}.${what.replace(/^rules of .*/, "rules")}`);
    const planted = PLANTED.flatMap(([, , said]) => said(setting)).map(
      ([contract, what]) => `${contract}.${what.replace(/^rules of .*/, "rules")}`,
    );
    const answers = Object.keys(IMPOSTORS).flatMap((name) => answersOf(name, setting.subject));
    // Of grants more is said below.
    const known = new Set([...planted, ...answers, "VestingFactory.grants"]);
    expect(new Set(held)).to.have.property("size").above(40);
    expect(held.filter((fact) => !known.has(fact))).to.deep.equal([]);
    // CombinedVotes and SuccessiveVotes are of other networks, and count too.
    for (const name of Object.keys(GETTERS))
      expect(name).to.be.oneOf([...Object.keys(IMPOSTORS), "VestingVault", "Council"]);
  });

  it("names a grant of the configuration that is not there, or has other terms, at any time", async () => {
    const { subject } = await loadFixture(deployed);
    const [first, ...others] = config.vesting!;
    const told = "ada: 500000000000000000000000 over 1460d, cliff 365d";
    for (const [change, missing] of [
      [{ amount: first!.amount + 1n }, told.replace("0 over", "1 over")],
      [{ cliff: 0 }, told.replace("365d", "0s")],
      [{ duration: first!.duration * 2 }, told.replace("1460d", "2920d")],
      [{ revocable: true }, `${told}, revocable`],
      [{ start: 1_700_000_000 }, `${told}, from 2023-11-14T22:13:20Z`],
    ] as const) {
      const changed = { ...config, vesting: [{ ...first!, ...change }, ...others] };
      const found = await deviations({ ...subject, config: changed });
      expect(found).to.deep.equal([["VestingFactory", "grants", [missing], []]]);
    }
  });

  it("names a grant that the configuration does not have, at the deployment; later anyone may make grants", async () => {
    const { subject, network, deployer } = await loadFixture(deployed);
    const [, ada] = await ethers.getSigners();
    const factory = network.vesting!.connect(ada);
    await network.token.connect(ada).approve(factory, 5n);
    const start = await time.latest();
    const terms = {
      beneficiary: ada!.address,
      start,
      durationSeconds: 86_400,
      cliffSeconds: 0,
      revocable: false,
    };
    await factory.create([{ terms, amount: 5n }]);
    const deployment = { deployer: deployer.address, handedOver: true };
    const [[contract, what, missing, unexpected] = []] = await deviations({ ...subject, deployment });
    expect([contract, what, missing]).to.deep.equal(["VestingFactory", "grants", []]);
    expect(unexpected).to.have.length(1);
    expect(unexpected![0]).to.match(/^ada: 5 over 1 ?d/);
    expect(await deviations(subject)).to.deep.equal([]);
  });

  it("names a council that nobody has in the configuration, until its mandate ends", async () => {
    const { subject, network, stranger } = await loadFixture(deployed);
    const until = (await time.latest()) + 1000;
    await setGuardian(network, stranger.address, until);
    expect(await deviations(subject)).to.deep.equal([
      ["NetworkGovernor", "guardian", [], [nameOf(stranger.address)]],
    ]);
    await time.increase(2000);
    expect(await deviations(subject)).to.deep.equal([]);
  });

  it("names a governor whose votes, fees or timelock are not the network's", async () => {
    const { subject, network, stranger } = await loadFixture(deployed);
    const { VoteEscrow, ...others } = network.addresses;
    const other = await ethers.deployContract("VoteEscrow", [
      others.GovernanceToken,
      "Other",
      "veOTHER",
      4,
      1,
      false,
    ]);
    const contracts = { ...others, VoteEscrow: await other.getAddress() };
    const found = await deviations({ ...subject, contracts });
    expect(found).to.deep.include(["NetworkGovernor", "token", ["VoteEscrow"], [VoteEscrow]]);
    expect(found.map(([contract, what]) => `${contract}.${what}`)).to.include("VoteEscrow.MIN_AMOUNT");

    const token = await ethers.deployContract("GovernanceToken", [
      ...["NeuroShard", "NEURO", stranger.address, [{ account: stranger.address, amount: 1n }]],
      ...[config.token.hardCap, 800],
    ]);
    const minted = await deviations({
      ...subject,
      contracts: { ...network.addresses, GovernanceToken: await token.getAddress() },
    });
    expect(minted).to.deep.include([
      "GovernanceToken",
      "TIMELOCK",
      ["TimelockController"],
      [nameOf(stranger.address)],
    ]);
  });

  it("names a deployer that kept the administration, tokens or a queued operation", async () => {
    const { subject, network, vote, deployer } = await loadFixture(deployed);
    const { timelock, token } = network;
    const deployment = { deployer: deployer.address, handedOver: true };
    await timelock.connect(vote).grantRole(TIMELOCK_ROLES.DEFAULT_ADMIN_ROLE, deployer);
    await token.connect(await ethers.getSigner(subject.accounts!.ada!)).transfer(deployer, 5n);
    await timelock.connect(vote).grantRole(TIMELOCK_ROLES.PROPOSER_ROLE, vote);
    await timelock.connect(vote).schedule(vote, 0, "0x", ethers.ZeroHash, ethers.ZeroHash, 3600);
    await timelock.connect(vote).revokeRole(TIMELOCK_ROLES.PROPOSER_ROLE, vote);
    const id = await timelock.hashOperation(vote, 0, "0x", ethers.ZeroHash, ethers.ZeroHash);
    const whom = `the deployer ${deployer.address}`;
    expect(await deviations({ ...subject, deployment })).to.have.deep.members([
      ["TimelockController", "DEFAULT_ADMIN_ROLE", [], [whom]],
      ["TimelockController", "queued operations", [], [id]],
      ["GovernanceToken", "tokens of the deployer", ["0"], ["5"]],
    ]);
    const before = await deviations({ ...subject, deployment: { ...deployment, handedOver: false } });
    expect(before.map(([, what]) => what)).not.to.include("DEFAULT_ADMIN_ROLE");
  });

  it("finds everything from the governor's address, and flags powers beside the vote without a configuration", async () => {
    const { network, vote, stranger } = await loadFixture(deployed);
    const { provider } = ethers;
    const governor = network.addresses.NetworkGovernor;
    // Nothing that a governor knows leads to these: no scope opens them.
    const { Council: _council, VestingFactory: _factory, Ballots: _ballots, ...named } = network.addresses;
    expect(await discover(provider, governor, 0)).to.deep.equal(named);
    const alone: Subject = { provider, contracts: { NetworkGovernor: governor }, fromBlock: 0 };
    expect(await deviations(alone)).to.deep.equal([]);
    await network.timelock.connect(vote).grantRole(TIMELOCK_ROLES.PROPOSER_ROLE, stranger);
    expect(await deviations(alone)).to.deep.equal([
      ["TimelockController", "PROPOSER_ROLE", [], [stranger.address]],
    ]);
    await fails(discover(provider, network.addresses.Rulebook, 0), /^there is no governor of Polity at 0x/);
  });
});

const LIAR = "0x5555555555555555555555555555555555555555";
/** Writes a log of three topics, which are the first three words of its calldata; the data is the rest. */
const WRITES_ANY_LOG = "0x366000600037604051602051600051606036036060a300";

const uint = (value: bigint) => encodeParameter("uint", value);

/** Calls to the registry, as a proposal or somebody else makes them. */
function registryCalls({ registry }: Network) {
  const call = (data: string) => ({ target: registry, data });
  const abi = registry.interface;
  return {
    setRate: (rate: bigint) =>
      call(
        abi.encodeFunctionData("upgrade", [
          encodeKey("econ"),
          [{ key: encodeKey("econ.rewardRate"), value: uint(rate) }],
          ...([true, ethers.id("spec"), ""] as const),
        ]),
      ),
    setBounds: (min: bigint, max: bigint) =>
      call(abi.encodeFunctionData("setBounds", [encodeKey("econ.rewardRate"), uint(min), uint(max)])),
    retire: (key: string) => call(abi.encodeFunctionData("retire", [[encodeKey(key)]])),
    define: (key: string) =>
      call(
        abi.encodeFunctionData("defineParameters", [
          [{ key: encodeKey(key), kind: 1, min: uint(1n), max: uint(9n), value: uint(2n) }],
        ]),
      ),
    rollback: () => call(abi.encodeFunctionData("rollback", [1n])),
  };
}

interface Planted {
  target: BaseContract;
  data: string;
}
const PLANTED_SALT = ethers.id("planted");

/** NeuroShard with voters, and a stranger who got roles of the timelock that they should not have, for a while. */
async function governed() {
  const network = await deployNeuroshard();
  const { timelock, addresses, council: _, ...rest } = network;
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const subject: Subject = {
    ...{ provider: ethers.provider, contracts: addresses, fromBlock: 0, config, accounts },
  };
  const vote = await ethers.getImpersonatedSigner(addresses.TimelockController);
  await setBalance(vote.address, parseEther("10"));
  const batcher = await ethers.deployContract("Batcher");
  const roles = [TIMELOCK_ROLES.PROPOSER_ROLE, TIMELOCK_ROLES.EXECUTOR_ROLE];
  /** Whatever is done meanwhile, the batcher may propose to the timelock and execute. */
  async function withRoles(act: () => Promise<unknown>): Promise<void> {
    for (const role of roles) await timelock.connect(vote).grantRole(role, batcher);
    await act();
    for (const role of roles) await timelock.connect(vote).revokeRole(role, batcher);
  }
  const encode = (name: "scheduleBatch" | "executeBatch", { target, data }: Planted, salt: string) => {
    const args = [[target.target], [0n], [data], ethers.ZeroHash, salt];
    if (name === "scheduleBatch") args.push("3600");
    return timelock.interface.encodeFunctionData(name as "executeBatch", args as never);
  };
  const schedule = (call: Planted, salt = PLANTED_SALT) =>
    batcher.run([timelock], [encode("scheduleBatch", call, salt)]);
  const executing = (call: Planted, salt = PLANTED_SALT) => encode("executeBatch", call, salt);
  return {
    ...{ ...rest, timelock, addresses, subject, batcher, withRoles, schedule, executing },
    calls: registryCalls(network),
  };
}

describe("The audit of a network whose voters have changed parameters", () => {
  const RATE = "econ.rewardRate = 2500 in 500 to 5000";

  /** What proposals explain, and what nothing does. */
  async function found(subject: Subject) {
    const { facts, deviations: left } = await audit(subject);
    const changes = facts.flatMap(({ decided }) => decided ?? []);
    return {
      changes: changes.map(({ before, after, by }) => [before, after, by.map(({ title }) => title)]),
      left: left.map(({ contract, what, missing, unexpected }) => [contract, what, missing, unexpected]),
    };
  }

  it("tells what executed proposals have made of them, and calls none of it a deviation", async () => {
    const { enact, calls, subject } = await loadFixture(governed);
    await enact("# NEP-GOV: Pay more", [calls.setRate(2600n)]);
    await enact("# NEP-GOV: Let it be less", [
      calls.setBounds(100n, 5000n),
      calls.retire("net.gossipFanout"),
    ]);
    await enact("# NEP-GOV: Something new", [calls.define("net.other")]);
    const { changes, left } = await found(subject);
    expect(left).to.deep.equal([]);
    expect(changes).to.have.deep.members([
      [RATE, "econ.rewardRate = 2600 in 100 to 5000", ["Pay more", "Let it be less"]],
      ["net.gossipFanout = 8 in 3 to 32", undefined, ["Let it be less"]],
      [undefined, "net.other = 2 in 1 to 9", ["Something new"]],
    ]);
    await enact("# NEP-GOV: Back", [calls.rollback(), calls.setBounds(500n, 5000n)]);
    expect((await found(subject)).changes).to.have.length(2);
    expect((await found(subject)).left).to.deep.equal([]);
  });

  it("excuses nothing else that a vote has changed", async () => {
    const { enact, subject, timelock, rulebook } = await loadFixture(governed);
    const delay = { target: timelock, data: timelock.interface.encodeFunctionData("updateDelay", [60]) };
    const rules = rulebook.interface.encodeFunctionData("setRules", [encodeCode("ECON"), changedRules]);
    const role = timelock.interface.encodeFunctionData("grantRole", [
      TIMELOCK_ROLES.PROPOSER_ROLE,
      ethers.ZeroAddress,
    ]);
    await enact("# NEP-GOV: All", [
      delay,
      { target: rulebook, data: rules },
      { target: timelock, data: role },
    ]);
    const { changes, left } = await found(subject);
    expect(changes).to.deep.equal([]);
    expect(left.map(([contract, what]) => `${String(contract)}.${String(what)}`)).to.have.members([
      ...["TimelockController.getMinDelay", "TimelockController.PROPOSER_ROLE", "Rulebook.rules of ECON"],
    ]);
  });

  it("names what the timelock did without a vote, even under the operation of a proposal", async () => {
    const { calls, subject, batcher, withRoles, schedule, executing, timelock, governor, addresses, submit } =
      await loadFixture(governed);
    const proposed = await submit("# NEP-GOV: Pay more", [calls.setRate(2600n)]);
    const salt = ethers.toBeHex((BigInt(addresses.NetworkGovernor) << 96n) ^ BigInt(proposed.hashed[3]), 32);
    const [record] = await listProposals({ governor }, { fromBlock: 0 });
    await withRoles(async () => {
      await schedule(calls.setRate(2600n), salt);
      expect(await timelock.isOperation(operationOf(addresses.NetworkGovernor, record!))).to.equal(true);
      await time.increase(3600);
      await batcher.run([timelock], [executing(calls.setRate(2600n), salt)]);
    });
    expect(await found(subject)).to.deep.equal({
      changes: [],
      left: [["ProtocolRegistry", "parameters", [RATE], ["econ.rewardRate = 2600 in 500 to 5000"]]],
    });
  });

  it("names what somebody else slips in before or after a proposal in its own transaction", async () => {
    for (const order of ["before", "after"] as const) {
      const { calls, subject, batcher, withRoles, schedule, executing, timelock, governor, submit, approve } =
        await loadFixture(governed);
      const good = await submit("# NEP-GOV: Bounds", [calls.setBounds(100n, 6000n)]);
      await withRoles(async () => {
        await schedule(calls.setRate(2600n));
        await approve(good);
        const execute = governor.interface.encodeFunctionData("execute", good.hashed);
        const steps: [BaseContract, string][] = [
          [timelock, executing(calls.setRate(2600n))],
          [governor, execute],
        ];
        if (order === "after") steps.reverse();
        await batcher.run(
          steps.map(([to]) => to),
          steps.map(([, data]) => data),
        );
      });
      expect(await found(subject), order).to.deep.equal({
        changes: [],
        left: [["ProtocolRegistry", "parameters", [RATE], ["econ.rewardRate = 2600 in 100 to 6000"]]],
      });
    }
  });

  it("names a value that somebody else has set after a vote, and takes the voters' last word for theirs", async () => {
    const { enact, calls, subject, addresses, registry } = await loadFixture(governed);
    await enact("# NEP-GOV: Pay more", [calls.setRate(2600n)]);
    const impostor = await ethers.getImpersonatedSigner(addresses.TimelockController);
    await impostor.sendTransaction({ to: registry, data: calls.setRate(2700n).data });
    expect((await found(subject)).left).to.deep.equal([
      ["ProtocolRegistry", "parameters", [RATE], ["econ.rewardRate = 2700 in 500 to 5000"]],
    ]);
    await enact("# NEP-GOV: Still more", [calls.setRate(2800n)]);
    expect(await found(subject)).to.deep.equal({
      changes: [[RATE, "econ.rewardRate = 2800 in 500 to 5000", ["Still more"]]],
      left: [],
    });
  });

  it("believes no event but the registry's own, not even of a contract that a proposal has called", async () => {
    const { enact, calls, subject, addresses, registry } = await loadFixture(governed);
    await setCode(LIAR, WRITES_ANY_LOG);
    const { topics, data } = registry.interface.encodeEventLog("ParameterChanged", [
      ...([encodeKey("econ.rewardRate"), 2n, uint(2500n), uint(2700n)] as const),
    ]);
    const lie = {
      target: await ethers.getContractAt("MockTarget", LIAR),
      data: ethers.concat([...topics, data]),
    };
    await enact("# NEP-GOV: Call this", [lie, calls.setBounds(500n, 5000n)]);
    const impostor = await ethers.getImpersonatedSigner(addresses.TimelockController);
    await impostor.sendTransaction({ to: registry, data: calls.setRate(2700n).data });
    expect((await found(subject)).left).to.deep.equal([
      ["ProtocolRegistry", "parameters", [RATE], ["econ.rewardRate = 2700 in 500 to 5000"]],
    ]);
  });
});

/** Puts a guardian into the governor's storage: the slot that `guardian()` reads is looked for. */
async function setGuardian({ governor }: Network, account: string, until: number): Promise<void> {
  const at = await governor.getAddress();
  const word = `0x${(BigInt(account) | (BigInt(until) << 160n)).toString(16).padStart(64, "0")}`;
  for (let slot = 0; slot < 40; slot++) {
    const place = `0x${slot.toString(16)}`;
    const before = await ethers.provider.getStorage(at, slot);
    if (BigInt(before) !== 0n) continue;
    await ethers.provider.send("hardhat_setStorageAt", [at, place, word]);
    const [guardian, mandate] = await governor.guardian();
    if (guardian === account && mandate === BigInt(until)) return;
    await ethers.provider.send("hardhat_setStorageAt", [at, place, before]);
  }
  throw new Error("the guardian's slot was not found");
}
