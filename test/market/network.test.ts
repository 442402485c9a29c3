import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, Interface, parseEther, ZeroAddress } from "ethers";
import hre from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { artifactsOf } from "../../deploy/artifacts";
import { memoryChain } from "../../deploy/memory-chain";
import { KNOWN } from "../../deploy/parts";
import { deployNetwork } from "../../deploy/run";
import { placeStandIns, standInsOf } from "../../deploy/stand-ins";
import { audit, connect } from "@polity/sdk";
import { discover } from "@polity/sdk/audit";
import { COLLECTOR, PERMIT2, SETTLEMENT } from "@polity/sdk/market/bounds";
import type { Rpc } from "../../deploy/chain";

const provider = hre.ethers.provider;

async function deployed(name: "aitbc" | "distributed-ai") {
  const config = parseConfig(presets[name]);
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  const contracts = await deployNetwork(hre, config, accounts);
  const network = connect(contracts, provider);
  return { config, network, subject: { provider, contracts, fromBlock: 0, config, accounts } };
}
const aitbc = () => deployed("aitbc");
const distributedAi = () => deployed("distributed-ai");

describe("A market in a network", () => {
  it("is deployed over x402's contract, found from the governor, and audited", async () => {
    const { network, subject } = await loadFixture(aitbc);
    const found = await discover(provider, network.addresses.NetworkGovernor, 0);
    expect(found.Market).to.equal(network.addresses.Market);
    const { facts, deviations } = await audit(subject);
    expect(deviations).to.deep.equal([]);
    const told = (what: string) =>
      facts.find((fact) => fact.contract === "Market" && fact.what === what)?.actual;
    expect(told("vouchers are signed for")).to.deep.equal([
      `x402 Batch Settlement 1 of chain ${LOCAL_CHAIN} at ${SETTLEMENT}`,
    ]);
    expect(told("parameters")).to.include.members(["usageBps: market.feeBps", "burnBps: none"]);
    expect(told("tokens")).to.deep.equal(["GovernanceToken"]);
  });

  it("is told from one whose contract of settlement is no such thing, and which lacks a stake", async () => {
    const { network, subject } = await loadFixture(aitbc);
    const { market, token } = network;
    const eva = await hre.ethers.getSigner(subject.accounts.eva!);
    await token.connect(eva).approve(market!, parseEther("1000"));
    await market!
      .connect(eva)
      .list({ kind: 0, developerBps: 1000, stake: parseEther("1000"), metadata: `0x${"1".repeat(64)}` }, "");
    expect((await audit(subject)).deviations).to.deep.equal([]);
    const code = await provider.getCode(SETTLEMENT);
    await hre.network.provider.send("hardhat_setCode", [SETTLEMENT, "0x00"]);
    const thief = await hre.ethers.getImpersonatedSigner(market!.target as string);
    await hre.network.provider.send("hardhat_setBalance", [thief.address, "0xffffffffffffffffff"]);
    await token.connect(thief).transfer(eva, 1n);
    const { facts, deviations } = await audit(subject);
    await hre.network.provider.send("hardhat_setCode", [SETTLEMENT, code]);
    const actual = (wanted: string) =>
      facts.find(({ contract, what }) => contract === "Market" && what === wanted)!.actual;
    expect(deviations.map(({ what }) => [what, actual(what)])).to.deep.equal([
      ["vouchers are signed for", ["no contract that says what its vouchers are signed for"]],
      ["lacks of what it owes", [`${parseEther("1000") - 1n} of ${parseEther("1000")} base units`]],
    ]);
  });

  it("has, where it is a till of fees alone, no market: fees go to the treasury in two incomes", async () => {
    const { network, subject } = await loadFixture(distributedAi);
    expect([network.market, network.addresses.Market]).to.deep.equal([undefined, undefined]);
    expect((await audit(subject)).deviations).to.deep.equal([]);
    const { feeTill, treasury } = network;
    const gus = await hre.ethers.getSigner(subject.accounts.gus!);
    await gus.sendTransaction({ to: feeTill!, value: 1000n });
    await feeTill!.connect(gus).sweep(ZeroAddress);
    const incomes = await treasury!.queryFilter(treasury!.filters.Deposited(ZeroAddress));
    expect(incomes.map(({ args }) => [args.category, args.amount])).to.deep.equal([
      [encodeBytes32String("usage"), 700n],
      [encodeBytes32String("profit"), 300n],
    ]);
  });
});

describe("Stand-ins of x402", () => {
  const config = parseConfig(presets.aitbc);
  const codeAt = (rpc: Rpc, at: string) =>
    rpc.request({ method: "eth_getCode", params: [at, "latest"] }) as Promise<string>;

  it("are put where public chains have x402's contracts, without a transaction, on local chains alone", async () => {
    const rpc = (await memoryChain(hre.config)) as Rpc;
    await placeStandIns(rpc, artifactsOf(hre), standInsOf(LOCAL_CHAIN, config, KNOWN.parts));
    for (const at of [SETTLEMENT, PERMIT2, COLLECTOR])
      expect((await codeAt(rpc, at)).length, at).to.be.above(1000);
    expect(await rpc.request({ method: "eth_blockNumber" })).to.equal("0x0");
    const domain = new Interface([
      "function eip712Domain() view returns (bytes1,string,string,uint256,address,bytes32,uint256[])",
    ]);
    const data = domain.encodeFunctionData("eip712Domain");
    const answer = await rpc.request({ method: "eth_call", params: [{ to: SETTLEMENT, data }, "latest"] });
    expect(domain.decodeFunctionResult("eip712Domain", answer as string).slice(1, 5)).to.deep.equal([
      ...["x402 Batch Settlement", "1", BigInt(LOCAL_CHAIN), SETTLEMENT],
    ]);
    expect(standInsOf(1, config, KNOWN.parts)).to.deep.equal([]);
  });

  it("leave what is there", async () => {
    const rpc = (await memoryChain(hre.config)) as Rpc;
    await rpc.request({ method: "hardhat_setCode", params: [PERMIT2, "0x01"] });
    await placeStandIns(rpc, artifactsOf(hre), standInsOf(LOCAL_CHAIN, config, KNOWN.parts));
    expect(await codeAt(rpc, PERMIT2)).to.equal("0x01");
  });
});
