import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import hre from "hardhat";

import { parseConfig, presets, resolveAccounts, type NetworkConfig } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { readRoles } from "../../sdk/audit/roles";
import { connect, requireEscrow } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { decodeCode, encodeCode, encodeRules } from "../../sdk/governor/rules";
import { encodeScope } from "../../sdk/governor/scope";
import { decodeKey, encodeDefinition } from "../../sdk/nep";
import { CombinedVotes__factory } from "../../typechain-types";
import { fails } from "../helpers/fails";

for (const [name, preset] of Object.entries(presets)) {
  describe(`Deployment of the ${name} preset`, () => shouldDeployAsItSays(parseConfig(preset)));
}

/** Reads every role, owner, rule, scope and parameter of a deployed preset back from the chain. */
function shouldDeployAsItSays(config: NetworkConfig): void {
  async function deployed() {
    const [deployer, stranger] = await hre.ethers.getSigners();
    const accounts = resolveAccounts(config, hre.network.name);
    const network = connect(await deployNetwork(hre, config, accounts), hre.ethers.provider);
    return { ...network, network, accounts, deployer: deployer!, stranger: stranger! };
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
      expect(await votes.getVotes(deployer)).to.equal(0n);
    });

    it("gives the timelock the token's minting, the registry and the rulebook", async () => {
      const { token, registry, rulebook, governor, addresses } = await loadFixture(deployed);
      for (const contract of [token, registry, rulebook]) {
        expect(await contract.TIMELOCK()).to.equal(addresses.TimelockController);
      }
      expect(await governor.timelock()).to.equal(addresses.TimelockController);
    });

    it("refuses every privileged call from the deployer", async () => {
      const { timelock, token, registry, rulebook, governor, deployer, addresses } =
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
      const scope = { ...encodeScope(config.governor.scopes[0]!), target: addresses.ProtocolRegistry };
      await expect(rulebook.connect(deployer).setScope(scope)).to.be.revertedWithCustomError(
        rulebook,
        "Rulebook_OnlyTimelock",
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
      let sum = 0n;
      for (const { to, amount } of config.token.allocation) {
        const holder = to === "timelock" ? addresses.TimelockController : (accounts[to] ?? to);
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
      const { rulebook } = await loadFixture(deployed);
      const codes = (await rulebook.types()).map(decodeCode);
      expect(codes[0]).to.equal(config.governor.defaultType);
      expect(codes).to.have.members(Object.keys(config.governor.types));
      for (const [code, rules] of Object.entries(config.governor.types)) {
        const onChain = (await rulebook.rulesOf(encodeCode(code))) as unknown as Record<string, bigint>;
        for (const [field, value] of Object.entries(encodeRules(rules))) {
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
        const { selector, word, codes, allowsValue, unstoppable } = encodeScope(scope);
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

describe("A configuration that cannot be deployed yet", () => {
  it("is refused for its vesting, rather than leaving it out in silence", async () => {
    const config = parseConfig(presets.neuroshard);
    const grant = { beneficiary: ZeroAddress, amount: 1n, duration: 2, cliff: 1 };
    const attempt = deployNetwork(
      hre,
      { ...config, vesting: [grant] },
      resolveAccounts(config, hre.network.name),
    );
    await fails(attempt, /vesting cannot be deployed yet/);
  });
});
