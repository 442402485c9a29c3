import { impersonateAccount, loadFixture, setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import {
  encodeBytes32String,
  EventFragment,
  id,
  Interface,
  makeError,
  parseEther,
  ZeroAddress,
  ZeroHash,
  type ParamType,
} from "ethers";
import hre from "hardhat";

import {
  decodeCall,
  decodeLog,
  describeCall,
  encodeCode,
  encodeKey,
  encodeParameter,
  encodeRules,
  formatCall,
  formatLog,
  DAY,
  describeLogs,
  DOMAINS,
  EXCLUDED,
  formatTimestamp,
  nameCall,
  PolityError,
  type Call,
} from "@polity/sdk";
import { LOCAL_ACCOUNTS } from "../../config";
import { interfacesOf } from "@polity/sdk/core/interfaces";
import f07 from "../fixtures/foreign/provider-errors.json";
import { neuroshard } from "../helpers/gov";

const ben = LOCAL_ACCOUNTS.ben;

describe("Calls in plain words", () => {
  it("tell what each call of the network would change: before, then after", async () => {
    const { network, config } = await loadFixture(neuroshard);
    const { registry, rulebook, governor, token, timelock, addresses } = network;
    const told = async (target: keyof typeof addresses, calldata: string, value = 0n) => {
      const call = decodeCall(network, { target: addresses[target]!, value, calldata });
      return describeCall(network, call, { notes: { "train.innerSteps": "Steps between two averages" } });
    };
    const key = encodeKey("train.innerSteps");
    const uint = (value: bigint) => encodeParameter("uint", value);
    const upgrade = (namespace: string, changes: [string, bigint][], compatible: boolean) =>
      registry.interface.encodeFunctionData("upgrade", [
        ...([encodeKey(namespace), changes.map(([name, value]) => ({ key: encodeKey(name), value: uint(value) }))] as const), // prettier-ignore
        ...([compatible, encodeKey("spec"), "uri"] as const),
      ]);
    expect(
      await told("ProtocolRegistry", upgrade("train", [["train.innerSteps", 400n]], false)),
    ).to.deep.equal([
      "train.innerSteps: 500 → 400 (Steps between two averages)",
      "the network's version: 1.0.0 → 2.0.0",
    ]);
    expect(
      (await told("ProtocolRegistry", upgrade("emerg", [["emerg.pauseRewards", 1n]], true))).join(),
    ).to.equal("emerg.pauseRewards: false → true,the network's version: 1.0.0 → 1.0.1");
    expect(await told("ProtocolRegistry", upgrade("train", [["train.none", 1n]], true))).to.match(
      /^calls ProtocolRegistry\.upgrade\(.*\), about something that does not exist now$/,
    );
    const { interface: abi } = registry;
    expect(
      await told("ProtocolRegistry", abi.encodeFunctionData("setBounds", [key, uint(1n), uint(9n)])),
    ).to.deep.equal(["bounds of train.innerSteps: 50 to 2000 → 1 to 9 (Steps between two averages)"]);
    const definition = { key: encodeKey("net.new"), kind: 1, min: uint(1n), max: uint(3n), value: uint(2n) };
    const flag = {
      ...definition,
      key: encodeKey("emerg.new"),
      kind: 3,
      min: uint(0n),
      max: uint(0n),
      value: uint(1n),
    };
    expect(
      await told("ProtocolRegistry", abi.encodeFunctionData("defineParameters", [[definition, flag]])),
    ).to.deep.equal([
      "new parameter net.new (uint, 1 to 3) with the value 2",
      "new parameter emerg.new (bool) with the value true",
    ]);
    expect(await told("ProtocolRegistry", abi.encodeFunctionData("retire", [[key]]))).to.deep.equal([
      "retires the parameter train.innerSteps for ever",
    ]);
    expect(await told("ProtocolRegistry", abi.encodeFunctionData("rollback", [1]))).to.deep.equal([
      "every parameter gets the value it had in version 1.0.0 (the 1. of all)",
      "the network's version: 1.0.0 → the next patch",
    ]);
    expect(await told("ProtocolRegistry", abi.encodeFunctionData("rollback", [9]))).to.match(
      /does not exist now$/,
    );

    const econ = config.governor.types.ECON!;
    const setRules = (code: string, rules: typeof econ) =>
      told(
        "Rulebook",
        rulebook.interface.encodeFunctionData("setRules", [encodeCode(code), encodeRules(rules)]),
      );
    expect(await setRules("ECON", { ...econ, approvalBps: 5_100, proposers: ["council"] })).to.deep.equal([
      "NEP-ECON, approval: 66 % → 51 %",
      "NEP-ECON, who may propose: holders → council",
    ]);
    expect(await setRules("ECON", econ)).to.deep.equal(["NEP-ECON: no rule changes"]);
    expect((await setRules("NEW", econ)).slice(0, 2)).to.deep.equal([
      "a new type, NEP-NEW",
      "NEP-NEW, review: 7d",
    ]);
    expect((await setRules("GOV", econ)).at(-1)).to.match(
      /^other types wait until the governor's setRulebook adopts/,
    );

    const scope = (how: number, selector: string, word: string, codes: string[], loose = false) =>
      rulebook.interface.encodeFunctionData("setScope", [
        { target: addresses.ProtocolRegistry, how, selector, word, allowsValue: loose, unstoppable: loose, codes: codes.map(encodeCode) }, // prettier-ignore
      ]);
    const { selector } = abi.getFunction("upgrade");
    expect(await told("Rulebook", scope(1, selector, encodeKey("train"), ["NET"]))).to.deep.equal([
      "ProtocolRegistry.upgrade of train is open to: TRAIN, GOV → NET, GOV",
    ]);
    expect(
      await told("Rulebook", scope(2, "0x00000000", encodeBytes32String(""), ["NET"], true)),
    ).to.deep.equal([
      "plain transfers to ProtocolRegistry is open to: GOV → NET, GOV",
      "it may carry value",
      "the guardian cannot stop a proposal that only does this",
      "warning: this may give to anybody, and nobody could stop it: leave it to GOV alone",
    ]);

    const { interface: gov } = governor;
    expect(await told("NetworkGovernor", gov.encodeFunctionData("setGuardian", [ben, 86_400]))).to.deep.equal(
      [`the guardian: nobody → ${ben} until 1970-01-02T00:00:00Z`],
    );
    expect(
      await told("NetworkGovernor", gov.encodeFunctionData("setRulebook", [rulebook.target])),
    ).to.deep.equal(["the governor adopts NEP-GOV's rules anew from its rulebook"]);
    expect(await told("NetworkGovernor", gov.encodeFunctionData("setRulebook", [ben]))).to.deep.equal([
      `the governor's rulebook: Rulebook → ${ben}`,
    ]);
    expect(
      await told("GovernanceToken", token.interface.encodeFunctionData("mint", [ben, parseEther("5")])),
    ).to.deep.equal([`mints 5 tokens to ${ben}`, "the supply: 20000000 → 20000005 tokens"]);
    expect(
      await told(
        "GovernanceToken",
        token.interface.encodeFunctionData("transfer", [addresses.Treasury!, 1n]),
      ),
    ).to.match(/^pays 0\.0{17}1 tokens to Treasury$/);
    expect(
      await told(
        "GovernanceToken",
        token.interface.encodeFunctionData("approve", [ben, parseEther("2")]),
        7n,
      ),
    ).to.deep.equal([
      `lets ${ben} take up to 2 tokens`,
      "sends 0.000000000000000007 of the chain's own currency along",
    ]);
    expect(
      await told("TimelockController", timelock.interface.encodeFunctionData("updateDelay", [7_200])),
    ).to.deep.equal(["the shortest delay of the timelock: 1h → 2h"]);
    expect(await told("TimelockController", "0x", parseEther("1"))).to.deep.equal([
      "sends 1 of the chain's own currency to TimelockController",
    ]);
    const role = timelock.interface.encodeFunctionData("revokeRole", [encodeBytes32String("x"), ben]);
    expect(await told("TimelockController", role)).to.deep.equal([
      `calls TimelockController.revokeRole(role: x, account: ${ben})`,
    ]);
  });

  it("tell every event of the network's contracts: no encoded word, amount or second is left", async () => {
    const { network } = await loadFixture(neuroshard);
    const { addresses, treasury, token } = network;
    await impersonateAccount(addresses.TimelockController);
    await setBalance(addresses.TimelockController, parseEther("1"));
    const vote = treasury!.connect(await hre.ethers.getSigner(addresses.TimelockController));
    const [category, amount] = [encodeBytes32String("grants"), parseEther("12345.5")];
    const terms = { spender: ben, token, amount, start: 0, period: 30 * DAY, periods: 12, category };
    const { hash } = await vote.grantBudget({ ...terms, rollover: false });

    const words: [pattern: RegExp, value: unknown][] = [
      [/^address key$|key$/, encodeKey("train.innerSteps")],
      [/(namespace|word)$/, encodeKey("train")],
      [/address target$/, addresses.ProtocolRegistry],
      [/address/, ben],
      [/bool/, true],
      [/role$/i, id("PROPOSER_ROLE")],
      [/bytes32 (category|ref|name|reason|recipeKey|metric)$/, category],
      [/bytes32 (\w*value|\w*min|\w*max)$/i, encodeParameter("uint", 500n)],
      [/bytes32/, ZeroHash],
      [/bytes8/, encodeCode("ECON")],
      [/bytes4/, network.registry.interface.getFunction("upgrade").selector],
      [/Bps$/, 500n],
      [/uint96/, amount],
      [/(budgetId|versionId|restores|kind|how|threshold)$/, 1n],
      [/proposalId$/, 10n ** 76n],
      [/(start|until|At|due|unlockTime|Deadline|etaSeconds|voteEnd|voteStart)$/, 1_900_000_000n],
      [/(period|Seconds|Duration|delay|grace|review|voting|graceM..|window|late)$/, 7n * BigInt(DAY)],
      [
        /(amount|value|cap|previous|balance|booked|restored|Votes|weight|fee|quorumFloor|stake|shared|burned|fees|reward|bond|rate|above|points|asked|perQuarter|quorum|paid|network|developers|uint256 provider)$/,
        amount,
      ],
      [/uint16|uint8|uint32|uint64|uint48|uint256/, 50n],
      [/^u?int/, amount],
      [/string|bytes/, "0x"],
    ];
    const sample = ({ type, name, components, arrayChildren }: ParamType): unknown => {
      if (components) return components.map(sample);
      if (arrayChildren) return [sample(arrayChildren)];
      return words.find(([pattern]) => pattern.test(`${type} ${name}`))![1];
    };
    const logOf = (abi: Interface, event: EventFragment, address: string, values?: unknown[]) => ({
      ...{ address, ...abi.encodeEventLog(event, values ?? event.inputs.map(sample)) },
    });
    const told: string[] = [];
    for (const [name, abi] of Object.entries(interfacesOf(network.domains))) {
      // They only make something of what others have: they emit nothing.
      if (["CombinedVotes", "SuccessiveVotes", "QuadraticVotes", "BlendedVotes"].includes(name)) continue;
      const known = { ...network, addresses: { ...addresses, [name]: addresses[name as "Treasury"] ?? ben } };
      for (const event of abi.fragments.filter((one) => EventFragment.isFragment(one))) {
        // Of a collection nobody knows a unit.
        const values = event.name === "RecoveredERC1155" ? [5n, ben, ben, 7n, 3n] : undefined;
        const log = logOf(abi, event, known.addresses[name as "Treasury"]!, values);
        const lines = await describeLogs(known, [log]);
        for (const line of lines) {
          const plain = line.replaceAll(/0x[0-9a-fA-F]{40}/g, "").replaceAll(/proposal \d{10}/g, "");
          expect(plain, `${name}.${event.name}`).not.to.match(/0x[0-9a-f]{8}|\d{7}|undefined|\w\(\w+: /);
        }
        told.push(...lines);
      }
    }
    expect(told).to.have.length.above(70);

    const receipt = (await hre.ethers.provider.getTransactionReceipt(hash))!;
    const { start } = await treasury!.budget(1);
    expect(await describeLogs(network, receipt.logs)).to.deep.equal([
      `grants ${ben} budget 1: 12,345.5 NEURO for each of 12 periods of 30d, from ${formatTimestamp(start)}, for grants; what a period leaves is lost to it`,
    ]);
    const frozen = treasury!.interface.getEvent("BudgetFrozen");
    const freeze = (value: boolean) =>
      logOf(treasury!.interface, frozen, addresses.Treasury!, [1n, 5n, value]);
    expect(await describeLogs(network, [freeze(true), freeze(false)])).to.deep.equal([
      "budget 1 is frozen",
      "budget 1 is free again",
    ]);
  });

  it("read the events of tokens that are not the network's own, and of vesting vaults", async () => {
    const { network } = await loadFixture(neuroshard);
    const [erc20, vault] = ["GovernanceToken", "VestingVault"].map(
      (name) => interfacesOf(network.domains)[name]!,
    );
    const transfer = erc20!.encodeEventLog("Transfer", [network.addresses.Treasury, ben, 5n]);
    const revoked = vault!.encodeEventLog("GrantRevoked", [parseEther("1500")]);
    const stranger = { topics: [id("Strange()")], data: "0x" };
    expect(
      await describeLogs(
        network,
        [transfer, revoked, stranger].map((log) => ({ address: ben, ...log })),
      ),
    ).to.deep.equal([
      `5 base units of ${ben} go from Treasury to ${ben}`,
      `the grant in the vault ${ben} is revoked: 1,500 NEURO come back`,
      `${ben} emitted ${id("Strange()")}`,
    ]);
  });

  it("warn of a grant to a contract of the network, which can never claim it, and of no other", async () => {
    const { network } = await loadFixture(neuroshard);
    const { addresses, vesting } = network;
    const grant = (beneficiary: string, revocable = false) => ({
      terms: {
        beneficiary,
        start: 0,
        durationSeconds: 4 * DAY,
        cliffSeconds: revocable ? 0 : DAY,
        revocable,
      },
      amount: parseEther("5"),
    });
    const lost = ["GovernanceToken", "VestingFactory", "TimelockController", "Treasury"] as const;
    const grants = [
      grant(ben),
      grant(addresses.Council!, true),
      ...lost.map((name) => grant(addresses[name]!)),
    ];
    const calldata = vesting!.interface.encodeFunctionData("create", [grants]);
    const call = decodeCall(network, { target: addresses.VestingFactory!, value: 0n, calldata });
    const vests = "it vests over 4d from 1970-01-01T00:00:00Z";
    const fixed = `${vests}, nothing in the first 1d; nobody can revoke it`;
    expect(await describeCall(network, call)).to.deep.equal([
      `grants 5 NEURO to ${ben}: ${fixed}`,
      `grants 5 NEURO to Council: ${vests}; a vote can revoke it`,
      ...lost.flatMap((name) => [
        `grants 5 NEURO to ${name}: ${fixed}`,
        `warning: what is granted to ${name} is lost: it is the network's ${name}, which can never claim`,
      ]),
    ]);
  });

  it("warn of what is paid to whoever can never use it, in every call that moves tokens or ether", async () => {
    const { network } = await loadFixture(neuroshard);
    const { addresses, token, treasury } = network;
    const [usdc, word] = ["0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", ZeroHash];
    const told = (target: "GovernanceToken" | "Treasury", calldata: string) =>
      describeCall(network, decodeCall(network, { target: addresses[target]!, value: 0n, calldata }));
    const ofToken = (name: "transfer", args: unknown[]) =>
      told("GovernanceToken", token.interface.encodeFunctionData(name, args as [string, bigint]));
    const ofTreasury = (name: "pay", args: unknown[]) =>
      told("Treasury", treasury!.interface.encodeFunctionData(name, args as never));
    await impersonateAccount(addresses.TimelockController);
    await setBalance(addresses.TimelockController, parseEther("1"));
    const vote = treasury!.connect(await hre.ethers.getSigner(addresses.TimelockController));
    const budget = (spender: string) => [
      ...[spender, addresses.GovernanceToken, 5n, 0, 30 * DAY, 12, true, word],
    ];
    await vote.grantBudget(budget(ben) as never);

    /** Each way to give something to an account. */
    const payments: Record<string, (to: string) => Promise<string[]>> = {
      mint: (to) => ofToken("mint" as "transfer", [to, 5n]),
      transfer: (to) => ofToken("transfer", [to, 5n]),
      transferFrom: (to) => ofToken("transferFrom" as "transfer", [ben, to, 5n]),
      pay: (to) => ofTreasury("pay", [[[addresses.GovernanceToken, to, 5n, word, word]]]),
      "pay in ether": (to) => ofTreasury("pay", [[[ZeroAddress, to, 5n, word, word]]]),
      disburse: (to) => ofTreasury("disburse" as "pay", [1n, to, 5n, word, word]),
      scheduleRecurring: (to) =>
        ofTreasury("scheduleRecurring" as "pay", [
          [to, addresses.GovernanceToken, 5n, 0, DAY, 3, word, word],
        ]),
      recoverERC721: (to) => ofTreasury("recoverERC721" as "pay", [usdc, 1n, to]),
      recoverERC1155: (to) => ofTreasury("recoverERC1155" as "pay", [usdc, 1n, 5n, to]),
    };
    const useless = [
      "GovernanceToken",
      "VoteEscrow",
      "NetworkGovernor",
      "Rulebook",
      "ProtocolRegistry",
      "VestingFactory",
    ] as const;
    const lost = (told: string[]) => told.filter((line) => line.startsWith("warning: "));
    for (const [name, pay] of Object.entries(payments)) {
      for (const contract of useless)
        expect(lost(await pay(addresses[contract]!)), `${name} to ${contract}`).to.deep.equal([
          `warning: what ${contract} gets is lost: it is the network's ${contract}, which can never pay it out`,
        ]);
      expect(lost(await pay(EXCLUDED)), `${name} to nobody`).to.deep.equal([
        `warning: what ${EXCLUDED} gets is lost: it is the address that nobody has the key of`,
      ]);
      for (const can of [ben, addresses.Council!, addresses.Treasury!, addresses.TimelockController])
        expect(lost(await pay(can)), `${name} to ${can}`).to.deep.equal([]);
    }
    expect(await ofTreasury("pay", [[[usdc, usdc, 5n, word, word]]])).to.deep.equal([
      `pays 5 base units of ${usdc} to ${usdc}, for anything, without a reference`,
      `warning: what ${usdc} gets is lost: it is the token's own contract`,
    ]);
    expect(await payments.scheduleRecurring!(ben)).to.deep.equal([
      `promises 0.000000000000000005 NEURO to ${ben} every 1d, 3 times, at once, for anything, without a reference`,
    ]);
    expect(await payments.recoverERC1155!(ben)).to.deep.equal([
      `gives 5 of token 1 of the collection ${usdc} to ${ben}`,
    ]);

    const spenders: Record<string, (to: string) => Promise<string[]>> = {
      grantBudget: (to) => ofTreasury("grantBudget" as "pay", [budget(to)]),
      setBudgetSpender: (to) => ofTreasury("setBudgetSpender" as "pay", [1n, to]),
    };
    for (const [name, give] of Object.entries(spenders)) {
      for (const contract of useless)
        expect(lost(await give(addresses[contract]!)), `${name} to ${contract}`).to.deep.equal([
          `warning: nobody can spend this budget: it is the network's ${contract}, which can never disburse`,
        ]);
      for (const contract of ["TimelockController", "Treasury"] as const)
        expect(lost(await give(addresses[contract]!)), `${name} to ${contract}`).to.deep.equal([
          `warning: nobody can spend this budget: it is the network's ${contract}, which does what votes say, and votes pay without a budget`,
        ]);
      for (const can of [ben, addresses.Council!])
        expect(lost(await give(can)), `${name} to ${can}`).to.deep.equal([]);
    }

    const ether = (target: string) =>
      describeCall(network, decodeCall(network, { target, value: parseEther("1"), calldata: "0x" }));
    expect(lost(await ether(EXCLUDED))).to.deep.equal([
      "warning: it is lost: it is the address that nobody has the key of",
    ]);
    expect(lost(await ether(ben))).to.deep.equal([]);

    // A token that is not the network's is called as it is encoded: the warning says what it would be.
    const erc20 = network.token.interface;
    const foreign = (calldata: string, target = usdc) =>
      describeCall(network, decodeCall(network, { target, value: 0n, calldata }));
    for (const [to, of] of [
      [addresses.VoteEscrow!, "VoteEscrow"],
      [addresses.VestingFactory!, "VestingFactory"],
    ] as const)
      for (const calldata of [
        erc20.encodeFunctionData("transfer", [to, 5n]),
        erc20.encodeFunctionData("transferFrom", [ben, to, 5n]),
      ])
        expect(await foreign(calldata)).to.deep.equal([
          `calls ${usdc}.${calldata.slice(0, 10)}, calldata ${calldata}`,
          `warning: if this is a token, what ${of} gets is lost: it is the network's ${of}, which can never pay it out`,
        ]);
    expect(lost(await foreign(erc20.encodeFunctionData("transfer", [usdc, 5n])))).to.deep.equal([
      `warning: if this is a token, what ${usdc} gets is lost: it is the token's own contract`,
    ]);
    for (const fine of [
      erc20.encodeFunctionData("transfer", [ben, 5n]),
      erc20.encodeFunctionData("transfer", [addresses.Treasury!, 5n]),
      erc20.encodeFunctionData("approve", [addresses.VoteEscrow!, 5n]),
      `${erc20.encodeFunctionData("transfer", [addresses.VoteEscrow!, 5n])}00`,
      "0x12345678",
    ])
      expect(lost(await foreign(fine)), fine).to.deep.equal([]);
    // A contract of the network that has no such function is no token.
    const calldata = erc20.encodeFunctionData("transfer", [addresses.VoteEscrow!, 5n]);
    expect(lost(await foreign(calldata, addresses.Rulebook))).to.deep.equal([]);
  });

  it("leave unread what is not exactly what its reading encodes", async () => {
    const { network } = await loadFixture(neuroshard);
    const { token, addresses } = network;
    const plain = token.interface.encodeFunctionData("mint", [ben, 1n]);
    const read = (calldata: string) =>
      decodeCall(network, { target: addresses.GovernanceToken, value: 0n, calldata });
    expect(read(plain).known!.fragment.name).to.equal("mint");
    expect(nameCall(read(plain.toUpperCase().replace("0X", "0x")))).to.equal("GovernanceToken.mint");
    for (const odd of [
      `${plain}00`,
      plain.slice(0, -2),
      plain.replace("0".repeat(24), `${"0".repeat(23)}1`),
      "0x12345678",
      "0x12",
    ]) {
      expect(read(odd).known, odd).to.equal(undefined);
      expect(formatCall(addresses, read(odd))).to.equal(
        `GovernanceToken.${odd.slice(0, 10)}, calldata ${odd}`,
      );
    }
  });

  it("say that something does not exist only when the chain says so, never when the connection is lost", async () => {
    const { network } = await loadFixture(neuroshard);
    const { registry, addresses } = network;
    const calldata = registry.interface.encodeFunctionData("rollback", [9]);
    const call = decodeCall(network, { target: addresses.ProtocolRegistry, value: 0n, calldata });
    const through = (error: Error) => {
      const provider = Object.create(hre.ethers.provider, {
        call: { value: () => Promise.reject(error) },
      }) as typeof hre.ethers.provider;
      return { ...network, governor: network.governor.connect(provider) };
    };
    for (const failure of f07) {
      const wrapped: Error = makeError("missing revert data", "CALL_EXCEPTION", {
        ...{ action: "call", data: null, reason: null, invocation: null, revert: null },
        ...{ transaction: { to: null, data: "0x" }, info: { error: failure } },
      });
      for (const error of [wrapped, Object.assign(new Error(failure.message), failure)]) {
        const told = await describeCall(through(error), call).catch((thrown: unknown) => thrown);
        expect(told).to.be.instanceOf(PolityError);
        expect((told as PolityError).message).to.equal(failure.message);
      }
    }
    const lost = new TypeError("Failed to fetch");
    const told = await describeCall(through(lost), call).catch((thrown: unknown) => thrown);
    expect((told as PolityError).message).to.equal("Failed to fetch");
    const reverted = { code: 3, message: "execution reverted", data: "0x12345678" };
    expect(await describeCall(through(Object.assign(new Error("x"), reverted)), call)).to.match(
      /, about something that does not exist now$/,
    );
    const wrongDate = new RangeError("Invalid time value");
    expect(await describeCall(through(wrongDate), call)).to.match(
      /, with values that cannot be put into words$/,
    );
  });

  it("write out arrays, tuples and texts by name, and leave strangers' events as they are", () => {
    const contracts = { TimelockController: `0x${"7".repeat(40)}` };
    const known = { addresses: contracts, domains: DOMAINS };
    const call: Call = {
      target: contracts.TimelockController,
      value: 0n,
      calldata: new Interface([
        "function scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
      ]).encodeFunctionData("scheduleBatch", [
        [contracts.TimelockController, ben],
        [1n, 2n],
        ["0x", "0x12"],
        encodeBytes32String("a\u0007b"),
        encodeBytes32String("salt"),
        5n,
      ]),
    };
    const text = formatCall(contracts, decodeCall(known, call));
    expect(text).to.contain(`targets: [TimelockController, ${ben}], values: [1, 2], payloads: [0x, 0x12]`);
    expect(text).to.contain("predecessor: 0x6107620");
    expect(text).to.contain("salt: salt, delay: 5)");
    const log = { address: ZeroAddress, topics: [encodeBytes32String("topic")], data: "0x" };
    expect(formatLog(contracts, decodeLog(known, log))).to.equal(`${ZeroAddress} emitted ${log.topics[0]!}`);
    expect(formatLog(contracts, decodeLog(known, { ...log, topics: [] }))).to.contain("an anonymous event");
    const cast = interfacesOf(DOMAINS).NetworkGovernor!.encodeEventLog("VoteCast", [ben, 1n, 1, 5n, "0000"]);
    const broken = { ...cast, address: ben, data: cast.data.replace("30303030", "fffe3c80") };
    const governor = { NetworkGovernor: ben };
    expect(
      formatLog(governor, decodeLog({ addresses: governor, domains: DOMAINS }, broken)),
      "no UTF-8",
    ).to.equal(`NetworkGovernor emitted ${cast.topics[0]!}`);
  });
});
