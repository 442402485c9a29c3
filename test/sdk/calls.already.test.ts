import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, Interface, parseEther, ZeroAddress, ZeroHash } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import { changesNothing, DAY, DOMAINS, encodeCode, encodeKey, encodeParameter, type Call } from "@polity/sdk";
import { interfaceOf } from "@polity/sdk/core/interfaces";
import { MATCH } from "@polity/sdk/governor/scope";
import { deployNeuroshard } from "../helpers/neuroshard";

const { june, kofi } = LOCAL_ACCOUNTS;
const GOV = encodeCode("GOV");
const TRAIN = encodeCode("TRAIN");
const uint = (value: bigint) => encodeParameter("uint", value);
const PROPOSER = id("PROPOSER_ROLE");

/** What a vote may do that is never as it was before, and why. */
const ALWAYS_CHANGES: Record<string, string> = {
  "NetworkGovernor.setRulebook": "whether it has adopted the present rules cannot be read",
  "Treasury.grantBudget": "another budget",
  "Treasury.scheduleRecurring": "another schedule",
  "Treasury.raiseCap": "the cap in force is refused, and the one announced is put off",
  "Treasury.recoverERC721": "a token leaves",
};

/** The network with a budget that is frozen, one that has ended, a schedule that is canceled, and a version beside the first. */
async function governed() {
  const network = await deployNeuroshard();
  const { treasury, addresses, enact } = network;
  const token = addresses.GovernanceToken;
  const call = (name: string, args: readonly unknown[]) => ({
    target: treasury,
    data: new Interface(treasury.interface.fragments).encodeFunctionData(name, args),
  });
  const terms = [june, token, parseEther("10"), 0, 30 * DAY, 12, false, ZeroHash];
  const instalments = [june, token, parseEther("1"), 0, 30 * DAY, 12, ZeroHash, ZeroHash];
  await enact("# NEP-GOV: Budgets", [
    ...[1, 2].map(() => call("grantBudget", [terms])),
    call("scheduleRecurring", [instalments]),
    call("freezeBudget", [1]),
    call("endBudget", [2]),
    call("cancelRecurring", [1]),
    call("scheduleRecurring", [instalments]),
    call("grantBudget", [terms]),
  ]);
  return network;
}

