import { impersonateAccount, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { type AddressLike, parseEther, ZeroHash } from "ethers";
import hre from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { RulesStruct } from "../../typechain-types/contracts/governor/Rulebook";
import * as sdk from "@polity/sdk";
import { argumentsOf } from "@polity/sdk/governor/proposals";
import { encodeCode } from "@polity/sdk/governor/rules";
import { fails } from "../helpers/fails";
import { plain } from "../helpers/governor";
import { encodeMove, prepareMove } from "../helpers/migration";
import { decide, deployPreset, type DeployedPreset } from "../helpers/preset";

const ESCROW = {
  ...{ name: "Vote-escrowed AI1NET", symbol: "veAI1", maxWeeks: 8, minAmount: parseEther("1") },
  locks: "any",
} as const;
/** What a member locks in each escrow. */
const STAKE = parseEther("10000");

/** AI1NET counts people, and people's reputation beside stake, and has phases: what counts so must come along. */
describe("A network that moves to another escrow, with types that have a source of their own", () => {
  let snapshot: unknown;
  let block: number;
  let preset: DeployedPreset;
  let vote: Awaited<ReturnType<typeof hre.ethers.getSigner>>;

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    block = await hre.ethers.provider.getBlockNumber();
    preset = await deployPreset("ai1net");
    const { addresses } = preset.network;
    for (const at of [addresses.TimelockController, addresses.Council!]) {
      await impersonateAccount(at);
      await setBalance(at, parseEther("10"));
    }
    vote = await hre.ethers.getSigner(addresses.TimelockController);
  });
  after(() => hre.network.provider.send("evm_revert", [snapshot]));

  const rulesOf = async (code: string): Promise<RulesStruct> =>
    plain(await preset.network.rulebook.rulesOf(encodeCode(code)));
  const setSource = async (code: string, voteSource: AddressLike) =>
    preset.network.rulebook
      .connect(vote)
      .setRules(encodeCode(code), { ...(await rulesOf("PEOPLE")), minVoters: 1n, voteSource });
  const sourceOf = async (code: string) => (await rulesOf(code)).voteSource;

  const deviations = async (contracts: sdk.Addresses) => {
    const found = await sdk.audit({ provider: hre.ethers.provider, contracts, fromBlock: block });
    return found.deviations.map(({ contract, what, unexpected }) => [contract, what, unexpected]);
  };

  it("refuses to move while a type counts stake by what nobody has named, and says what to do", async () => {
    const { network } = preset;
    const other = await hre.ethers.deployContract("QuadraticVotes", [
      ...[network.addresses.CombinedVotes!, network.addresses.Credentials!, 0],
    ] as never);
    await setSource("STAKERS", await other.getAddress());
    await fails(
      prepareMove(network, { name: "AI1NET", block }, { escrow: ESCROW }),
      /^NEP-STAKERS counts by 0x\w+, which counts stake and is not in the deployment file/,
    );
  });

  it("I5: counts what is locked in the new escrow for every one of them, by the rules that it had", async () => {
    const { network, people } = preset;
    const { rulebook, addresses, token, credentials, ballots } = network;
    const { cleo, dan, eva, hana, june } = people;
    for (const holder of [cleo, dan, eva]) await token.connect(holder).delegate(holder);
    await setSource("STAKERS", addresses.VoteEscrow!);
    await credentials!.connect(await hre.ethers.getSigner(addresses.Council!)).issue(0, hana, ZeroHash);
    const before = await rulesOf("PEOPLE");
    const form = preset.config.proposals;

    const next = await prepareMove(network, { name: "AI1NET", block }, { escrow: ESCROW });
    const to = next.addresses;
    const move = await encodeMove(network, next, cleo, form);
    await network.governor.connect(cleo).propose(...sdk.arraysOf(move.calls), move.description);
    await decide(network, move, [[cleo, "for"], [dan, "for"], [eva, "for"]]); // prettier-ignore
    await network.governor.connect(june).queue(...argumentsOf(move));
    await time.increaseTo((await sdk.readProposal(network.governor, move.proposalId)).eta);
    await network.governor.connect(june).execute(...argumentsOf(move));

    expect(await sourceOf("PEOPLE"))
      .to.equal(to.QuadraticVotes)
      .and.not.equal(before.voteSource);
    expect(await rulesOf("PEOPLE")).to.deep.equal({ ...before, voteSource: to.QuadraticVotes });
    expect((await rulebook.rulesFrom(encodeCode("ECOSYS"), 1)).rules.voteSource).to.equal(to.BlendedVotes);
    expect(await sourceOf("STAKERS")).to.equal(to.SuccessiveVotes);
    expect(await ballots!.votes()).to.equal(to.CombinedVotes);
    expect(await deviations(to)).to.deep.equal([]);

    // Hana has nothing but what she locks in the new escrow.
    await token.connect(hana).transfer(cleo, (await token.balanceOf(hana)) - STAKE);
    await sdk.lock(sdk.requireEscrow(next), hana, { amount: STAKE, unlockTime: sdk.PERMANENT });
    await time.increase(2);
    const at = (await time.latest()) - 1;
    const former = sdk.connect(addresses, hre.ethers.provider);
    expect(await former.quadraticVotes!.getPastVotes(hana, at)).to.equal(0n);
    expect(await former.blendedVotes!.getPastVotes(hana, at)).to.equal(0n);
    expect(await next.quadraticVotes!.getPastVotes(hana, at)).to.equal(parseEther("100"));
    expect(await next.blendedVotes!.getPastVotes(hana, at)).to.be.above(0n);
    const wish = preset.encode({ type: "PEOPLE", changes: { "features.agents": true } }, cleo);
    await next.governor.connect(cleo).propose(...sdk.arraysOf(wish.calls), wish.description);
    await decide(next, wish, [[hana, "for"]]);
    expect((await sdk.readProposal(next.governor, wish.proposalId)).votes.for).to.equal(parseEther("100"));

    // The audit names a type that was left behind, whichever vote left it.
    await setSource("STAKERS", to.VoteEscrow!);
    await setSource("OTHERS", before.voteSource);
    await ballots!.connect(vote).setVotes(addresses.CombinedVotes!);
    expect(await deviations(to)).to.have.deep.members([
      ["Rulebook", "types that count another stake", ["STAKERS", "OTHERS"]],
      ["Ballots", "votes", [addresses.CombinedVotes!]],
    ]);
  });
});
