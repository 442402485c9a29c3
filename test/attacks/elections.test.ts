import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";

import { IERC5805__factory } from "../../typechain-types";
import { LOCAL_ACCOUNTS } from "../../config";
import { ensureCouncil } from "../../deploy/council";
import { audit } from "@polity/sdk/audit";
import { describeCall, decodeCall, warningsIn } from "@polity/sdk/calls";
import { conventionsOf } from "@polity/sdk/conventions";
import { connectDeployment } from "@polity/sdk/deployment";
import { DAY } from "@polity/sdk/format";
import { readHistory } from "@polity/sdk/history";
import { executeSafeTransaction } from "@polity/sdk/safe/execute";
import { connectSafe } from "@polity/sdk/safe/read";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { buildSafeTransaction } from "@polity/sdk/safe/transaction";
import { COUNCIL_SUBJECT } from "@polity/sdk/voting/about";
import { electionOf, leastTurnout, readElections } from "@polity/sdk/voting/elections";
import { castBallot, electionTerms, nominate, openBallot, type BallotTerms } from "@polity/sdk/voting/open";
import { requireBallots } from "@polity/sdk/voting/require";
import { fails } from "../helpers/fails";
import { asAccount } from "../helpers/governor";
import { deployNeuroshard, person } from "../helpers/neuroshard";

type Name = keyof typeof LOCAL_ACCOUNTS;
const NOMINEES = ["cleo", "dan", "eva", "finn", "gus", "hana"] as const;

/** NeuroShard, in which Ada and Ben have 1.2 million votes each, and six others 50,000. */
async function electing() {
  const setting = await deployNeuroshard();
  const { token, escrow, config, addresses } = setting;
  for (const name of NOMINEES) {
    const holder = await person(name);
    await token.connect(holder).approve(escrow!, parseEther("50000"));
    await escrow!.connect(holder).createPermanentLock(parseEther("50000"));
  }
  await time.increase(60);
  const network = await connectDeployment(
    {
      ...{ name: config.name, chainId: 31_337, block: 0, contracts: addresses },
      conventions: conventionsOf(config),
    },
    hre.ethers.provider,
  );
  const ballots = requireBallots(network);
  const wanted = config.elections!;
  const source = await network.votes.getAddress();

  /** An election by somebody, whose terms may differ from those that the network has agreed on. */
  async function hold(
    by: Name,
    votes: readonly (readonly [Name, readonly Name[]])[],
    changes: Partial<BallotTerms> = {},
    standing: readonly Name[] = NOMINEES,
  ) {
    const now = await time.latest();
    const least = await leastTurnout(network, now - 1, wanted);
    const terms = { ...electionTerms(wanted, { source, now, least }), ...changes };
    const { id } = await openBallot(ballots, await person(by), terms, "");
    if (terms.nomineeBps > 0)
      for (const name of standing) await nominate(ballots, await person(name), id, "");
    await time.increaseTo(terms.opens);
    for (const [voter, names] of votes)
      await castBallot(
        ballots,
        await person(voter),
        id,
        new Map(names.map((name) => [Math.max(0, standing.indexOf(name)), undefined])),
      );
    await time.increaseTo(terms.closes);
    return id;
  }
  const electionIn = (id: bigint) => electionOf({ ballots, votes: network.votes }, wanted, id);
  const names = (all: readonly string[]) =>
    all.map((one) => Object.entries(LOCAL_ACCOUNTS).find(([, address]) => address === one)![0]);
  /** What voters are told of a proposal that makes an account the council. */
  const told = async (account: string) => {
    const data = network.governor.interface.encodeFunctionData("setGuardian", [
      account,
      (await time.latest()) + DAY,
    ]);
    const call = { target: addresses.NetworkGovernor, value: 0n, calldata: data };
    return describeCall(network, decodeCall(network, call));
  };
  return { ...setting, network, ballots, wanted, hold, electionIn, names, told };
}

