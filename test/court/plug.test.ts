import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Interface } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { IArbitrable__factory } from "../../typechain-types/factories/contracts/court/IArbitrable__factory";
import { IArbitrator__factory } from "../../typechain-types/factories/contracts/court/IArbitrator__factory";
import { IEvidence__factory } from "../../typechain-types/factories/contracts/court/IEvidence__factory";
import { JurorCourt__factory } from "../../typechain-types/factories/contracts/court/JurorCourt__factory";
import { all, extraData, fixture, SLICE } from "./fixture";

/** As Kleros publishes them (@kleros/erc-792, @kleros/dispute-resolver-interface-contract), by hand. */
const KLEROS = {
  arbitrator: new Interface([
    "event DisputeCreation(uint256 indexed _disputeID, address indexed _arbitrable)",
    "event AppealPossible(uint256 indexed _disputeID, address indexed _arbitrable)",
    "event AppealDecision(uint256 indexed _disputeID, address indexed _arbitrable)",
    "function createDispute(uint256 _choices, bytes _extraData) payable returns (uint256 disputeID)",
    "function arbitrationCost(bytes _extraData) view returns (uint256 cost)",
    "function appeal(uint256 _disputeID, bytes _extraData) payable",
    "function appealCost(uint256 _disputeID, bytes _extraData) view returns (uint256 cost)",
    "function appealPeriod(uint256 _disputeID) view returns (uint256 start, uint256 end)",
    "function disputeStatus(uint256 _disputeID) view returns (uint8 status)",
    "function currentRuling(uint256 _disputeID) view returns (uint256 ruling)",
  ]),
  arbitrable: new Interface([
    "event Ruling(address indexed _arbitrator, uint256 indexed _disputeID, uint256 _ruling)",
    "function rule(uint256 _disputeID, uint256 _ruling)",
  ]),
  evidence: new Interface([
    "event MetaEvidence(uint256 indexed _metaEvidenceID, string _evidence)",
    "event Evidence(address indexed _arbitrator, uint256 indexed _evidenceGroupID, address indexed _party, string _evidence)",
    "event Dispute(address indexed _arbitrator, uint256 indexed _disputeID, uint256 _metaEvidenceID, uint256 _evidenceGroupID)",
  ]),
};

/** What decides whether a call or a log is understood: names, types, mutability, and what is indexed. */
function shape(abi: Interface): string[] {
  const lines: string[] = [];
  abi.forEachFunction((each) => {
    const outputs = each.outputs.map(({ type }) => type).join();
    lines.push(`${each.selector} ${each.format("sighash")} ${each.stateMutability} (${outputs})`);
  });
  abi.forEachEvent((each) =>
    lines.push(
      `${each.topicHash} ${each.inputs.map(({ type, indexed }) => `${type}${indexed ? " indexed" : ""}`).join()}`,
    ),
  );
  return lines.sort();
}

describe("The boundary of arbitration", () => {
  it("is Kleros' ERC-792 and ERC-1497, function by function and event by event", () => {
    expect(shape(IArbitrator__factory.createInterface())).to.deep.equal(shape(KLEROS.arbitrator));
    expect(shape(IArbitrable__factory.createInterface())).to.deep.equal(shape(KLEROS.arbitrable));
    expect(shape(IEvidence__factory.createInterface())).to.deep.equal(shape(KLEROS.evidence));
    expect(shape(JurorCourt__factory.createInterface())).to.include.members(shape(KLEROS.arbitrator));
  });

  it("lets a stock arbitrator stand in the court's place, and the court serve a client of the standard", async () => {
    const { court, token, payer, rule, decide } = await fixture();
    const stock = await ethers.deployContract("CentralArbitrator");
    const mine = await ethers.deployContract("BareArbitrable", [token]);
    await court.admit(mine, true);
    for (const arbitrator of [stock, court]) {
      await mine.setArbitrator(arbitrator, "0x", "");
      const cost = await mine.disputeCost(SLICE);
      expect(cost).to.equal(await arbitrator.arbitrationCost(extraData(payer.address, SLICE)));
      await mine.open(2, SLICE, { value: cost });
    }
    // Both go by the same calls from here, but for what makes each of them rule.
    await stock.giveRuling(0, 1);
    const cost = await stock.appealCost(0, "0x");
    await mine.appealRuling(1, { value: cost });
    await stock.giveRuling(0, 2);
    await time.increase(180);
    await stock.executeRuling(0);
    expect([await mine.lastId(), await mine.lastRuling()]).to.deep.equal([1n, 2n]);

    await rule(1n, all(3, 1n));
    expect(await court.disputeStatus(1)).to.equal(1n);
    await mine.appealRuling(2, { value: await court.appealCost(1, "0x") });
    await rule(1n, all(7, 2n));
    await decide(1n);
    await court.execute(1);
    expect([await mine.lastId(), await mine.lastRuling()]).to.deep.equal([2n, 2n]);
    expect(await court.currentRuling(1)).to.equal(2n);
  });

  it("gives whoever appealed through an arbitrable what no juror has earned", async () => {
    const { court, token, stranger, rule, decide } = await fixture();
    const mine = await ethers.deployContract("BareArbitrable", [token]);
    await court.admit(mine, true);
    await mine.setArbitrator(court, "0x", "");
    await mine.open(2, SLICE, { value: await mine.disputeCost(SLICE) });
    await rule(1n, all(3, 1n));
    const fee = await court.appealCost(1, "0x");
    await mine.connect(stranger).appealRuling(1, { value: fee });
    expect((await court.drawOf(1, 1))[0].payer).to.equal(stranger.address);
    // Nobody votes, twice: then nobody has earned the fee.
    await rule(1n, []);
    await rule(1n, []);
    await decide(1n);
    for (const draw of [0, 1, 2]) await court.settle(1, draw);
    await expect(court.connect(stranger).claim(stranger)).to.changeEtherBalance(stranger, fee);
    expect(await court.creditOf(mine)).to.equal(0n);
  });
});
