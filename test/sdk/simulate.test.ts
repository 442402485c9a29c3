import { expect } from "chai";
import { ethers } from "hardhat";

import { aloneSimulatorOf, nepNumbers, simulate, simulatorOf, type Rpc } from "@polity/sdk";
import { fails } from "../helpers/fails";
import { fixture } from "../helpers/governor";
import { networkOf } from "../helpers/network";

const node: Rpc = { send: (method, params) => ethers.provider.send(method, params) as Promise<unknown> };

describe("Trying calls on a node without eth_simulateV1", () => {
  it("is what Hardhat's own node needs", async () => {
    expect(await simulatorOf(node)).to.equal(undefined);
  });

  it("tells which of them would be refused and why, each by itself", async () => {
    const deployed = await fixture();
    const network = await networkOf(deployed);
    const { governor, token, timelock } = deployed;
    const [governorAt, tokenAt, timelockAt] = await Promise.all(
      [governor, token, timelock].map((contract) => contract.getAddress()),
    );
    const calls = [
      // The governor takes its own calls in the course of an execution alone: storage has to be as it is then.
      { target: governorAt!, data: governor.interface.encodeFunctionData("setGuardian", [tokenAt!, 0n]) },
      { target: tokenAt!, data: token.interface.encodeFunctionData("transfer", [timelockAt!, 1n << 200n]) },
      { target: timelockAt!, data: timelock.interface.encodeFunctionData("updateDelay", [7n]), value: 0n },
      { target: tokenAt!, data: token.interface.encodeFunctionData("approve", [timelockAt!, 1n]) },
    ].map(({ target, data }) => ({ target: target, value: 0n, calldata: data }));
    const tried = await simulate(network, aloneSimulatorOf(node), calls);
    expect(tried.map(({ success }) => success)).to.deep.equal([true, false, true, true]);
    expect(tried[1]!.error!.message).to.match(/^0x\w{40} has /);
    expect(tried.map(({ gas }) => gas)).to.deep.equal(calls.map(() => undefined));
  });

  it("takes nothing but a revert for a refusal", async () => {
    const network = await networkOf(await fixture());
    const ill: Rpc = {
      send: (method) =>
        method === "eth_call" ? Promise.reject(new Error("502 Bad Gateway")) : Promise.resolve("0x0"),
    };
    const call = { target: await network.token.getAddress(), value: 0n, calldata: "0x" };
    await fails(simulate(network, aloneSimulatorOf(ill), [call]), /Bad Gateway/);
  });
});

describe("Numbers of NEPs", () => {
  const one = (nep: number | undefined, state: "Active" | "Defeated" | "Executed") => ({
    record: { ...(nep !== undefined && { nep }), title: `of ${nep}` },
    view: { state },
  });

  it("go on above all that were used, and those of proposals that failed may be used again", () => {
    const { next, taken } = nepNumbers([one(3, "Executed"), one(undefined, "Active"), one(7, "Defeated")]);
    expect(next).to.equal(8);
    expect([...taken]).to.deep.equal([[3, "of 3"]]);
    expect(nepNumbers([]).next).to.equal(1);
  });

  it("cannot be used up by somebody who takes the largest", () => {
    expect(nepNumbers([one(1, "Active"), one(999_999, "Active"), one(3, "Active")]).next).to.equal(2);
  });
});
