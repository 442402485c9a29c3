import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Interface } from "ethers";
import hre from "hardhat";

import { deployNeuroshard } from "../helpers/neuroshard";

/** What the governor calls in each of its steps: the whole of each may refuse it. */
const CALLED = [
  "Rulebook",
  "@openzeppelin/contracts/governance/TimelockController.sol:TimelockController",
  // What a fee that cannot be burned is refused with, whatever the token is.
  "@openzeppelin/contracts/interfaces/draft-IERC6093.sol:IERC20Errors",
  "@openzeppelin/contracts/utils/Errors.sol:Errors",
  "@openzeppelin/contracts/utils/Address.sol:Address",
];
/** Sources of votes, of which the governor only asks how many there were. */
const SOURCES = [
  "GovernanceToken",
  "VoteEscrow",
  "CombinedVotes",
  "SuccessiveVotes",
  "QuadraticVotes",
  "BlendedVotes",
  "Reputation",
];
/** What they refuse holders, minters and deployers with, and nobody who asks for votes. */
const NOT_ABOUT_VOTES =
  /^(GovernanceToken|VoteEscrow|VotesOfTwo|SuccessiveVotes|FixedVotes|TimestampClock|BlendedVotes|Reputation)_|^(ECDSA|ERC2612|SafeERC20|SafeCast)|^(VotesExpiredSignature|CheckpointUnorderedInsertion|ERC20ExceededSafeSupply|InvalidAccountNonce|InvalidShortString|StringTooLong)$/;

const errorsOf = async (name: string) => {
  const { abi } = await hre.artifacts.readArtifact(name);
  const found: string[] = [];
  new Interface(abi).forEachError((error) => found.push(error.format("sighash")));
  return found;
};

describe("The governor's interface", () => {
  it("has every error of the contracts that it calls, which reach its callers as they are", async () => {
    const known = await errorsOf("NetworkGovernor");
    for (const name of CALLED) {
      const errors = await errorsOf(name);
      expect(errors, name).to.not.be.empty;
      expect(known, name).to.include.members(errors);
    }
    for (const name of SOURCES) {
      const errors = (await errorsOf(name)).filter((error) => !NOT_ABOUT_VOTES.test(error.split("(")[0]!));
      expect(known, name).to.include.members(errors);
    }
  });

  it("declares no foreign error that is not theirs", async () => {
    const theirs = await Promise.all([...CALLED, ...SOURCES].map(errorsOf));
    expect(theirs.flat()).to.include.members(await errorsOf("IForeignErrors"));
  });

  it("reads why a call that was decided failed, and why a rulebook refuses a proposal", async () => {
    const { governor, token, rulebook, submit, approve, june } = await loadFixture(deployNeuroshard);
    const nothing = await submit("# NEP-GOV: A call of nothing", [{ target: token, data: "0x12345678" }]);
    await approve(nothing);
    await expect(governor.connect(june).execute(...nothing.hashed)).to.be.revertedWithCustomError(
      governor,
      "FailedCall",
    );
    const minting = token.interface.encodeFunctionData("mint", [june.address, 1n]);
    await expect(
      submit("# NEP-TRAIN: Mint", [{ target: token, data: minting }]),
    ).to.be.revertedWithCustomError(governor, "Rulebook_OutOfScope");
    expect(governor.interface.getError("Rulebook_BadScope")?.selector).to.equal(
      rulebook.interface.getError("Rulebook_BadScope")?.selector,
    );
  });
});
