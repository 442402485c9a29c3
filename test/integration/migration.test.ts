import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { impersonateAccount, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther } from "ethers";
import hre from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { MigrateOptions } from "../../deploy/migrate";
import * as sdk from "@polity/sdk";
import { encodeAction } from "@polity/sdk/nep/actions";
import { fails } from "../helpers/fails";
import { encodeFile as encode, encodeMove, journalFolder, prepareMove } from "../helpers/migration";
import { decide, deployPreset, nepText, stageOf, type DeployedPreset } from "../helpers/preset";
import { argumentsOf } from "@polity/sdk/governor/proposals";

const NEW_ESCROW = {
  name: "Vote-escrowed NeuroShard",
  symbol: "veNEURO",
  maxWeeks: 8,
  minAmount: parseEther("1"),
  locks: "permanent",
} as const;
const PAY = "pay((address token, address payee, uint256 amount, bytes32 category, bytes32 ref)[] payments)";
const ORDINARY = { trainer: { "train.innerSteps": 600 }, rewards: { "econ.rewardRate": 2600 } } as const;

describe("A network that moves, by a vote of those who own it", () => {
  let snapshot: unknown;
  let preset: DeployedPreset;
  let network: sdk.Network;
  let block: number;

  beforeEach(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    block = await hre.ethers.provider.getBlockNumber();
    preset = await deployPreset("neuroshard");
    network = preset.network;
    const { ada, ben } = preset.people;
    await sdk.lock(sdk.requireEscrow(network), ada, {
      amount: parseEther("1200000"),
      unlockTime: sdk.PERMANENT,
    });
    await sdk.lock(sdk.requireEscrow(network), ben, {
      amount: parseEther("900000"),
      unlockTime: sdk.PERMANENT,
    });
    await time.increase(2);
  });
  afterEach(() => hre.network.provider.send("evm_revert", [snapshot]));

  const prepare = (more: Partial<MigrateOptions> = {}) =>
    prepareMove(network, { name: "NeuroShard", block }, more);
  const moveOf = (next: sdk.Network, proposer: HardhatEthersSigner) => encodeMove(network, next, proposer);
  const deviations = async (contracts: sdk.Addresses | { NetworkGovernor: string }) => {
    const { deviations: found } = await sdk.audit({
      provider: hre.ethers.provider,
      contracts,
      fromBlock: block,
    });
    return found.map(({ contract, what, unexpected }) => `${contract}.${what}: ${unexpected.join()}`);
  };
  const viewOf = ({ proposalId }: sdk.Proposal) => sdk.readProposal(network.governor, proposalId);
  const voteFor = async (on: sdk.Network, { proposalId }: sdk.Proposal) => {
    const { ada, ben } = preset.people;
    for (const voter of [ada, ben]) await sdk.vote(on.governor, voter, { proposalId, choice: "for" });
  };
  const enact = async (on: sdk.Network, proposal: sdk.Proposal) => {
    const { june } = preset.people;
    await on.governor.connect(june).queue(...argumentsOf(proposal));
    await time.increaseTo((await sdk.readProposal(on.governor, proposal.proposalId)).eta);
    await on.governor.connect(june).execute(...argumentsOf(proposal));
  };
  /** The whole way: Ada proposes, she and Ben vote, it is carried out. */
  const move = async (next: sdk.Network) => {
    const { ada, ben } = preset.people;
    const proposal = await moveOf(next, ada);
    await sdk.propose(network, ada, proposal);
    await decide(network, proposal, [[ada, "for"], [ben, "for"]]); // prettier-ignore
    await enact(network, proposal);
  };

  it("has a new governor in one transaction, and what the former one had in flight ends without effect", async () => {
    const { ada, june } = preset.people;
    const next = await prepare();
    const refused = (governor: sdk.Network["governor"], proposal: sdk.Proposal) =>
      expect(
        governor.connect(ada).propose(...sdk.arraysOf(proposal.calls), proposal.description),
      ).to.be.revertedWithCustomError(governor, "GovernorTimelock_NoPower");

    // Before the move nobody can fill the new one with decisions.
    const early = encode(next, nepText({ type: "GOV", changes: ORDINARY.rewards }), ada);
    await refused(next.governor, early);
    expect(await deviations(next.addresses)).to.have.members([
      ...["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map(
        (role) => `TimelockController.${role}: FormerGovernor`,
      ),
      "Treasury.governor: FormerGovernor",
    ]);

    const slow = encode(network, nepText({ type: "TRAIN", changes: ORDINARY.trainer, grace: 30 }), ada);
    const proposal = await moveOf(next, ada);
    for (const one of [slow, proposal]) await sdk.propose(network, ada, one);
    await time.increaseTo((await viewOf(proposal)).snapshot + 1);
    for (const one of [slow, proposal]) await voteFor(network, one);
    await time.increaseTo((await viewOf(proposal)).deadline + 1);
    for (const one of [slow, proposal]) await network.governor.connect(june).queue(...argumentsOf(one));
    const late = encode(network, nepText({ type: "ECON", changes: ORDINARY.rewards }), ada);
    await sdk.propose(network, ada, late);
    await time.increaseTo((await viewOf(proposal)).eta);
    const flying = await sdk.readInFlight(network, { fromBlock: block });
    expect(flying.map(({ record, view }) => [record.id, view.stage])).to.have.deep.members([
      [slow.proposalId, "SCHEDULED"],
      [proposal.proposalId, "SCHEDULED"],
      [late.proposalId, "VOTING"],
    ]);
    await network.governor.connect(june).execute(...argumentsOf(proposal));

    // What was approved before is not carried out after, and what is voted on leads to nothing.
    const powerless = async (attempt: Promise<unknown>, role: keyof typeof sdk.TIMELOCK_ROLES) =>
      expect(attempt)
        .to.be.revertedWithCustomError(network.timelock, "AccessControlUnauthorizedAccount")
        .withArgs(network.addresses.NetworkGovernor, sdk.TIMELOCK_ROLES[role]);
    await voteFor(network, late);
    await time.increaseTo((await viewOf(late)).deadline + 1);
    await powerless(network.governor.connect(june).queue(...argumentsOf(late)), "PROPOSER_ROLE");
    await time.increaseTo((await viewOf(slow)).eta);
    await powerless(network.governor.connect(june).execute(...argumentsOf(slow)), "EXECUTOR_ROLE");
    expect(await network.registry.semver()).to.equal("1.0.0");
    const again = encode(network, nepText({ type: "ECON", changes: { "econ.slashBps": 400 } }), ada);
    await refused(network.governor, again);
    // It still answers for what was.
    expect((await viewOf(proposal)).stage).to.equal("ACTIVE");

    expect(await deviations(next.addresses)).to.deep.equal([]);
    expect(await deviations({ NetworkGovernor: next.addresses.NetworkGovernor })).to.deep.equal([]);
    // Seen from the former governor, everything is wrong.
    expect(await deviations({ NetworkGovernor: network.addresses.NetworkGovernor })).to.have.length(4);
    await fails(prepare(), /^the governor of NeuroShard has no power: the network has moved already$/);
  });

  it("obeys its new governor alone, which makes the council its guardian and pays under its own proposal's id", async () => {
    const { ada, june } = preset.people;
    const next = await prepare();
    await move(next);
    expect(await next.governor.guardian()).to.deep.equal([hre.ethers.ZeroAddress, 0n]);
    const [treasury, council] = [sdk.requireTreasury(next), next.addresses.Council!];
    const until = (await time.latest()) + 200 * sdk.DAY;
    const text = nepText({ type: "GOV", changes: ORDINARY.rewards }).replace(
      "upgrade-path:",
      [
        "actions:",
        "  - target: NetworkGovernor",
        "    function: setGuardian(address account, uint48 until)",
        `    args: [Council, ${until}]`,
        "  - target: Treasury",
        `    function: ${JSON.stringify(PAY)}`,
        `    args: [[[GovernanceToken, "${june.address}", tokens(7), key(grants), key(first)]]]`,
        "upgrade-path:",
      ].join("\n"),
    );
    const proposal = encode(next, text, ada);
    await sdk.propose(next, ada, proposal);
    await decide(next, proposal, [[ada, "for"]]);
    await enact(next, proposal);
    expect(await next.governor.guardian()).to.deep.equal([council, BigInt(until)]);
    expect(await next.registry.get(encodeBytes32String("econ.rewardRate"))).to.equal(
      sdk.encodeParameter("uint", 2600n),
    );
    const { movements } = await sdk.readLedger(treasury, { fromBlock: block });
    const paid = movements.filter(({ counterparty }) => counterparty === june.address);
    expect(paid.map(({ proposalId }) => proposalId)).to.deep.equal([proposal.proposalId]);
    // The council that the deployment file names may be in office; seen from the governor alone, it is anybody's Safe.
    expect(await deviations(next.addresses)).to.deep.equal([]);
    const { NetworkGovernor } = next.addresses;
    expect(await deviations({ NetworkGovernor })).to.deep.equal(["NetworkGovernor.guardian: Council"]);
  });

  for (const [what, keep] of [
    ["may still propose", "PROPOSER_ROLE"],
    ["may still cancel", "CANCELLER_ROLE"],
    ["may still execute", "EXECUTOR_ROLE"],
  ] as const) {
    it(`is found by the audit to have left a power behind when its former governor ${what}`, async () => {
      const next = await prepare();
      const at = next.addresses.TimelockController;
      await impersonateAccount(at);
      await setBalance(at, parseEther("1"));
      const vote = await hre.ethers.getSigner(at);
      for (const action of sdk.switchActions({ before: network.addresses, next: next.addresses })) {
        const forgotten =
          action.function.startsWith("revokeRole") && action.args[0] === sdk.TIMELOCK_ROLES[keep];
        if (forgotten) continue;
        const { target, calldata } = encodeAction(action, (name) => next.addresses[name as "Treasury"]!);
        await vote.sendTransaction({ to: target, data: calldata });
      }
      expect(await deviations(next.addresses)).to.deep.equal([`TimelockController.${keep}: FormerGovernor`]);
      const former = network.addresses.NetworkGovernor;
      expect(await deviations({ NetworkGovernor: next.addresses.NetworkGovernor })).to.deep.equal([
        `TimelockController.${keep}: ${former}`,
      ]);
    });
  }

  it("has a new escrow, while locks of the former one count until they end", async () => {
    const { ada, ben, dan, gus } = preset.people;
    const next = await prepare({ escrow: NEW_ESCROW });
    const [former, current] = [sdk.requireEscrow(network), sdk.requireEscrow(next)];
    expect([await current.MAX_WEEKS(), next.addresses.FormerEscrow]).to.deep.equal([
      8n,
      await former.getAddress(),
    ]);
    await move(next);
    expect(await deviations(next.addresses)).to.deep.equal([]);
    expect(await deviations({ NetworkGovernor: next.addresses.NetworkGovernor })).to.deep.equal([]);

    // An attacker with free tokens is there on the first day, with more votes in the new escrow than anybody.
    // All but the fee.
    await sdk.lock(current, gus, { amount: parseEther("999000"), unlockTime: sdk.PERMANENT });
    await time.increase(2);
    const attack = encode(next, nepText({ type: "ECON", changes: ORDINARY.rewards }), gus);
    await sdk.propose(next, gus, attack);
    await decide(next, attack, [[gus, "for"], [ada, "against"]]); // prettier-ignore
    expect(await stageOf(next, attack)).to.equal("DEFEATED");

    // Ben moves: his lock decays, ends, and its tokens go to the new escrow. Ada stays.
    await sdk.startDecay(former, ben, { id: 0 });
    await time.increase(5 * sdk.WEEK);
    await sdk.withdraw(former, ben, { id: 0 });
    await sdk.lock(current, ben, { amount: parseEther("900000"), unlockTime: sdk.PERMANENT });
    await sdk.lock(current, dan, { amount: parseEther("500000"), unlockTime: sdk.PERMANENT });
    await time.increase(2);
    const [total, votes] = await Promise.all([
      next.votes.getPastTotalSupply((await time.latest()) - 1),
      Promise.all([ada, ben, dan, gus].map((who) => next.votes.getVotes(who))),
    ]);
    expect(votes).to.deep.equal(["1200000", "900000", "500000", "999000"].map(parseEther));
    expect(total).to.equal(parseEther("3599000"));
    const change = encode(next, nepText({ type: "TRAIN", changes: ORDINARY.trainer }), ada);
    await sdk.propose(next, ada, change);
    await decide(next, change, [[ada, "for"], [ben, "for"], [dan, "for"], [gus, "against"]]); // prettier-ignore
    await enact(next, change);
    expect(await next.registry.semver()).to.equal("1.1.0");

    // Grants of before pay out as they promised; those of the new factory lock in the new escrow.
    const [vault] = await sdk.listVaults(network.vesting!, { owner: ada.address, fromBlock: block });
    await time.increaseTo(vault!.terms.start + vault!.terms.cliff);
    const { amount } = await sdk.claim(sdk.vaultAt(vault!.vault, hre.ethers.provider), ada);
    expect(amount).to.be.within(parseEther("125000"), parseEther("125000.1"));
    expect(next.addresses.VestingFactory).not.to.equal(network.addresses.VestingFactory);
  });

  it("goes on with a migration that was interrupted, to the same addresses, and refuses another plan", async () => {
    const root = journalFolder();
    const [first, second] = [await prepare({ root }), await prepare({ root })];
    expect(second.addresses).to.deep.equal(first.addresses);
    await prepare({ root, escrow: NEW_ESCROW });
    await fails(
      prepare({ root, escrow: { ...NEW_ESCROW, maxWeeks: 9 } }),
      /^this migration of NeuroShard was begun by/,
    );
  });
});
