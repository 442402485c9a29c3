import { impersonateAccount, loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroAddress, ZeroHash } from "ethers";
import hre from "hardhat";

import { connect, DAY, readStatus } from "@polity/sdk";
import { deployNeuroshard } from "../helpers/neuroshard";

/** NeuroShard in which a vote has granted a budget and a monthly payment, and announced a higher cap. */
async function granted() {
  const network = await deployNeuroshard();
  const { addresses, treasury, june, council, token } = network;
  await impersonateAccount(addresses.TimelockController);
  await setBalance(addresses.TimelockController, parseEther("1"));
  const vote = treasury.connect(await hre.ethers.getSigner(addresses.TimelockController));
  const [amount, category] = [parseEther("50000"), encodeBytes32String("grants")];
  const terms = { spender: council, token, amount, start: 0, period: 30 * DAY, periods: 12, category };
  await vote.grantBudget({ ...terms, rollover: false });
  await vote.grantBudget({ ...terms, rollover: false, periods: 1 });
  await vote.endBudget(2);
  const salary = { payee: june, token, amount: parseEther("100"), start: 0, period: 30 * DAY, count: 2 };
  await vote.scheduleRecurring({ ...salary, category, ref: ZeroHash });
  await vote.scheduleRecurring({ ...salary, category, ref: ZeroHash });
  await vote.cancelRecurring(2);
  await vote.raiseCap(token, parseEther("500000"));
  await june.sendTransaction({ to: treasury, value: 7n });
  await treasury.connect(june).payRecurring([1]);
  return { ...network, granted: await time.latest() };
}

describe("The status of a network", () => {
  it("tells what the treasury holds, what may leave it, and to whom it is promised", async () => {
    const { addresses, ...network } = await loadFixture(granted);
    const { treasury, now } = await readStatus(connect(addresses, hre.ethers.provider), 0);
    const { holdings, budgets, recurring, address } = treasury!;
    expect(address).to.equal(addresses.Treasury);

    const [neuro, ether] = holdings;
    expect(neuro!.unit).to.deep.equal({ symbol: "NEURO", decimals: 18 });
    expect(neuro!.balance).to.equal(await network.token.balanceOf(network.treasury));
    const { forVotes, forGrants } = await network.treasury.available(network.token);
    expect(neuro!.left).to.deep.equal({ votes: forVotes, grants: forGrants });
    expect(neuro!.left.grants, "of half the cap, 100 are spent").to.equal(parseEther("199900"));
    expect([neuro!.cap, neuro!.raise!.cap]).to.deep.equal([parseEther("400000"), parseEther("500000")]);
    expect(neuro!.raise!.at).to.be.within(now + 30 * DAY - 10, now + 30 * DAY);
    expect(ether).to.deep.include({ token: ZeroAddress, balance: 7n });

    expect(budgets.map(({ id, status, available }) => [id, status, available])).to.deep.equal([
      [1n, "active", parseEther("50000")],
    ]);
    expect(recurring).to.have.length(1);
    expect(recurring[0]).to.deep.include({ id: 1n, payee: network.june.address, left: 1, period: 30 * DAY });
    expect(recurring[0]!.due).to.be.above(now);
  });

  it("tells who sits on the council, and what vaults hold, also in the locks that they made", async () => {
    const { addresses, config } = await loadFixture(granted);
    const { council, vesting } = await readStatus(connect(addresses, hre.ethers.provider), 0);
    expect(council).to.deep.include({ address: addresses.Council, threshold: 3, nonce: 0 });
    expect(council!.members).to.have.length(config.council!.members.length);
    const grants = config.vesting!.map(({ amount }) => amount);
    expect(vesting).to.deep.equal({
      vaults: grants.length,
      held: grants.reduce((sum, amount) => sum + amount, 0n),
    });
  });

  it("leaves out what a network does not have", async () => {
    const { addresses } = await loadFixture(granted);
    const { Treasury: _, Council: __, VestingFactory: ___, ...rest } = addresses;
    const status = await readStatus(connect(rest, hre.ethers.provider), 0);
    expect(status).not.to.have.any.keys("treasury", "council", "vesting", "guardian");
    expect(status.version).to.equal("1.0.0");
  });
});
