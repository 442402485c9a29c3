import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, type Result } from "ethers";
import hre from "hardhat";

import { ensureCouncil } from "../../deploy/council";
import { audit, encodeCode, encodeRules } from "@polity/sdk";
import { inOrder, readPhases } from "@polity/sdk/phases/read";
import { asAccount, CANCEL_BY_ID, proposalOf, State, type Action } from "../helpers/governor";
import { decide } from "../helpers/preset";
import { beginAi1net, call, enact, type Begun } from "../phases/ai1net";

const DAY = 86_400;

/** AI1NET from its preset, through its four phases: years of chain time, and founders who try to stay at every step. */
describe("AI1NET's four phases", () => {
  /** Decisions that change nothing, as many as a gate asks for. */
  const routine = (begun: Begun, count: number, year: string): [string, Action[]][] =>
    Array.from({ length: count }, (_, i) => [
      `Keep the delay, ${year}, ${i + 1}`,
      [call(begun.network.timelock, "updateDelay", [3_600n])],
    ]);
  const appoint = ({ network }: Begun, account: string, until: bigint): Action =>
    call(network.governor, "setGuardian", [account, until]);
  const inAYear = async ({ network }: Begun) => (await network.governor.clock()) + BigInt(380 * DAY);

  /** A budget for grants, and a program of it that an account reviews. */
  const programOf = async ({ network }: Begun, reviewers: string): Promise<Action[]> => {
    const { treasury, work, court, addresses } = network;
    const verdicts = await hre.ethers.getContractAt("Verdicts", addresses.Verdicts!);
    const category = hre.ethers.encodeBytes32String("grants");
    const amount = parseEther("10000");
    const budget = [addresses.Work!, addresses.GovernanceToken, amount, 0, 30 * DAY, 24, false, category];
    const terms = {
      ...{ reviewers, reviewFor: 14 * DAY, disputeFor: 7 * DAY, credential: 0n, byVote: false },
      ...{ maxJob: parseEther("100"), minReputation: 0n, outcomeAfter: 90 * DAY, bond: parseEther("50") },
      ...{ budgetId: (await treasury!.budgetCount()) + 1n, category, criteria: hre.ethers.id("criteria") },
    };
    return [
      call(verdicts, "setArbitrator", [court!.target, "0x", "ipfs://meaning"]),
      call(treasury!, "grantBudget", [budget]),
      call(work!, "openProgram", [terms]),
    ];
  };

  it("I1: end with a network in which no founder holds anything, whatever founders try on the way", async () => {
    const all = await loadFixture(beginAi1net);
    const { network, phases, encode, propose, cleo, dan, eva, june, ada, kofi, safe, adas, bens } = all;
    const { governor, rulebook, registry, credentials, reputation, work, addresses } = network;
    const vetoed = encodeRules(all.config.governor.types.ECON as never);
    await network.token.connect(cleo).approve(governor, parseEther("1"));

    // ------------------------------------------------------------------------------------ Foundation
    // The founders' Safe has nothing before the holders give it a mandate.
    const latency = (value: number) =>
      encode({ type: "TECH", title: `Latency ${value}`, changes: { "routing.maxLatencyMs": value } }, safe);
    await expect(propose(latency(4_000), safe)).to.be.revertedWithCustomError(
      governor,
      "GovernorTypes_CouncilOnly",
    );
    const until = (await governor.clock()) + BigInt(380 * DAY);
    await (await enact(all, [["A council", [appoint(all, safe.address, until)]]])).execute();

    // It changes a routing parameter, since nobody objects; the second time a tenth of the votes does.
    const [first, second] = [latency(4_000), latency(100)];
    for (const proposal of [first, second]) await propose(proposal, safe);
    await decide(network, second, [[cleo, "against"]]);
    expect(await governor.state(second.proposalId)).to.equal(State.Defeated);
    await all.activate(first, june);
    expect(await registry.getUint(hre.ethers.encodeBytes32String("routing.maxLatencyMs"))).to.equal(4_000n);
    await expect(
      propose(encode({ type: "TECH", changes: { "infra.minNodes": 9 } }, cleo), cleo),
    ).to.be.revertedWithCustomError(governor, "GovernorTypes_CouncilOnly");

    // The founders cannot stop the vote that would end their phase, nor make its gate harder by one that passes.
    const ending = await proposalOf("# NEP-GOV: The next phase", [call(phases, "advance", [[]])]);
    await governor.connect(cleo).propose(...ending.full);
    await expect(governor.connect(safe)[CANCEL_BY_ID](ending.id)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnableToCancel",
    );
    const gate = (await phases.gateOf(0)) as unknown as Result;
    const later = await enact(all, [
      ["A later date", [call(phases, "loosen", [0, [gate[0], 1_095n * BigInt(DAY), ...gate.slice(2)]])]],
    ]);
    await expect(later.last()).to.be.revertedWithCustomError(phases, "Phases_NotLooser");

    // When the year is over, June, who holds nothing, ends it.
    await expect(phases.connect(june).advance([])).to.be.revertedWithCustomError(
      phases,
      "Phases_NotTimelock",
    );
    await time.increaseTo(await phases.latestAt(0));
    await phases.connect(june).advance([]);

    // -------------------------------------------------------------------------------------- Assisted
    // Economic matters are the holders' now, and nothing brings them back.
    const usage = (by: HardhatEthersSigner) =>
      encode({ type: "ECON", changes: { "fees.usageBps": 400 } }, by);
    const economic = usage(cleo);
    await expect(propose(usage(safe), safe)).to.be.revertedWithCustomError(
      governor,
      "GovernorInsufficientProposerVotes",
    );
    const back = await enact(all, [
      ["A founders' type", [call(rulebook, "setRulesFrom", [encodeCode("FOUND"), 1, vetoed])]],
      ["Back to the founders", [call(rulebook, "setRulesFrom", [encodeCode("ECON"), 1, vetoed])]],
    ]);
    await expect(back.last()).to.be.revertedWithCustomError(rulebook, "PhasedRulebook_Backwards");
    await propose(economic, cleo);
    await decide(network, economic, [
      [cleo, "for"],
      [dan, "for"],
    ]);
    await all.activate(economic, june);

    // As long as the founders hold 43 %, decisions prove nothing.
    const early = await enact(all, routine(all, 6, "with the founders"));
    await early.execute();
    await time.increase(180 * DAY);
    const shut = await readPhases(phases, { ids: early.ids });
    expect(shut.conditions!.filter(({ met }) => !met).map(({ name }) => name)).to.deep.equal([
      "maxFounderBps",
    ]);
    const tooEarly = await enact(all, [["Too early", [call(phases, "advance", [inOrder(early.ids)])]]]);
    await expect(tooEarly.last()).to.be.revertedWithCustomError(phases, "Phases_GateShut");
    // Ada delegates to Kofi, who is a founder too: that hides nothing. Then to Eva, who is none.
    await adas.delegate(kofi);
    await time.increase(1);
    expect(
      (await readPhases(phases)).conditions!.find(({ name }) => name === "maxFounderBps")!.value,
    ).to.equal(4_334n);
    await adas.delegate(eva);
    const decisions = await enact(all, routine(all, 6, "without Ada"));
    await decisions.execute();
    const passing = await enact(all, [["Decentralise", [call(phases, "advance", [inOrder(decisions.ids)])]]]);
    await passing.execute();
    expect(await phases.current()).to.equal(2n);

    // --------------------------------------------------------------------------------- Decentralised
    // The council alone proposes nothing any more; given a mandate again, it keeps the last step shut.
    await expect(propose(latency(300), safe)).to.be.revertedWithCustomError(
      governor,
      "GovernorInsufficientProposerVotes",
    );
    await bens.delegate(dan);
    const held = await enact(all, routine(all, 12, "by the holders"));
    await held.execute();
    await time.increase(330 * DAY);
    const again = await enact(all, [
      ["The founders again", [appoint(all, safe.address, await inAYear(all))]],
      // They also judge who is paid for work.
      ["Work for the network", await programOf(all, safe.address)],
    ]);
    await again.execute();
    const step = (title: string): [string, Action[]] => [
      title,
      [call(phases, "advance", [inOrder(held.ids)])],
    ];
    await expect((await enact(all, [step("Hands on")])).last()).to.be.revertedWithCustomError(
      phases,
      "Phases_GateShut",
    );
    const facts = async () => {
      const { provider } = hre.ethers;
      const subject = {
        provider,
        contracts: addresses,
        fromBlock: 0,
        config: all.config,
        accounts: all.accounts,
      };
      return audit(subject);
    };
    const powers = async () => (await facts()).facts.find(({ what }) => what === "powers of founders")!;
    expect((await powers()).actual).to.include.members([
      "Council: is the council",
      "Council: reviews program 1",
    ]);

    // The holders appoint a council of their own, with all that the founders' had.
    const members = [cleo, dan, eva].map(({ address }) => address);
    const next = await ensureCouncil(june, { name: "The holders' council", members, threshold: 2 });
    await (
      await enact(all, [
        [
          "The holders' council",
          [
            appoint(all, next, await inAYear(all)),
            ...[0, 1].map((kind) => call(credentials!, "setIssuer", [kind, next])),
            call(reputation!, "setAwarder", [safe.address, 0n]),
            call(reputation!, "setAwarder", [next, parseEther("10000")]),
            call(work!, "setReviewers", [1n, next]),
          ],
        ],
      ])
    ).execute();
    await (await enact(all, [step("Hands off")])).execute();
    expect(await phases.current()).to.equal(3n);

    // ------------------------------------------------------------------------------------ Autonomous
    // Emergencies are the holders' too. No founder is needed, and none is found.
    await setBalance(next, parseEther("10"));
    const pause = (by: HardhatEthersSigner) =>
      encode({ type: "EMERG", changes: { "emerg.pausePayments": true } }, by);
    const council = await asAccount(next);
    await expect(propose(pause(council), council)).to.be.revertedWithCustomError(
      governor,
      "GovernorInsufficientProposerVotes",
    );
    await propose(pause(eva), eva);
    await expect(phases.connect(ada).advance([])).to.be.revertedWithCustomError(phases, "Phases_Last");
    const { actual, expected } = await powers();
    expect([actual, expected]).to.deep.equal([[], []]);
    const { deviations } = await facts();
    expect(
      deviations.filter(({ contract }) => /Phase/.test(contract) || contract === "Rulebook"),
    ).to.deep.equal([]);
  });
});
