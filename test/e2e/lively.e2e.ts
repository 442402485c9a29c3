import { expect } from "chai";

import { listProposals, readProposal, type NepStage } from "@polity/sdk";
import { theStage, useApp } from "./harness";

describe("The lively network", () => {
  useApp();

  it("has a proposal in every state that a proposal can be in", async () => {
    const { network } = theStage();
    const all = await listProposals(network, { fromBlock: 0 });
    const views = await Promise.all(all.map(({ id }) => readProposal(network.governor, id)));
    const count = (stage: NepStage) => views.filter((view) => view.stage === stage).length;
    expect(views).to.have.lengthOf(27);
    const stages = ["REVIEW", "VOTING", "APPROVED", "SCHEDULED", "ACTIVE", "DEFEATED", "EXPIRED", "CANCELED"];
    expect(stages.map((stage) => [stage, count(stage as NepStage)])).to.deep.equal([
      ...[
        ["REVIEW", 2],
        ["VOTING", 3],
        ["APPROVED", 1],
        ["SCHEDULED", 2],
      ],
      ...[
        ["ACTIVE", 14],
        ["DEFEATED", 2],
        ["EXPIRED", 1],
        ["CANCELED", 2],
      ],
    ]);
  });

  it("ends now, by the clock of whoever looks at it", async () => {
    const { network, ended } = theStage();
    expect(Math.abs(Number(await network.governor.clock()) - ended)).to.be.below(600);
  });
});
