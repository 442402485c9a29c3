import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts, type NetworkConfig } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { readRoles } from "@polity/sdk/audit/roles";
import { connect } from "@polity/sdk/deployment";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import { decodeCode, encodeCode, encodeConfigured } from "@polity/sdk/governor/rules";
import { encodeScope } from "@polity/sdk/governor/scope";
import { decodeKey, encodeDefinition } from "@polity/sdk/nep";
import { readSafe } from "@polity/sdk/safe/read";
import { CombinedVotes__factory, VestingVault__factory } from "../../typechain-types";
import { EXCLUDED } from "../helpers/governor";

for (const [name, preset] of Object.entries(presets)) {
  describe(`Deployment of the ${name} preset`, () => shouldDeployAsItSays(parseConfig(preset)));
}

/** Reads every role, owner, rule, scope and parameter of a deployed preset back from the chain. */
function shouldDeployAsItSays(config: NetworkConfig): void {
  async function deployed() {
    const [deployer, stranger] = await hre.ethers.getSigners();
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
    const { treasury, council } = network;
    return {
      ...network,
      network,
      treasury: treasury!,
      council: council!,
      accounts,
      deployer: deployer!,
      stranger: stranger!,
    };
  }

  describe("hand-over", () => {
    it("leaves the governor as the timelock's only proposer, canceller and executor, and the timelock as its own only admin", async () => {
      const { timelock, addresses } = await loadFixture(deployed);
      expect(await readRoles(timelock, 0)).to.deep.equal({
        DEFAULT_ADMIN_ROLE: [addresses.TimelockController],
        PROPOSER_ROLE: [addresses.NetworkGovernor],
        CANCELLER_ROLE: [addresses.NetworkGovernor],
        EXECUTOR_ROLE: [addresses.NetworkGovernor],
      });
    });

    it("leaves the deployer without a role, without tokens and without votes", async () => {
      const { timelock, token, votes, deployer } = await loadFixture(deployed);
      for (const holders of Object.values(await readRoles(timelock, 0)))
        expect(holders).not.to.include(deployer.address);
      expect(await token.balanceOf(deployer)).to.equal(0n);
      expect(await token.getVotes(deployer)).to.equal(0n);
      expect(await votes.getVotes(deployer)).to.equal(0n);
    });

    it("leaves nobody an allowance over what passed through the deployer's hands", async () => {
      const { token, deployer } = await loadFixture(deployed);
      const approvals = await token.queryFilter(token.filters.Approval(deployer.address));
      expect(approvals).not.to.be.empty;
      for (const { args } of approvals) {
        expect(await token.allowance(deployer, args.spender), args.spender).to.equal(0n);
      }
    });

    it("gives the timelock the token's minting, the registry, the rulebook and the treasury", async () => {
      const { token, registry, rulebook, governor, treasury, addresses } = await loadFixture(deployed);
      for (const contract of [token, registry, rulebook, treasury]) {
        expect(await contract.TIMELOCK()).to.equal(addresses.TimelockController);
      }
      expect(await governor.timelock()).to.equal(addresses.TimelockController);
    });

    it("refuses every privileged call from the deployer", async () => {
      const { timelock, token, registry, rulebook, governor, treasury, deployer, addresses } =
        await loadFixture(deployed);
      const role = await timelock.PROPOSER_ROLE();
      await expect(timelock.connect(deployer).grantRole(role, deployer)).to.be.revertedWithCustomError(
        timelock,
        "AccessControlUnauthorizedAccount",
      );
      await expect(timelock.connect(deployer).updateDelay(0)).to.be.revertedWithCustomError(
        timelock,
        "TimelockUnauthorizedCaller",
      );
      await expect(token.connect(deployer).mint(deployer, 1n)).to.be.revertedWithCustomError(
        token,
        "GovernanceToken_NotTimelock",
      );
      await expect(registry.connect(deployer).rollback(1n)).to.be.revertedWithCustomError(
        registry,
        "ProtocolRegistry_NotTimelock",
      );
      const scope = {
        ...encodeScope(config.governor.scopes[0]!, DOMAINS),
        target: addresses.ProtocolRegistry,
      };
      await expect(rulebook.connect(deployer).setScope(scope)).to.be.revertedWithCustomError(
        rulebook,
        "Rulebook_OnlyTimelock",
      );
      for (const call of [
        () => treasury.connect(deployer).setGovernor(deployer),
        () => treasury.connect(deployer).pay([]),
        () => treasury.connect(deployer).raiseCap(ZeroAddress, 1n),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(treasury, "Treasury_NotTimelock");
      }
      await expect(treasury.connect(deployer).adoptGovernor(deployer)).to.be.revertedWithCustomError(
        treasury,
        "Treasury_GovernorNamed",
      );
      await expect(governor.connect(deployer).setRulebook(addresses.Rulebook)).to.be.revertedWithCustomError(
        governor,
        "GovernorOnlyExecutor",
      );
    });

    it("lets a stranger take no role, at any block on the way", async () => {
      const { timelock, deployer, addresses } = await loadFixture(deployed);
      const events = await timelock.queryFilter(timelock.filters.RoleGranted());
      const everHeld = new Set(events.map(({ args }) => args.account));
      expect([...everHeld]).to.have.members([
        deployer.address,
        addresses.TimelockController,
        addresses.NetworkGovernor,
      ]);
    });
  });

  describe("token and votes", () => {
    it("mints exactly what the configuration allots, to whom it allots it", async () => {
      const { token, accounts, addresses } = await loadFixture(deployed);
      let sum = (config.vesting ?? []).reduce((total, { amount }) => total + amount, 0n);
      for (const { to, amount } of config.token.allocation) {
        const holder = to === "treasury" ? addresses.Treasury! : accounts[to]!;
        expect(await token.balanceOf(holder), to).to.equal(amount);
        sum += amount;
      }
      expect(await token.totalSupply()).to.equal(sum);
      expect(await token.everMinted()).to.equal(sum);
    });

    it("has the names and limits of the configuration", async () => {
      const { token } = await loadFixture(deployed);
      expect(await token.name()).to.equal(config.token.name);
      expect(await token.symbol()).to.equal(config.token.symbol);
      expect(await token.HARD_CAP()).to.equal(config.token.hardCap);
      expect(await token.INFLATION_BPS()).to.equal(config.token.yearlyInflationBps);
    });

    if (config.escrow) {
      it("locks the token for as long, and as few, as the configuration says", async () => {
        const { network, addresses } = await loadFixture(deployed);
        const escrow = requireEscrow(network);
        expect(await escrow.token()).to.equal(addresses.GovernanceToken);
        expect(await escrow.MAX_WEEKS()).to.equal(config.escrow!.maxWeeks);
        expect(await escrow.MIN_AMOUNT()).to.equal(config.escrow!.minAmount);
        expect(await escrow.symbol()).to.equal(`ve${config.token.symbol}`);
      });
    } else {
      it("has no escrow, and says where to delegate instead", async () => {
        const { network, addresses } = await loadFixture(deployed);
        expect(addresses).not.to.have.any.keys("VoteEscrow", "CombinedVotes");
        expect(() => requireEscrow(network)).to.throw(PolityError, /has no escrow/);
      });
    }
  });

  describe("governor and rulebook", () => {
    it(`counts the votes of the ${config.voteSource}, burns fees in the token, and asks the rulebook`, async () => {
      const { governor, timelock, votes, addresses } = await loadFixture(deployed);
      expect(await governor.name()).to.equal(config.governor.name);
      const { GovernanceToken, VoteEscrow, CombinedVotes } = addresses;
      const source = { token: GovernanceToken, escrow: VoteEscrow, combined: CombinedVotes }[
        config.voteSource
      ];
      expect(await governor.token()).to.equal(source);
      expect(votes.target).to.equal(source);
      if (CombinedVotes) {
        const combined = CombinedVotes__factory.connect(CombinedVotes, hre.ethers.provider);
        expect([await combined.TOKEN(), await combined.ESCROW()]).to.deep.equal([
          GovernanceToken,
          VoteEscrow,
        ]);
      }
      expect(await governor.feeToken()).to.equal(addresses.GovernanceToken);
      expect(await governor.rulebook()).to.equal(addresses.Rulebook);
      expect(await timelock.getMinDelay()).to.equal(config.timelock.minDelay);
    });

    it("knows the types of proposal, the default one first, with the rules of the configuration", async () => {
      const { rulebook, addresses } = await loadFixture(deployed);
      const codes = (await rulebook.types()).map(decodeCode);
      expect(codes[0]).to.equal(config.governor.defaultType);
      expect(codes).to.have.members(Object.keys(config.governor.types));
      for (const [code, rules] of Object.entries(config.governor.types)) {
        const onChain = (await rulebook.rulesOf(encodeCode(code))) as unknown as Record<string, bigint>;
        for (const [field, value] of Object.entries(encodeConfigured(rules, addresses))) {
          expect(onChain[field], `${code}.${field}`).to.equal(value);
        }
      }
    });

    it("has adopted the rules of the default type", async () => {
      const { governor } = await loadFixture(deployed);
      const { review, voting, quorumBps } = config.governor.types.GOV!;
      expect(await governor.votingDelay()).to.equal(review);
      expect(await governor.votingPeriod()).to.equal(voting);
      expect(await governor.quorumNumerator()).to.equal(quorumBps);
    });

    it("opens the calls of the configuration to their types, and no others", async () => {
      const { rulebook, addresses } = await loadFixture(deployed);
      const expected = config.governor.scopes.map((scope) => {
        const { selector, word, codes, allowsValue, unstoppable } = encodeScope(scope, DOMAINS);
        return [
          addresses[scope.target as keyof typeof addresses],
          selector,
          word,
          codes.join(),
          allowsValue,
          unstoppable,
        ].join("|");
      });
      const events = await rulebook.queryFilter(rulebook.filters.ScopeSet());
      const actual = events.map(({ args }) =>
        [args.target, args.selector, args.word, args.codes.join(), args.allowsValue, args.unstoppable].join(
          "|",
        ),
      );
      expect(actual).to.have.members(expected);
    });
  });

  describe("treasury", () => {
    it("has the caps of the configuration, in force, and no other", async () => {
      const { treasury, addresses } = await loadFixture(deployed);
      const expected = config.treasury!.caps.map(({ token, amount }) => [
        token === "governance" ? addresses.GovernanceToken : token,
        amount,
      ]);
      expect(expected).to.have.length(2);
      const set = await treasury.queryFilter(treasury.filters.CapSet());
      expect(set.map(({ args }) => [args.token, args.cap])).to.deep.equal(expected);
      expect(await treasury.queryFilter(treasury.filters.CapRaiseAnnounced())).to.deep.equal([]);
      for (const [token, amount] of expected) {
        expect(await treasury.capOf(token as string)).to.deep.equal([amount, 0n, 0n]);
      }
    });

    it("has its part of the supply in its books, as its first income", async () => {
      const { treasury, token, deployer, addresses } = await loadFixture(deployed);
      const { amount } = config.token.allocation.find(({ to }) => to === "treasury")!;
      expect(await treasury.booked(token)).to.equal(amount);
      expect(await token.balanceOf(treasury)).to.equal(amount);
      const deposits = await treasury.queryFilter(treasury.filters.Deposited());
      expect(deposits.map(({ args }) => [...args].slice(0, 4))).to.deep.equal([
        [addresses.GovernanceToken, deployer.address, encodeBytes32String("genesis"), amount],
      ]);
    });

    it("has its votes out of every quorum, knows the governor, and has granted nothing", async () => {
      const { treasury, token, addresses } = await loadFixture(deployed);
      expect(await token.delegates(treasury)).to.equal(EXCLUDED);
      expect(await token.getVotes(EXCLUDED)).to.equal(await token.balanceOf(treasury));
      expect(await treasury.governor()).to.equal(addresses.NetworkGovernor);
      expect(await treasury.budgetCount()).to.equal(0n);
      expect(await treasury.recurringCount()).to.equal(0n);
    });
  });

  describe("council", () => {
    it("is a Safe of the configuration's members and threshold, without modules and guards", async () => {
      const { council, accounts } = await loadFixture(deployed);
      const { members, threshold } = config.council!;
      const { owners, ...state } = await readSafe(council);
      expect(owners).to.deep.equal(members.map((member) => accounts[member]));
      expect(state).to.include({ threshold, nonce: 0, version: "1.5.0", guard: ZeroAddress });
      expect([state.modules, state.moduleGuard]).to.deep.equal([[], ZeroAddress]);
    });

    it("has no power before a vote gives it one: it is not the guardian, and has no role and no tokens", async () => {
      const { council, governor, token, timelock } = await loadFixture(deployed);
      expect(await governor.guardian()).to.deep.equal([ZeroAddress, 0n]);
      expect(await token.balanceOf(council)).to.equal(0n);
      for (const holders of Object.values(await readRoles(timelock, 0)))
        expect(holders).not.to.include(await council.getAddress());
    });
  });

  describe("vesting", () => {
    it("has exactly the grants of the configuration, each in a vault with its amount and its terms", async () => {
      const { vesting, token, addresses, timelock, treasury, accounts } = await loadFixture(deployed);
      const grants = config.vesting ?? [];
      const created = vesting ? await vesting.queryFilter(vesting.filters.VaultCreated()) : [];
      expect(created).to.have.length(grants.length);
      for (const [i, { beneficiary, amount, duration, cliff, revocable }] of grants.entries()) {
        const { args, blockNumber } = created[i]!;
        const { timestamp } = (await hre.ethers.provider.getBlock(blockNumber))!;
        expect(args.beneficiary).to.equal(accounts[beneficiary]);
        expect([args.durationSeconds, args.cliffSeconds, args.revocable]).to.deep.equal([
          BigInt(duration),
          BigInt(cliff),
          revocable,
        ]);
        expect(Number(args.start)).to.equal(timestamp - (timestamp % 86_400));
        expect(await token.balanceOf(args.vault), beneficiary).to.equal(amount);
        const vault = VestingVault__factory.connect(args.vault, hre.ethers.provider);
        expect(await vault.owner()).to.equal(accounts[beneficiary]);
        expect(await vault.TOKEN()).to.equal(await token.getAddress());
        expect(await vault.ESCROW()).to.equal(addresses.VoteEscrow);
        expect(await vault.TIMELOCK()).to.equal(await timelock.getAddress());
        expect(await vault.TREASURY()).to.equal(await treasury.getAddress());
      }
    });
  });

  describe("registry", () => {
    it("starts at version 1.0.0 with every parameter of the configuration, its bounds and its value", async () => {
      const { registry } = await loadFixture(deployed);
      expect(await registry.semver()).to.equal("1.0.0");
      const keys = (await registry.keys()).map(decodeKey);
      expect(keys).to.have.members(config.registry.parameters.map(({ key }) => key));
      for (const parameter of config.registry.parameters) {
        const { key, kind, min, max, value } = encodeDefinition(parameter);
        const onChain = await registry.parameter(key);
        expect([onChain.kind, onChain.min, onChain.max, onChain.value], parameter.key).to.deep.equal([
          BigInt(kind),
          min,
          max,
          value,
        ]);
        expect(onChain.retired).to.equal(false);
      }
    });
  });
}

describe("Deployment of networks with less, or with more", () => {
  const config = parseConfig(presets.neuroshard);
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const deploy = (change: Partial<NetworkConfig>) => deployNetwork(hre, { ...config, ...change }, accounts);
  const governor = {
    ...config.governor,
    scopes: config.governor.scopes.filter(({ target }) => target !== "Treasury"),
  };
  const allocation = config.token.allocation.map((part) => ({
    ...part,
    to: part.to === "treasury" ? "timelock" : part.to,
  }));
  const least = {
    ...{ treasury: undefined, vesting: undefined, council: undefined },
    ...{ ballots: undefined, elections: undefined, governor },
  };

  it("have no treasury, no council and no grants where the configuration names none", async () => {
    const addresses = await deploy({ ...least, token: { ...config.token, allocation } });
    expect(Object.keys(addresses)).to.have.length(6);
    const { token, treasury, council, vesting } = connect(addresses, hre.ethers.provider);
    expect([treasury, council, vesting]).to.deep.equal([undefined, undefined, undefined]);
    expect(await token.balanceOf(addresses.TimelockController)).to.equal(allocation[0]!.amount);
  });

  it("return what is revoked to the timelock where there is no treasury", async () => {
    const { vesting } = config;
    const addresses = await deploy({ ...least, vesting, token: { ...config.token, allocation } });
    const factory = connect(addresses, hre.ethers.provider).vesting!;
    const [created] = await factory.queryFilter(factory.filters.VaultCreated());
    const vault = VestingVault__factory.connect(created!.args.vault, hre.ethers.provider);
    expect(await vault.TREASURY()).to.equal(addresses.TimelockController);
  });

  it("create grants by the hundred in transactions that fit a block, and leave the deployer with nothing", async () => {
    const grant = { amount: 10n ** 18n, duration: 1000, cliff: 10, revocable: false };
    const vesting = Array.from({ length: 130 }, (_, i) => ({
      ...grant,
      beneficiary: `0x${(i + 1).toString(16).padStart(40, "0")}`,
    }));
    const network = connect(await deploy({ vesting }), hre.ethers.provider);
    const created = await network.vesting!.queryFilter(network.vesting!.filters.VaultCreated());
    expect(created).to.have.length(130);
    const sends = new Set(created.map(({ transactionHash }) => transactionHash));
    expect(sends.size).to.equal(3);
    for (const hash of sends) {
      const { gasUsed } = (await hre.ethers.provider.getTransactionReceipt(hash))!;
      expect(Number(gasUsed)).to.be.below(16_777_216);
    }
    const [deployer] = await hre.ethers.getSigners();
    expect(await network.token.balanceOf(deployer!)).to.equal(0n);
  });
});
