import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { addressKey } from "@polity/sdk/core/address";
import {
  decodeKey,
  decodeParameter,
  formatParameter,
  listProposals,
  listVaults,
  PARAMETER_KINDS,
  readBudgets,
  readHistory,
  readLedger,
  readProposal,
  requireEscrow,
  proposalsOf,
} from "@polity/sdk";
import { fails } from "../helpers/fails";
import { EXCLUDED } from "../helpers/governor";
import { livelyNetwork } from "../helpers/historic-network";

describe("A network's history", () => {
  async function told() {
    const network = await livelyNetwork();
    return { ...network, history: await readHistory(network, { fromBlock: 0 }) };
  }

  it("ends at the newest block", async () => {
    const { history } = await loadFixture(told);
    const { number, hash, timestamp } = (await ethers.provider.getBlock("latest"))!;
    expect(history.head).to.deep.equal({ block: number, hash, time: timestamp });
    expect(history.since.block).to.equal(0);
  });

  it("tells of each proposal what the governor says of it", async () => {
    const { history, governor, rulebook, votes } = await loadFixture(told);
    const records = await listProposals({ governor }, { fromBlock: 0 });
    const proposals = proposalsOf(history);
    expect(proposals).to.have.length(records.length);
    for (const [i, proposal] of proposals.entries()) {
      expect(history.governor.proposals.get(proposal.id)).to.equal(proposal);
      expect(proposal).to.deep.include(records[i]!);
      const view = await readProposal(governor, proposal.id);
      expect(proposal).to.include({
        ...{ type: view.type, grace: view.grace, snapshot: view.snapshot, deadline: view.deadline },
      });
      expect(proposal.votes).to.deep.equal(view.votes);
      expect(proposal.queued?.eta ?? 0).to.equal(view.eta);
      expect(proposal.executed !== undefined).to.equal(view.state === "Executed");
      expect(proposal.canceled !== undefined).to.equal(view.state === "Canceled");
      const { rulesId } = await governor.proposalType(proposal.id);
      const { timing, cost, turnout, voteSource } = await governor.pinnedRules(rulesId);
      const { rules } = await rulebook.unpack({ timing, cost, turnout, voteSource });
      expect(proposal.neededBps).to.equal(Number(rules.approvalBps));
      const { proposers, ...others } = proposal.rules;
      for (const [name, value] of Object.entries(others)) {
        expect(BigInt(value), name).to.equal(rules[name as keyof typeof others]);
      }
      expect(proposers).to.deep.equal(rules.proposers === 3n ? ["holders", "council"] : ["holders"]);
      if (view.snapshot >= history.head.time) expect(proposal).not.to.have.any.keys("quorum", "electorate");
      else {
        expect(proposal.quorum).to.equal(view.quorum);
        const excluded = await votes.getPastVotes(EXCLUDED, view.snapshot);
        expect(proposal.electorate).to.equal((await votes.getPastTotalSupply(view.snapshot)) - excluded);
      }
    }
    const states = proposals.map(({ queued, executed, canceled }) =>
      executed ? "executed" : canceled ? "canceled" : queued ? "queued" : "open",
    );
    expect(new Set(states)).to.have.all.keys("executed", "canceled", "queued", "open");
  });

  it("keeps every ballot with its parts, and shows bytes that are no text as such", async () => {
    const { history, governor, ada, ben } = await loadFixture(told);
    const { id, ballots, votes } = proposalsOf(history).find(({ title }) => title === "Contested")!;
    const rest = (await governor.usedVotes(id, ada)) - 31n;
    expect(ballots.map(({ voter, votes, reason }) => ({ voter, votes, reason }))).to.deep.equal([
      { voter: ada.address, votes: { against: 7n, for: 11n, abstain: 13n }, reason: "in parts" },
      { voter: ada.address, votes: { against: 0n, for: rest, abstain: 0n }, reason: "and the rest" },
      {
        voter: ben.address,
        votes: { against: votes.against - 7n, for: 0n, abstain: 0n },
        reason: "\ufffd\ufffd<\ufffd",
      },
    ]);
  });

  it("keeps the new deadline of a vote that was extended", async () => {
    const { history } = await loadFixture(told);
    const extended = proposalsOf(history).filter((proposal) => proposal.extended);
    expect(extended.map(({ title }) => title)).to.deep.equal(["Contested"]);
    const { proposed, rules, deadline } = extended[0]!;
    expect(deadline).to.equal(proposed.time + rules.review + rules.voting + rules.late);
  });

  it("tells each version, what it changed, and the proposal behind it", async () => {
    const { history, registry } = await loadFixture(told);
    expect(BigInt(history.registry.versions.length)).to.equal(await registry.versionCount());
    for (const version of history.registry.versions) {
      const { major, minor, patch, activatedAt, activatedBlock, restores, namespace, specHash } =
        await registry.version(version.id);
      expect(version.semver).to.equal(`${major}.${minor}.${patch}`);
      expect(version).to.include({ namespace: decodeKey(namespace), specHash, time: Number(activatedAt) });
      expect(version.block).to.equal(Number(activatedBlock));
      expect(version.restores ?? 0).to.equal(Number(restores));
      expect(version.backwardCompatible).to.equal(true);
    }
    const titleOf = (id?: bigint) => history.governor.proposals.get(id ?? 0n)?.title;
    expect(
      history.registry.versions.map(({ proposalId, specURI }) => [titleOf(proposalId), specURI]),
    ).to.deep.equal([
      [undefined, ""],
      ["Fewer steps", "https://example.org/train.innerSteps"],
      ["Rewards, twice", "https://example.org/econ.rewardRate"],
      ["Rewards, twice", "https://example.org/econ.rewardRate"],
      ["Back", ""],
      ["And back again", "https://example.org/econ.rewardRate"],
    ]);
    for (const key of await registry.keys()) {
      const steps = history.registry.parameters.filter((step) => step.key === decodeKey(key));
      expect(steps[0]).not.to.have.property("before");
      for (const [i, step] of steps.entries()) {
        const next = steps[i + 1]?.versionId ?? history.registry.versions.length + 1;
        for (let id = step.versionId; id < next; id++) {
          const { kind } = await registry.parameter(key);
          const value = decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, await registry.getAt(key, id));
          expect(step.after, `${step.key} in version ${id}`).to.equal(formatParameter(value));
        }
        if (i > 0) expect(step.before).to.equal(steps[i - 1]!.after);
      }
    }
  });

  it("knows what everybody holds, has locked and has delegated", async () => {
    const { history, token, ...network } = await loadFixture(told);
    const escrow = requireEscrow(network);
    let held = 0n;
    for (const [address, account] of history.votes.accounts) {
      held += account.held;
      expect(account.key).to.equal(address);
      expect(address).to.equal(address.toLowerCase());
      expect(account.held, address).to.equal(await token.balanceOf(address));
      const locks = (await escrow.locksOf(address)).map(({ id, amount, unlockTime }) => ({
        ...{ id: Number(id), amount, unlockTime: Number(unlockTime) },
      }));
      expect(account.locks, address).to.deep.equal(locks);
      expect(account.delegatee.held ?? ZeroAddress).to.equal(addressKey(await token.delegates(address)));
      expect(account.delegatee.locked ?? ZeroAddress).to.equal(addressKey(await escrow.delegates(address)));
    }
    // Nobody is missing.
    expect(held).to.equal(await token.totalSupply());
    const { supply, locked } = history.votes.totals.at(-1)!;
    expect(supply).to.equal(held);
    expect(locked).to.equal(await token.balanceOf(escrow));
  });

  it("has the totals after each block that changed them", async () => {
    const { history, token, ...network } = await loadFixture(told);
    const escrow = requireEscrow(network);
    const blocks = history.votes.totals.map(({ block }) => block);
    expect(blocks).to.deep.equal([...new Set(blocks)].sort((a, b) => a - b));
    for (const { block: blockTag, time, supply, locked } of history.votes.totals) {
      expect(supply).to.equal(await token.totalSupply({ blockTag }));
      expect(locked, `block ${blockTag}`).to.equal(
        await token.balanceOf(escrow, { blockTag }).catch(() => 0n),
      );
      expect(time).to.equal((await ethers.provider.getBlock(blockTag))!.timestamp);
    }
  });

  it("has the treasury's ledger and its budgets", async () => {
    const { history, treasury, june, ben, addresses } = await loadFixture(told);
    const { movements } = await readLedger(treasury, { fromBlock: 0 });
    expect(history.treasury.movements).to.deep.equal(movements);
    expect(new Set(movements.map(({ kind }) => kind))).to.include.keys("deposit", "disbursement");
    const views = await readBudgets(treasury);
    const budgets = [...history.treasury.budgets.values()];
    expect(budgets).to.have.length(2);
    for (const [i, { granted, ended, frozen, ...budget }] of budgets.entries()) {
      expect(views[i]).to.deep.include(budget);
      expect(granted.time).to.equal(budget.start);
      expect(views[i]!.status === "over").to.equal(ended !== undefined);
      expect(views[i]!.status === "frozen").to.equal(frozen);
    }
    const other = proposalsOf(history).find(({ title }) => title === "Other budgets")!;
    expect(budgets[0]).to.include({
      spender: ben.address,
      frozen: true,
      token: addresses.GovernanceToken,
    });
    expect(budgets[1]).to.include({ spender: june.address });
    expect(budgets[1]!.ended).to.deep.equal(other.executed);
  });

  it("knows the guardians and the vaults", async () => {
    const { history, governor, vesting, june } = await loadFixture(told);
    const { account, until } = await governor.guardian();
    expect(history.governor.guardians.map(({ guardian, until }) => ({ guardian, until }))).to.deep.equal([
      { guardian: account, until: Number(until) },
    ]);
    const vaults = await listVaults(vesting);
    expect(history.vesting.vaults.map(({ vault, beneficiary }) => ({ vault, beneficiary }))).to.deep.equal(
      vaults.map(({ vault, terms: { beneficiary } }) => ({ vault, beneficiary })),
    );
    expect(history.vesting.vaults.at(-1)!.beneficiary).to.equal(june.address);
  });

  it("begins where it is told to, and says so when that is too late", async () => {
    const network = await loadFixture(livelyNetwork);
    await fails(
      readHistory(network, { fromBlock: (await ethers.provider.getBlockNumber()) - 30 }),
      /which no earlier event has made/,
    );
    await fails(readHistory(network, { fromBlock: 100_000 }), /the chain ends before block 100000/);
    await fails(readHistory(network, { fromBlock: 0, toBlock: 100_000 }), /there is no block 100000 yet/);
  });
});
