import { expect } from "chai";
import { ethers } from "hardhat";

import { CANCEL_BY_ID, councilFixture, State } from "../helpers/governor";

describe("GovernorGuardian", () => {
  it("lets nobody make a proposal unstoppable by leaving the rulebook too little gas to answer", async () => {
    const { governor, alice, council, target } = await councilFixture();
    const calls = 60;
    const [to, none, data] = [
      Array<string>(calls).fill(target.target as string),
      Array<bigint>(calls).fill(0n),
      Array<string>(calls).fill(target.interface.encodeFunctionData("set", [1n])),
    ];
    const by = governor.connect(alice);
    let [refused, made] = [0, 0];
    for (let gasLimit = 300_000n; gasLimit < 1_200_000n; gasLimit += 20_000n) {
      const description = `# NEP-GOV: With ${gasLimit} of gas`;
      const proposal = [to, none, data, description] as const;
      try {
        await by.propose(...([...proposal, { gasLimit }] as unknown as Parameters<typeof by.propose>));
      } catch {
        refused++;
        continue;
      }
      made++;
      const id = await governor.getProposalId(to, none, data, ethers.id(description));
      await governor.connect(council)[CANCEL_BY_ID](id);
      expect(await governor.state(id), `${gasLimit}`).to.equal(State.Canceled);
    }
    expect(refused).to.be.greaterThan(0);
    expect(made).to.be.greaterThan(0);
  });
});