describe("Calls that change nothing", () => {
  type Case = [
    contract: string,
    name: string,
    same: readonly unknown[],
    others: readonly (readonly unknown[])[],
  ];
  let network: Awaited<ReturnType<typeof governed>>;
  const callOf = (contract: string, name: string, args: readonly unknown[], value = 0n): Call => {
    const target = (network.addresses as Record<string, string>)[contract]!;
    const calldata = interfaceOf(DOMAINS, contract)!.encodeFunctionData(name, args);
    return { target, value, calldata };
  };
  const told = (contract: string, name: string, args: readonly unknown[]) =>
    changesNothing(network, [callOf(contract, name, args)]);
  let cases: Case[];

  before(async () => {
    network = await loadFixture(governed);
    const { addresses, rulebook, registry, timelock, token } = network;
    const [train, escrow] = [encodeBytes32String("train"), addresses.VoteEscrow!];
    const { min, max, value } = await registry.parameter(encodeKey("train.innerSteps"));
    const rules = await rulebook.rulesOf(GOV);
    const upgrade = registry.interface.getFunction("upgrade").selector;
    const emergency = registry.interface.getFunction("emergencyRollback").selector;
    const scope = (codes: string[], more: object = {}) => {
      const all = { target: addresses.ProtocolRegistry, how: MATCH.SelectorAndWord, selector: upgrade, word: train, allowsValue: false, unstoppable: false, codes, ...more }; // prettier-ignore
      return [[all.target, all.how, all.selector, all.word, all.allowsValue, all.unstoppable, all.codes]];
    };
    const upgraded = (to: string, second?: string) => [
      train,
      [
        [encodeKey("train.innerSteps"), to],
        ...(second ? [[encodeKey("train.multiTokenHeads"), second]] : []),
      ],
      ...[true, id("spec"), "uri"],
    ];
    const { codes: open } = await rulebook.scopeOf(addresses.ProtocolRegistry, upgrade + train.slice(2));
    const heads = await registry.get(encodeKey("train.multiTokenHeads"));
    const until = BigInt(await time.latest()) + 100n;
    cases = [
      ["TimelockController", "updateDelay", [await timelock.getMinDelay()], [[7]]],
      ["TimelockController", "grantRole", [PROPOSER, addresses.NetworkGovernor], [[PROPOSER, june]]],
      ["TimelockController", "revokeRole", [PROPOSER, june], [[PROPOSER, addresses.NetworkGovernor]]],
      ["Rulebook", "setRules", [GOV, [...rules]], [[GOV, [...rules].map((one, i) => (i === 0 ? (one as bigint) + 1n : one))], [TRAIN, [...rules]], [encodeCode("NEW"), [...rules]]]], // prettier-ignore
      ["Rulebook", "setScope", scope([...open].reverse()), [scope([TRAIN, GOV]), scope([]), scope([TRAIN], { unstoppable: true })]], // prettier-ignore
      ["Rulebook", "setScope", scope([], { target: escrow, how: MATCH.Selector, word: ZeroHash, allowsValue: true }), [scope([TRAIN], { target: escrow, how: MATCH.Selector, word: ZeroHash })]], // prettier-ignore
      ["Rulebook", "setScope", scope([encodeCode("EMERG")], { how: MATCH.Selector, selector: emergency, word: ZeroHash }), [scope([encodeCode("EMERG")], { how: MATCH.Selector, selector: emergency, word: ZeroHash, unstoppable: true })]], // prettier-ignore
      ["NetworkGovernor", "setGuardian", [ZeroAddress, 0], [[june, until]]],
      ["NetworkGovernor", "setGuardian", [june, 1], []],
      ["GovernanceToken", "mint", [june, 0], [[june, 1]]],
      ["GovernanceToken", "transfer", [june, 0], [[june, 1]]],
      ["GovernanceToken", "approve", [june, 0], [[june, 1]]],
      ["GovernanceToken", "delegate", [await token.delegates(addresses.TimelockController)], [[june]]],
      ["ProtocolRegistry", "upgrade", upgraded(value, heads), [upgraded(uint(BigInt(value) + 1n)), upgraded(value, uint(BigInt(heads) + 1n))]], // prettier-ignore
      ["ProtocolRegistry", "setBounds", [encodeKey("train.innerSteps"), min, max], [[encodeKey("train.innerSteps"), min, uint(BigInt(max) + 1n)], [encodeKey("train.innerSteps"), uint(BigInt(min) + 1n), max]]], // prettier-ignore
      ["ProtocolRegistry", "defineParameters", [[]], [[[[encodeKey("train.more"), 1, min, max, value]]]]],
      ["ProtocolRegistry", "retire", [[]], [[[encodeKey("train.innerSteps")]]]],
      ["ProtocolRegistry", "rollback", [1], [[9]]],
      ["ProtocolRegistry", "emergencyRollback", [1], [[9]]],
      ["Treasury", "pay", [[]], [[[[addresses.GovernanceToken, june, 1, ZeroHash, ZeroHash]]]]],
      ["Treasury", "raiseBudget", [3, parseEther("10"), 12], [[3, parseEther("11"), 12], [3, parseEther("10"), 13], [9, 1, 1]]], // prettier-ignore
      ["Treasury", "lowerBudget", [3, parseEther("10"), 12], [[3, parseEther("9"), 12], [3, parseEther("10"), 11]]], // prettier-ignore
      ["Treasury", "endBudget", [2], [[1], [3]]],
      ["Treasury", "freezeBudget", [1], [[3]]],
      ["Treasury", "unfreezeBudget", [3], [[1]]],
      ["Treasury", "setBudgetSpender", [1, june], [[1, kofi]]],
      ["Treasury", "cancelRecurring", [1], [[2]]],
      ["Treasury", "lowerCap", [addresses.GovernanceToken, (await network.treasury.capOf(addresses.GovernanceToken)).cap], [[addresses.GovernanceToken, 1]]], // prettier-ignore
      ["Treasury", "setGovernor", [addresses.NetworkGovernor], [[june]]],
      ["Treasury", "recoverERC1155", [june, 1, 0, june], [[june, 1, 1, june]]],
      ["Ballots", "admit", [june, false], [[june, true]]],
      ["Ballots", "setVotes", [escrow], [[addresses.GovernanceToken]]],
    ];
  });

  it("are known for everything that a vote can set, and say what is so already", async () => {
    for (const [contract, name, same, others] of cases) {
      const [line] = await told(contract, name, same);
      expect(line, `${contract}.${name}(${String(same)})`).to.match(
        new RegExp(`^${contract}\\.${name}.*: .{8}`),
      );
      for (const other of others)
        expect(await told(contract, name, other), `${name}(${String(other)})`).to.deep.equal([]);
    }
    const asked = new Set([
      ...cases.map(([contract, name]) => `${contract}.${name}`),
      ...Object.keys(ALWAYS_CHANGES),
    ]);
    for (const { audit } of DOMAINS as readonly {
      audit?: () => Promise<{ auditing: { authority: object } }>;
    }[]) {
      const authority = (await audit?.())?.auditing.authority ?? {};
      for (const [contract, powers] of Object.entries(
        authority as Record<string, Record<string, { holder: string }>>,
      )) {
        if (!Object.hasOwn(network.addresses, contract) || contract.startsWith("Former")) continue;
        for (const [name, { holder }] of Object.entries(powers)) {
          if (["timelock", "admin"].includes(holder)) expect(asked).to.include(`${contract}.${name}`);
        }
      }
    }
  });

  it("are needless only when all of a proposal are, and none moves value", async () => {
    const [same, other] = [callOf("Treasury", "endBudget", [2]), callOf("Treasury", "endBudget", [1])];
    expect(await changesNothing(network, [same, same])).to.deep.equal([
      ...Array<string>(2).fill("Treasury.endBudget: budget 2 has ended already"),
    ]);
    expect(await changesNothing(network, [same, other])).to.deep.equal([]);
    expect(await changesNothing(network, [{ ...same, value: 1n }])).to.deep.equal([]);
    expect(
      await changesNothing(network, [{ target: june, value: 0n, calldata: "0x12345678" }]),
    ).to.deep.equal([]);
  });

  it("are no longer needless once a raise is announced, a mandate runs, or a value has changed", async () => {
    const { treasury, addresses, registry, governor, enact } = network;
    const { cap } = await treasury.capOf(addresses.GovernanceToken);
    const until = BigInt(await time.latest()) + 200n * BigInt(DAY);
    const actions = [
      callOf("Treasury", "raiseCap", [addresses.GovernanceToken, cap + 1n]),
      callOf("NetworkGovernor", "setGuardian", [june, until]),
      callOf("ProtocolRegistry", "upgrade", [encodeBytes32String("train"), [[encodeKey("train.innerSteps"), uint(400n)]], true, id("spec"), "uri"]), // prettier-ignore
    ];
    await enact(
      "# NEP-GOV: Three",
      actions.map(({ target, calldata: data }) => ({ target: target as never, data })),
    );
    expect(await registry.semver()).to.equal("1.1.0");
    expect((await governor.guardian()).account).to.equal(june);
    expect(await told("Treasury", "lowerCap", [addresses.GovernanceToken, cap])).to.deep.equal([]);
    expect(await told("ProtocolRegistry", "rollback", [1])).to.deep.equal([]);
    expect(await told("NetworkGovernor", "setGuardian", [ZeroAddress, 0])).to.deep.equal([]);
    expect(await told("NetworkGovernor", "setGuardian", [june, until - 1n])).to.deep.equal([]);
    expect(await told("NetworkGovernor", "setGuardian", [june, until])).to.have.length(1);
    await time.increaseTo(until + 1n);
    // A mandate that has run out is as good as none.
    expect(await told("NetworkGovernor", "setGuardian", [ZeroAddress, 0])).to.have.length(1);
  });
});
