import { expect } from "chai";
import { artifacts, ethers } from "hardhat";
import { ErrorFragment, EventFragment, FunctionFragment, Interface } from "ethers";

import { fixture, GOV, proposalOf, State } from "../helpers/governor";

const OZ = "@openzeppelin/contracts";

/** What Governor clients (wallets, explorers, Tally, Agora) rely on, compared with OpenZeppelin's own artifacts. */
describe("Governor clients", () => {
  const fragments = async (name: string) => {
    const { abi } = await artifacts.readArtifact(name);
    return Interface.from(abi);
  };

  it("find every function of IGovernor with its selector, its answers and its mutability", async () => {
    const offered = await fragments("NetworkGovernor");
    const standard = await fragments(`${OZ}/governance/IGovernor.sol:IGovernor`);
    const functions = standard.fragments.filter((fragment) => FunctionFragment.isFragment(fragment));
    expect(functions).to.have.length(30);
    for (const wanted of functions) {
      const ours = offered.getFunction(wanted.selector);
      expect(ours, wanted.format()).not.to.equal(null);
      expect(ours!.outputs.map(({ type }) => type)).to.deep.equal(wanted.outputs.map(({ type }) => type));
      const mayRead = wanted.constant ? [true] : [true, false];
      expect(mayRead, wanted.format()).to.include(ours!.constant);
      expect(ours!.payable, wanted.format()).to.equal(wanted.payable);
    }
  });

  it("find every event of IGovernor, the late extension's and the timelock's, topic by topic", async () => {
    const offered = await fragments("NetworkGovernor");
    for (const name of [
      `${OZ}/governance/IGovernor.sol:IGovernor`,
      `${OZ}/governance/extensions/GovernorPreventLateQuorum.sol:GovernorPreventLateQuorum`,
      `${OZ}/governance/extensions/GovernorTimelockControl.sol:GovernorTimelockControl`,
    ]) {
      const standard = await fragments(name);
      for (const wanted of standard.fragments.filter((fragment) => EventFragment.isFragment(fragment))) {
        if (wanted.name === "LateQuorumVoteExtensionSet" || wanted.name === "EIP712DomainChanged") continue;
        const ours = offered.getEvent(wanted.topicHash);
        expect(ours, wanted.format()).not.to.equal(null);
        expect(ours!.inputs.map(({ indexed }) => indexed)).to.deep.equal(
          wanted.inputs.map(({ indexed }) => indexed),
        );
      }
    }
  });

  it("find every error of IGovernor with its selector", async () => {
    const offered = await fragments("NetworkGovernor");
    const standard = await fragments(`${OZ}/governance/IGovernor.sol:IGovernor`);
    const errors = standard.fragments.filter((fragment) => ErrorFragment.isFragment(fragment));
    expect(errors).to.have.length.greaterThan(15);
    for (const wanted of errors)
      expect(offered.getError(wanted.selector), wanted.format()).not.to.equal(null);
  });

  it("find what they expect of OpenZeppelin's extensions: votes, parts, the quorum's share, the timelock", async () => {
    const offered = await fragments("NetworkGovernor");
    for (const [extension, names] of Object.entries({
      GovernorVotes: ["token()"],
      GovernorCountingFractional: [
        "proposalVotes(uint256)",
        "usedVotes(uint256,address)",
        "hasVoted(uint256,address)",
      ],
      GovernorVotesQuorumFraction: ["quorumNumerator()", "quorumDenominator()", "quorum(uint256)"],
      GovernorTimelockControl: ["timelock()", "proposalNeedsQueuing(uint256)", "proposalEta(uint256)"],
      GovernorPreventLateQuorum: ["proposalDeadline(uint256)", "nonces(address)", "eip712Domain()"],
    })) {
      const standard = await fragments(`${OZ}/governance/extensions/${extension}.sol:${extension}`);
      for (const name of names) {
        const wanted = standard.getFunction(name)!;
        const ours = offered.getFunction(wanted.selector);
        expect(ours, `${extension}.${name}`).not.to.equal(null);
        expect(ours!.outputs.map(({ type }) => type)).to.deep.equal(wanted.outputs.map(({ type }) => type));
        expect(ours!.constant, name).to.equal(true);
      }
    }
  });

  it("get the answers of OpenZeppelin's own governor about modes, version and interfaces", async () => {
    const { governor, token } = await fixture();
    const stock = await ethers.deployContract("StockGovernor", [token.target]);
    expect(await governor.COUNTING_MODE()).to.equal(await stock.COUNTING_MODE());
    expect(await governor.CLOCK_MODE()).to.equal(await stock.CLOCK_MODE());
    expect(await governor.version()).to.equal(await stock.version());
    expect(await governor.clock()).to.equal(await stock.clock());
    const igovernor = await fragments(`${OZ}/governance/IGovernor.sol:IGovernor`);
    const selectors = igovernor.fragments.filter((fragment) => FunctionFragment.isFragment(fragment));
    const full = selectors.reduce((id, { selector }) => id ^ BigInt(selector), 0n);
    const own = ["clock()", "CLOCK_MODE()", "supportsInterface(bytes4)"];
    const id = own.reduce((rest, name) => rest ^ BigInt(igovernor.getFunction(name)!.selector), full);
    for (const standard of [ethers.toBeHex(id, 4), "0x01ffc9a7", "0x4e2312e0", "0xffffffff", "0x00000000"]) {
      expect(await governor.supportsInterface(standard), standard).to.equal(
        await stock.supportsInterface(standard),
      );
    }
    expect(await stock.supportsInterface(ethers.toBeHex(id, 4))).to.equal(true);
  });

  it("find these topics, which indexers have written down", async () => {
    const { governor } = await fixture();
    const topics = {
      ProposalCreated:
        "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)",
      ProposalQueued: "ProposalQueued(uint256,uint256)",
      ProposalExecuted: "ProposalExecuted(uint256)",
      ProposalCanceled: "ProposalCanceled(uint256)",
      VoteCast: "VoteCast(address,uint256,uint8,uint256,string)",
      VoteCastWithParams: "VoteCastWithParams(address,uint256,uint8,uint256,string,bytes)",
      ProposalExtended: "ProposalExtended(uint256,uint64)",
      TimelockChange: "TimelockChange(address,address)",
    } as const;
    for (const [name, signature] of Object.entries(topics)) {
      expect(governor.interface.getEvent(name as keyof typeof topics).topicHash).to.equal(
        ethers.id(signature),
      );
    }
  });

  it("learn by ERC-165 what it is", async () => {
    const { governor } = await fixture();
    const idOf = (standard: Interface, skip: string[] = []) =>
      ethers.toBeHex(
        standard.fragments
          .filter((fragment): fragment is FunctionFragment => fragment.type === "function")
          .filter(({ name }) => !skip.includes(name))
          .reduce((id, { selector }) => id ^ BigInt(selector), 0n),
        4,
      );
    const erc6372 = ["clock", "CLOCK_MODE"];
    const igovernor = idOf(await fragments(`${OZ}/governance/IGovernor.sol:IGovernor`), [
      ...erc6372,
      "supportsInterface",
    ]);
    const ids = {
      IERC165: "0x01ffc9a7",
      IERC6372: idOf(await fragments(`${OZ}/interfaces/IERC6372.sol:IERC6372`)),
      IGovernor: igovernor,
      "IGovernor before getProposalId": ethers.toBeHex(
        BigInt(igovernor) ^ BigInt(governor.interface.getFunction("getProposalId").selector),
        4,
      ),
      IERC1155Receiver: "0x4e2312e0",
      INetworkGovernor: idOf(await fragments("INetworkGovernor")),
    };
    expect(ids.IERC6372).to.equal("0xda287a1d");
    for (const [name, id] of Object.entries(ids)) {
      expect(await governor.supportsInterface(id), `${name} ${id}`).to.equal(true);
    }
    expect(await governor.supportsInterface("0xffffffff")).to.equal(false);
    expect(await governor.supportsInterface("0x12345678")).to.equal(false);
  });

  it("read its modes, its name and its version", async () => {
    const { governor } = await fixture();
    expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await governor.COUNTING_MODE()).to.equal(
      "support=bravo,fractional&quorum=for,abstain&params=fractional",
    );
    expect(await governor.name()).to.equal("Neuro Governor");
    expect(await governor.version()).to.equal("1");
    const domain = await governor.eip712Domain();
    expect([domain.name, domain.version, domain.verifyingContract]).to.deep.equal([
      "Neuro Governor",
      "1",
      governor.target,
    ]);
  });

  it("compute the id of a proposal from its content alone", async () => {
    const { governor, submit } = await fixture();
    const proposal = await submit("# NEP-GOV: x");
    expect(await governor.hashProposal(...proposal.hashed)).to.equal(proposal.id);
    expect(await governor.getProposalId(...proposal.hashed)).to.equal(proposal.id);
  });

  it("get a ProposalCreated that is as OpenZeppelin's, with a signature string per call", async () => {
    const { governor, alice, setNumber, upgrade, target } = await fixture();
    const proposal = await proposalOf("# NEP-GOV: x", [setNumber(1n), upgrade("train", 2n)]);
    const tx = await governor.connect(alice).propose(...proposal.full);
    const made = BigInt((await tx.getBlock())!.timestamp);
    await expect(tx)
      .to.emit(governor, "ProposalCreated")
      .withArgs(
        proposal.id,
        alice.address,
        [target.target, target.target],
        [0n, 0n],
        ["", ""],
        proposal.full[2],
        made + GOV.review,
        made + GOV.review + GOV.voting,
        "# NEP-GOV: x",
      );
    expect(await governor.proposalProposer(proposal.id)).to.equal(alice.address);
  });

  it("see only the eight standard states, and an error only for what is no proposal", async () => {
    const { governor, submit } = await fixture();
    const { id } = await submit("# NEP-GOV: x");
    expect(Object.values(State)).to.include(await governor.state(id));
    await expect(governor.state(id + 1n))
      .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
      .withArgs(id + 1n);
  });
});
