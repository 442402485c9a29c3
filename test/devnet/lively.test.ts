import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther } from "ethers";
import hre from "hardhat";

import { Calendar } from "../../devnet/lively/calendar";
import { PEOPLE, type PersonName } from "../../devnet/lively/people";
import { tellStory } from "../../devnet/lively/story";
import { connect, DAY, listProposals, readProposal } from "@polity/sdk";
import { readBallots } from "@polity/sdk/voting";

/** People who have no account of this chain of their own have one here, with ether for what they send. */
async function signer(name: PersonName) {
  await setBalance(PEOPLE[name], parseEther("100"));
  return hre.ethers.getImpersonatedSigner(PEOPLE[name]);
}

/** The other story, NeuroShard's, is that of the browser tests: test/e2e/lively.e2e.ts. */
describe("The lively network of AI1NET", () => {
  let snapshot: unknown;
  let start: number;
  let network: ReturnType<typeof connect>;
  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    start = (await time.latest()) + 60;
    const calendar = new Calendar(start);
    // Who signs typed data must have a key: the founders are accounts of this chain.
    const founders = ["kofi", "lena", "milo"];
    const of = async (name: PersonName) =>
      founders.includes(name) ? hre.ethers.getSigner(PEOPLE[name]) : signer(name);
    const { name, contracts } = await tellStory(hre, { preset: "ai1net", calendar, signer: of });
    expect(name).to.equal("AI1NET");
    network = connect(contracts, hre.ethers.provider);
  });
  after(() => hre.network.provider.send("evm_revert", [snapshot]));

  it("begins in the first phase and is in the second since a year was over, by nobody's leave", async () => {
    const phases = network.phases!;
    const steps = await phases.queryFilter(phases.filters.PhaseAdvanced());
    expect(steps.map(({ args: { from, to, by } }) => [from, to, by])).to.deep.equal([[0n, 1n, PEOPLE.june]]);
    const day = ((await steps[0]!.getBlock()).timestamp - start) / DAY;
    expect(day).to.be.within(365, 367);
  });

  it("has what founders did, what holders stopped, what people decided, and votes that are open", async () => {
    const all = await listProposals(network, { fromBlock: 0 });
    const told = await Promise.all(
      all.map(async ({ id, nep, proposer }) => {
        const { type, stage } = await readProposal(network.governor, id);
        return `${nep} ${type} ${proposer === network.addresses.Council ? "by the council" : ""} ${stage}`;
      }),
    );
    expect(told.map((line) => line.replace(/ +/g, " "))).to.deep.equal([
      "10 GOV ACTIVE",
      "1 TECH by the council ACTIVE",
      "2 TECH by the council DEFEATED",
      "3 PEOPLE ACTIVE",
      "4 ECON by the council ACTIVE",
      "11 GOV ACTIVE",
      "5 ECON ACTIVE",
      "6 ECOSYS VOTING",
      "7 TECH by the council REVIEW",
    ]);
    expect(await network.registry.getBool(encodeBytes32String("features.agents"))).to.equal(true);
    expect(await network.governor.proposalVoters(all[3]!.id)).to.equal(26n);
    const [ballot] = await readBallots(network.ballots!);
    expect([ballot!.phase, ballot!.won]).to.deep.equal(["closed", [1]]);
    const reputation = network.reputation!;
    const awards = await reputation.queryFilter(reputation.filters.Awarded());
    expect(new Set(awards.map(({ args }) => args.account)).size).to.equal(6);
  });
});