describe("Elections under attack", () => {
  it("a holder of a hundredth elects a council of puppets in a ballot of its own terms", async () => {
    const { hold, electionIn, network, wanted, ballots, told } = await loadFixture(electing);
    for (const [changes, why] of [
      [{ quorum: 0n }, /its quorum is below 135,000 votes/],
      [{ nomineeBps: 79 }, /whoever stands needs 0\.79 % of the votes, and not 1 %/],
      [{ winners: 3 }, /it has 3 seats, and not 5/],
      [{ nomineeBps: 0, options: 5, quorum: 0n }, /it has options that are no people/],
      [{ kind: "split" as const, quorum: 0n }, /its votes are split/],
    ] as [Partial<BallotTerms>, RegExp][]) {
      const id = await hold("cleo", changes.kind ? [] : [["cleo", ["cleo", "dan", "eva"]]], changes);
      await fails(electionIn(id), why);
    }
    const soon = await time.latest();
    for (const [changes, why] of [
      [
        { opens: soon + 600_000, closes: soon + 600_000 + 7 * DAY },
        /nominations were taken for less than 14d/,
      ],
      [{ closes: soon + 400 * DAY }, /./],
    ] as [Partial<BallotTerms>, RegExp][]) {
      const held = hold("cleo", [["cleo", ["cleo"]]], changes);
      if (changes.opens) await fails(electionIn(await held), why);
      else await fails(held, /these terms do not fit together/);
    }
    // None of them is an election to those who vote, and to the audit.
    expect(await readElections({ ballots, votes: network.votes }, wanted)).to.deep.equal([]);
    expect(await told(LOCAL_ACCOUNTS.cleo)).to.have.length(1);
  });

  it("a source that counts what its owner likes elects somebody", async () => {
    const { hold, electionIn } = await loadFixture(electing);
    const source = await hre.ethers.deployContract("ToldVotes");
    for (const name of NOMINEES) await source.give(LOCAL_ACCOUNTS[name], parseEther("1000000"));
    await source.setTotal(parseEther("6000000"));
    const id = await hold("cleo", [["cleo", ["cleo", "dan", "eva"]]], {
      source: await source.getAddress(),
    });
    await fails(electionIn(id), /it counts the votes of 0x\w+, not the network's own/);
  });

  it("ballots are opened by the dozen: the election among them is found, and the newest one counts", async () => {
    const { hold, electionIn, names, network, ballots, wanted } = await loadFixture(electing);
    const first = await hold("ada", [["ada", ["eva", "finn", "gus"]]]);
    const [now, hana, source] = [await time.latest(), await person("hana"), await network.votes.getAddress()];
    const spam: BallotTerms = {
      ...{ source, kind: "approval", opens: now + 10_000, closes: now + 10_000 + DAY, options: 2 },
      ...{ winners: 1, nomineeBps: 0, quorum: 0n, subject: COUNCIL_SUBJECT },
    };
    for (let i = 0; i < 24; i++) await openBallot(ballots, hana, spam, "");
    expect(names((await electionIn(first)).winners)).to.deep.equal(["eva", "finn", "gus"]);
    const second = await hold("ada", [["ben", ["cleo", "dan", "eva"]]]);
    await fails(electionIn(first), new RegExp(`ballot ${second} is a newer election than ballot ${first}`));
    const all = await readElections({ ballots, votes: network.votes }, wanted);
    expect(all.map(({ ballot }) => ballot.id)).to.deep.equal([second, first]);
  });

  it("junk stands: nobody without the share, and nobody twice, so that no candidate is crowded out", async () => {
    const { ballots, network, wanted } = await loadFixture(electing);
    const now = await time.latest();
    const least = await leastTurnout(network, now - 1, wanted);
    const source = await network.votes.getAddress();
    const terms = electionTerms(wanted, { source, now, least });
    const { id } = await openBallot(ballots, await person("ada"), terms, "");
    for (const name of ["june", "kofi", "lena"] as const)
      await fails(nominate(ballots, await person(name), id, ""), /has 0 votes, and this takes 27,000 votes/);
    await nominate(ballots, await person("cleo"), id, "");
    await fails(nominate(ballots, await person("cleo"), id, ""), /stands in ballot 1 already/);
    // Votes that came after the opening make nobody a candidate.
    const { token, escrow } = network;
    await token.connect(await person("ada")).transfer(LOCAL_ACCOUNTS.june, parseEther("100000"));
    await token.connect(await person("june")).approve(escrow!, parseEther("100000"));
    await escrow!.connect(await person("june")).createPermanentLock(parseEther("100000"));
    await fails(nominate(ballots, await person("june"), id, ""), /has 0 votes/);
  });

  it("a tie goes to whoever stood first, and a council that cannot sign is none", async () => {
    const { hold, electionIn, names } = await loadFixture(electing);
    const tied = await hold("ada", [["ada", [...NOMINEES]]]);
    expect(names((await electionIn(tied)).winners)).to.deep.equal(["cleo", "dan", "eva", "finn", "gus"]);
    const two = await hold("ada", [["ada", ["cleo", "dan"]]]);
    await fails(electionIn(two), /has elected nobody: 2 won, and 3 have to sign/);
    const few = await hold("ada", [["cleo", ["cleo", "dan", "eva"]]]);
    await fails(electionIn(few), /has elected nobody: 50,000 votes took part, and [\d,.]+ votes had to/);
    // What elected nobody takes nothing from what did.
    expect(names((await electionIn(tied)).winners)).to.have.length(5);
  });

  it("three winners change their Safe before the vote: it is not made again, and voters are warned", async () => {
    const { hold, electionIn, told } = await loadFixture(electing);
    const { winners, ballot } = await electionIn(await hold("ada", [["ada", ["cleo", "dan", "eva"]]]));
    const setting = { name: `NeuroShard, ballot ${ballot.id}`, members: winners, threshold: 3 };
    const june = await person("june");
    const address = await ensureCouncil(june, setting);
    expect(warningsIn(await told(address))).to.deep.equal([]);
    expect((await told(address)).at(-1)).to.match(
      /^it is a Safe of .*, of whom 3 sign: whom ballot 1 has elected$/,
    );

    const safe = connectSafe(address, hre.ethers.provider);
    const data = safe.interface.encodeFunctionData("addOwnerWithThreshold", [LOCAL_ACCOUNTS.kofi, 1]);
    const transaction = buildSafeTransaction({ to: address, data }, 0);
    const id = { chainId: 31_337, address };
    const signers = await Promise.all((["cleo", "dan", "eva"] as const).map(person));
    const signatures = await Promise.all(
      signers.map((signer) => signSafeTransaction(safe, signer, id, transaction)),
    );
    await executeSafeTransaction(safe, june, id, transaction, signatures);
    await fails(ensureCouncil(june, setting), /was changed: its threshold is 1; its owners are /);
    expect(warningsIn(await told(address))).to.deep.equal([
      `its owners are not the winners of the newest election: ballot 1 has elected ${winners.join(", ")}`,
      "another number of them signs than the network has agreed on: 1, and not 3",
    ]);
    expect(warningsIn(await told(LOCAL_ACCOUNTS.kofi))).to.deep.equal([
      `it is no Safe of the winners of the newest election: ballot 1 has elected ${winners.join(", ")}`,
    ]);
  });

  it("a vote seats somebody whom no ballot has elected: the audit says whom the voters wanted", async () => {
    const { hold, enact, governor, config, addresses } = await loadFixture(electing);
    await hold("ada", [["ada", ["cleo", "dan", "eva"]]]);
    const june = await person("june");
    const members = (["june", "kofi", "lena"] as const).map((name) => LOCAL_ACCOUNTS[name]);
    const Council = await ensureCouncil(june, { name: "Others", members, threshold: 2 });
    const until = (await time.latest()) + 300 * DAY;
    const data = governor.interface.encodeFunctionData("setGuardian", [Council, until]);
    await enact("# NEP-GOV: Others", [{ target: governor, data }]);
    const { deviations } = await audit({
      ...{ provider: hre.ethers.provider, contracts: { ...addresses, Council }, fromBlock: 0 },
      ...{ config, accounts: LOCAL_ACCOUNTS },
    });
    expect(deviations).to.deep.equal([
      {
        ...{ contract: "Council", what: "getOwners" },
        ...{ missing: ["cleo", "dan", "eva"], unexpected: ["june", "kofi", "lena"] },
      },
      { contract: "Council", what: "getThreshold", missing: ["3"], unexpected: ["2"] },
    ]);
  });

  it("a network moves to other votes: who was elected before stays so, and the former votes elect nobody", async () => {
    const setting = await loadFixture(electing);
    const { hold, enact, network, ballots, wanted, config, addresses, governor, names } = setting;
    const before = await hold("ada", [["ada", ["cleo", "dan", "eva"]]]);
    const { winners } = await setting.electionIn(before);
    const members = [...winners];
    const Council = await ensureCouncil(await person("june"), { name: "Elected", members, threshold: 3 });
    const until = (await time.latest()) + 300 * DAY;
    const data = governor.interface.encodeFunctionData("setGuardian", [Council, until]);
    await enact("# NEP-GOV: The council", [{ target: governor, data }]);

    // What votes, in a move to another escrow: both together.
    const former = await network.votes.getAddress();
    const next = await hre.ethers.deployContract("VoteEscrow", [
      ...[addresses.GovernanceToken, "Another", "veA", 8, 1n, false],
    ] as never);
    const both = await hre.ethers.deployContract("SuccessiveVotes", [await next.getAddress(), former]);
    const votes = IERC5805__factory.connect(await both.getAddress(), hre.ethers.provider);
    const moved = { ballots, votes, block: 0 };
    // A vote that has not told the ballots of it has left them behind: what they elect is nobody.
    await fails(electionOf(moved, wanted, before), /it counts the votes of 0x\w+, not the network's own/);
    const vote = await asAccount(addresses.TimelockController);
    await ballots.connect(vote).setVotes(votes);
    expect(names((await electionOf(moved, wanted, before)).winners)).to.deep.equal(["cleo", "dan", "eva"]);
    expect((await readElections(moved, wanted)).map(({ ballot }) => ballot.id)).to.deep.equal([before]);
    // Without the events nobody knows.
    await fails(electionOf({ ballots, votes }, wanted, before), /not the network's own/);

    const facts = { ...addresses, Council, SuccessiveVotes: await both.getAddress() };
    const { deviations } = await audit({
      ...{ provider: hre.ethers.provider, contracts: facts, fromBlock: 0, config, accounts: LOCAL_ACCOUNTS },
    });
    expect(deviations.filter(({ contract }) => contract === "Council")).to.deep.equal([]);

    // A ballot of the former votes that is opened after the move is none, whoever wins it.
    const after = await hold("ada", [["ada", ["finn", "gus", "hana"]]]);
    await fails(electionOf(moved, wanted, after), /it counts the votes of 0x\w+, not the network's own/);
    expect((await readElections(moved, wanted)).map(({ ballot }) => ballot.id)).to.deep.equal([before]);
    // A history says of each what it counted.
    const { voting } = await readHistory(network, { fromBlock: 0 });
    expect([...voting.polls.values()].map(({ id, own }) => [id, own])).to.deep.equal([
      [before, true],
      [after, false],
    ]);
  });
});
