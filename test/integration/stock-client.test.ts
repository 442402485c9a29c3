import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Contract, ethers, Interface, type Signer, type TypedDataDomain } from "ethers";
import hre, { artifacts } from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { encodeKey } from "@polity/sdk/nep";
import { proposalOf, State, Support, type Proposal } from "../helpers/governor";

const OZ = "@openzeppelin/contracts";
const config = parseConfig(presets.neuroshard);
const ONE = 10n ** 18n;
const DAY = 86_400n;
const { GOV, TRAIN } = config.governor.types;

const BALLOT = [
  { name: "proposalId", type: "uint256" },
  { name: "support", type: "uint8" },
  { name: "voter", type: "address" },
  { name: "nonce", type: "uint256" },
];
const EXTENDED_BALLOT = [...BALLOT, { name: "reason", type: "string" }, { name: "params", type: "bytes" }];

/**
 * A client that has never heard of this project: it knows OpenZeppelin's Governor, Votes and TimelockController, by their
 * own ABIs, and takes a whole proposal through its life on the network that the NeuroShard preset deploys.
 */
describe("A stock Governor client", () => {
  async function client() {
    const addresses = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
    const abi = async (name: string) => [
      ...Interface.from((await artifacts.readArtifact(name)).abi).fragments,
    ];
    const provider = hre.ethers.provider;
    const governor = new Contract(
      addresses.NetworkGovernor,
      [
        ...(await abi(`${OZ}/governance/IGovernor.sol:IGovernor`)),
        // Of the extensions that every client expects: votes, counting, timelock, nonces, domain.
        "function token() view returns (address)",
        "function timelock() view returns (address)",
        "function nonces(address owner) view returns (uint256)",
        "function proposalVotes(uint256 proposalId) view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)",
        "function eip712Domain() view returns (bytes1, string, string, uint256, address, bytes32, uint256[])",
      ],
      provider,
    );
    const votes = new Contract(
      (await governor.token!()) as string,
      [
        ...(await abi(`${OZ}/governance/utils/IVotes.sol:IVotes`)),
        ...(await abi(`${OZ}/interfaces/IERC6372.sol:IERC6372`)),
      ],
      provider,
    );
    const timelock = new Contract(
      (await governor.timelock!()) as string,
      await abi(`${OZ}/governance/TimelockController.sol:TimelockController`),
      provider,
    );
    const signer = (name: keyof typeof LOCAL_ACCOUNTS) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name]);
    const [ada, ben, cleo, dan, eva, june] = await Promise.all(
      (["ada", "ben", "cleo", "dan", "eva", "june"] as const).map(signer),
    );

    // What is not a Governor's business happens elsewhere: staking, and the approval of the fee.
    const token = await hre.ethers.getContractAt("GovernanceToken", addresses.GovernanceToken);
    const escrow = await hre.ethers.getContractAt("VoteEscrow", addresses.VoteEscrow!);
    for (const [holder, amount] of [
      [ada!, 1_000_000n],
      [ben!, 400_000n],
      [cleo!, 300_000n],
      [dan!, 200_000n],
      [eva!, 100_000n],
    ] as const) {
      await token.connect(holder).approve(escrow, amount * ONE);
      await escrow.connect(holder).createPermanentLock(amount * ONE);
    }
    await token.connect(ada).approve(governor, 10n * ONE);
    await time.increase(1);

    const registry = await hre.ethers.getContractAt("ProtocolRegistry", addresses.ProtocolRegistry);
    const data = registry.interface.encodeFunctionData("upgrade", [
      ethers.encodeBytes32String("train"),
      [{ key: encodeKey("train.innerSteps"), value: ethers.toBeHex(600, 32) }],
      true,
      ethers.id("specification"),
      "",
    ]);
    const proposal = await proposalOf("# NEP-TRAIN 10d: Longer inner loops\n\nSix hundred steps.", [
      { target: registry, data },
    ]);
    const as = (contract: Contract, who: Signer) => new Contract(contract.target, contract.interface, who);
    return {
      governor,
      votes,
      timelock,
      registry,
      proposal,
      as,
      ada: ada!,
      ben: ben!,
      cleo: cleo!,
      dan: dan!,
      eva: eva!,
      june: june!,
    };
  }

  type Client = Awaited<ReturnType<typeof client>>;

  async function domainOf(governor: Contract): Promise<TypedDataDomain> {
    const [, name, version, chainId, verifyingContract] = (await governor.eip712Domain!()) as unknown as [
      string,
      string,
      string,
      bigint,
      string,
    ];
    return { name, version, chainId, verifyingContract };
  }

  /** The operation's id, as OpenZeppelin's GovernorTimelockControl salts it. */
  async function operationOf({ governor, timelock }: Client, { hashed }: Proposal): Promise<string> {
    const [targets, values, calldatas, hash] = hashed;
    const salt = ethers.toBeHex(
      BigInt(hash) ^ BigInt(ethers.zeroPadBytes(governor.target as string, 32)),
      32,
    );
    return (await timelock.hashOperationBatch!(targets, values, calldatas, ethers.ZeroHash, salt)) as string;
  }

  it("takes a proposal from propose to execute, with every kind of vote, and reads every stage", async () => {
    const context = await loadFixture(client);
    const { governor, votes, timelock, registry, proposal, as, ada, ben, cleo, dan, eva, june } = context;
    const { id, full, hashed } = proposal;
    const state = async () => (await governor.state!(id)) as bigint;
    const tally = async () => [...((await governor.proposalVotes!(id)) as unknown as bigint[])];

    // Delegation: june has no stake, and votes with ben's.
    expect(await votes.delegates!(ben.address)).to.equal(ben.address);
    await expect(as(votes, ben).delegate!(june.address))
      .to.emit(votes, "DelegateChanged")
      .withArgs(ben.address, ben.address, june.address);
    expect(await votes.getVotes!(june.address)).to.equal(400_000n * ONE);
    expect(await votes.getVotes!(ben.address)).to.equal(0);
    await time.increase(1);

    // Propose.
    expect(await governor.proposalThreshold!()).to.equal(100n * ONE);
    expect(await governor.hashProposal!(...hashed)).to.equal(id);
    expect(await governor.getProposalId!(...hashed)).to.equal(id);
    const tx = (await as(governor, ada).propose!(...full)) as ethers.ContractTransactionResponse;
    const made = BigInt((await tx.getBlock())!.timestamp);
    const [snapshot, deadline] = [made + BigInt(TRAIN!.review), made + BigInt(TRAIN!.review + TRAIN!.voting)];
    await expect(tx)
      .to.emit(governor, "ProposalCreated")
      .withArgs(id, ada.address, full[0], full[1], [""], full[2], snapshot, deadline, full[3]);
    expect(await governor.proposalSnapshot!(id)).to.equal(snapshot);
    expect(await governor.proposalDeadline!(id)).to.equal(deadline);
    expect(await governor.proposalProposer!(id)).to.equal(ada.address);
    expect(await governor.proposalEta!(id)).to.equal(0);
    expect(await governor.proposalNeedsQueuing!(id)).to.equal(true);
    expect(await state()).to.equal(State.Pending);
    expect(await tally()).to.deep.equal([0n, 0n, 0n]);

    // The vote opens a second after the snapshot.
    await time.increaseTo(snapshot);
    expect(await state()).to.equal(State.Pending);
    await time.increaseTo(snapshot + 1n);
    expect(await state()).to.equal(State.Active);
    expect(await governor.quorum!(snapshot)).to.equal(1_000_000n * ONE);
    expect(await votes.getPastTotalSupply!(snapshot)).to.equal(2_000_000n * ONE);
    expect(await governor.getVotes!(june.address, snapshot)).to.equal(400_000n * ONE);

    // For, plainly.
    expect(await governor.hasVoted!(id, ada.address)).to.equal(false);
    await expect(as(governor, ada).castVote!(id, Support.For))
      .to.emit(governor, "VoteCast")
      .withArgs(ada.address, id, Support.For, 1_000_000n * ONE, "");
    expect(await governor.hasVoted!(id, ada.address)).to.equal(true);
    expect(await tally()).to.deep.equal([0n, 1_000_000n * ONE, 0n]);

    // Abstaining with a reason, with what was delegated.
    await expect(as(governor, june).castVoteWithReason!(id, Support.Abstain, "Not my field"))
      .to.emit(governor, "VoteCast")
      .withArgs(june.address, id, Support.Abstain, 400_000n * ONE, "Not my field");
    await expect(as(governor, ben).castVote!(id, Support.For)).to.be.reverted;

    // Against, by a signature that june brings.
    const domain = await domainOf(governor);
    const nonce = (await governor.nonces!(cleo.address)) as bigint;
    const ballot = { proposalId: id, support: Support.Against, voter: cleo.address, nonce };
    const signature = await cleo.signTypedData(domain, { Ballot: BALLOT }, ballot);
    await expect(as(governor, june).castVoteBySig!(id, Support.Against, cleo.address, signature))
      .to.emit(governor, "VoteCast")
      .withArgs(cleo.address, id, Support.Against, 300_000n * ONE, "");
    expect(await governor.nonces!(cleo.address)).to.equal(nonce + 1n);

    // In parts: 50,000 against, 120,000 for, 30,000 abstaining.
    const parts = (against: bigint, inFavour: bigint, abstain: bigint) =>
      ethers.solidityPacked(
        ["uint128", "uint128", "uint128"],
        [against * ONE, inFavour * ONE, abstain * ONE],
      );
    const params = parts(50_000n, 120_000n, 30_000n);
    await expect(as(governor, dan).castVoteWithReasonAndParams!(id, Support.Parts, "For my pool", params))
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(dan.address, id, Support.Parts, 200_000n * ONE, "For my pool", params);

    // In parts, by a signature with a reason.
    const share = parts(0n, 60_000n, 40_000n);
    const extended = {
      proposalId: id,
      support: Support.Parts,
      voter: eva.address,
      nonce: (await governor.nonces!(eva.address)) as bigint,
      reason: "As my delegators said",
      params: share,
    };
    const signed = await eva.signTypedData(domain, { ExtendedBallot: EXTENDED_BALLOT }, extended);
    await expect(
      as(governor, june).castVoteWithReasonAndParamsBySig!(
        id,
        Support.Parts,
        eva.address,
        extended.reason,
        share,
        signed,
      ),
    )
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(eva.address, id, Support.Parts, 100_000n * ONE, extended.reason, share);
    expect(await tally()).to.deep.equal([350_000n * ONE, 1_180_000n * ONE, 470_000n * ONE]);

    // Succeeded, and queued by anybody.
    await time.increaseTo(deadline);
    expect(await state()).to.equal(State.Active);
    await time.increaseTo(deadline + 1n);
    expect(await state()).to.equal(State.Succeeded);
    const operation = await operationOf(context, proposal);
    expect(await timelock.isOperation!(operation)).to.equal(false);
    const queued = (await as(governor, june).queue!(...hashed)) as ethers.ContractTransactionResponse;
    const eta = BigInt((await queued.getBlock())!.timestamp) + 10n * DAY;
    await expect(queued).to.emit(governor, "ProposalQueued").withArgs(id, eta);
    await expect(queued).to.emit(timelock, "CallScheduled");
    expect(await governor.proposalEta!(id)).to.equal(eta);
    expect(await state()).to.equal(State.Queued);
    expect(await timelock.isOperationPending!(operation)).to.equal(true);
    expect(await timelock.isOperationReady!(operation)).to.equal(false);
    expect(await timelock.getTimestamp!(operation)).to.equal(eta);

    // Executed by anybody, when the grace period is over.
    await time.increaseTo(eta);
    expect(await timelock.isOperationReady!(operation)).to.equal(true);
    await expect(as(governor, june).execute!(...hashed))
      .to.emit(governor, "ProposalExecuted")
      .withArgs(id)
      .and.to.emit(timelock, "CallExecuted")
      .withArgs(operation, 0, full[0][0], 0, full[2][0]);
    expect(await state()).to.equal(State.Executed);
    expect(await timelock.isOperationDone!(operation)).to.equal(true);
    expect(await timelock.isOperationPending!(operation)).to.equal(false);
    expect(await registry.getUint(encodeKey("train.innerSteps"))).to.equal(600);
  });

  it("reads the settings that it shows beside every proposal", async () => {
    const { governor, votes } = await loadFixture(client);
    const now = BigInt(await time.latest());
    expect(await governor.name!()).to.equal(config.governor.name);
    expect(await governor.version!()).to.equal("1");
    expect(await governor.clock!()).to.equal(now);
    expect(await votes.clock!()).to.equal(now);
    expect(await governor.CLOCK_MODE!()).to.equal("mode=timestamp");
    expect(await votes.CLOCK_MODE!()).to.equal(await governor.CLOCK_MODE!());
    const mode = new URLSearchParams((await governor.COUNTING_MODE!()) as string);
    expect(Object.fromEntries(mode)).to.deep.equal({
      support: "bravo,fractional",
      quorum: "for,abstain",
      params: "fractional",
    });
    expect(await governor.votingDelay!()).to.equal(GOV!.review);
    expect(await governor.votingPeriod!()).to.equal(GOV!.voting);
  });

  it("finds the governor alone in the timelock's roles, and the timelock its own administrator", async () => {
    const { governor, timelock, ada } = await loadFixture(client);
    expect(await timelock.getMinDelay!()).to.equal(config.timelock.minDelay);
    for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
      const id = (await timelock[role]!()) as string;
      expect(await timelock.hasRole!(id, governor.target), role).to.equal(true);
      for (const other of [ada.address, LOCAL_ACCOUNTS.deployer, ethers.ZeroAddress, timelock.target]) {
        expect(await timelock.hasRole!(id, other), role).to.equal(false);
      }
      expect(await timelock.getRoleAdmin!(id)).to.equal(ethers.ZeroHash);
    }
    expect(await timelock.hasRole!(ethers.ZeroHash, timelock.target)).to.equal(true);
    expect(await timelock.hasRole!(ethers.ZeroHash, LOCAL_ACCOUNTS.deployer)).to.equal(false);
  });

  it("cancels what its user has proposed, and is refused what others have", async () => {
    const { governor, proposal, as, ada, june } = await loadFixture(client);
    await as(governor, ada).propose!(...proposal.full);
    await expect(as(governor, june).cancel!(...proposal.hashed))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(proposal.id, june.address);
    await expect(as(governor, ada).cancel!(...proposal.hashed))
      .to.emit(governor, "ProposalCanceled")
      .withArgs(proposal.id);
    expect(await governor.state!(proposal.id)).to.equal(State.Canceled);
  });

  it("understands every refusal on the way: they are errors of IGovernor", async () => {
    const { governor, proposal, as, ada, june } = await loadFixture(client);
    await expect(as(governor, june).propose!(...proposal.full))
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(june.address, 0, 100n * ONE);
    await expect(governor.state!(proposal.id))
      .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
      .withArgs(proposal.id);
    await as(governor, ada).propose!(...proposal.full);
    for (const attempt of [
      () => as(governor, ada).propose!(...proposal.full),
      () => as(governor, ada).castVote!(proposal.id, Support.For),
      () => as(governor, ada).queue!(...proposal.hashed),
      () => as(governor, ada).execute!(...proposal.hashed),
    ]) {
      await expect(attempt()).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    }
    await time.increaseTo(((await governor.proposalSnapshot!(proposal.id)) as bigint) + 1n);
    await expect(as(governor, ada).castVote!(proposal.id, 3)).to.be.revertedWithCustomError(
      governor,
      "GovernorInvalidVoteType",
    );
    await as(governor, ada).castVote!(proposal.id, Support.For);
    await expect(as(governor, ada).castVote!(proposal.id, Support.For))
      .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
      .withArgs(ada.address);
  });
});
