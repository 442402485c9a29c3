import { loadFixture, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";

import { parseConfig, presets } from "../../config";
import { audit } from "@polity/sdk/audit";
import { deployNeuroshard } from "../helpers/neuroshard";

const packed = { ...presets.neuroshard.token, checkpoints: "packed" } as const;
const fixture = async () => deployNeuroshard({ token: packed });
type Neuroshard = Awaited<ReturnType<typeof fixture>>;

const subjectOf = ({ addresses, config, ada, ben, june }: Neuroshard) => ({
  ...{ provider: hre.ethers.provider, contracts: addresses, fromBlock: 0, config },
  accounts: { ada: ada.address, ben: ben.address, june: june.address },
});
const tokenFacts = async (network: Neuroshard, checkpoints: "packed" | "openzeppelin") => {
  const subject = subjectOf(network);
  const config = { ...network.config, token: { ...network.config.token, checkpoints } };
  const { deviations, facts } = await audit({ ...subject, config });
  return [facts, deviations].map((found) => found.filter(({ what }) => what === "checkpoints").length);
};

describe("A network whose token packs its checkpoints", () => {
  it("is deployed from one word of its configuration", async () => {
    const { token } = await loadFixture(fixture);
    const packedToken = await hre.ethers.getContractAt("PackedGovernanceToken", token);
    expect(await packedToken.LAST_SECOND()).to.be.greaterThan(await time.latest());
    expect(await token.name()).to.equal("NeuroShard");
    expect(parseConfig(presets.neuroshard).token.checkpoints).to.equal("openzeppelin");
  });

  it("proposes, burns the fee, votes and executes as any other", async () => {
    const { token, enact, ada, governor } = await loadFixture(fixture);
    await token.connect(ada).delegate(ada);
    const before = await token.getVotes(ada);
    const supply = await token.totalSupply();
    const call = {
      target: governor,
      data: governor.interface.encodeFunctionData("setRulebook", [await governor.rulebook()]),
    };
    const { id } = await enact("# NEP-GOV: The same rulebook", [call]);
    expect(await governor.state(id)).to.equal(7);
    expect(await token.getVotes(ada)).to.equal(before - parseEther("10"));
    expect(await token.totalSupply()).to.equal(supply - parseEther("10"));
  });

  it("is audited for it: what the configuration says, and nothing else", async () => {
    const network = await loadFixture(fixture);
    expect(await tokenFacts(network, "packed")).to.deep.equal([1, 0]);
    expect(await tokenFacts(network, "openzeppelin")).to.deep.equal([1, 1]);
    const { deployedBytecode } = await hre.artifacts.readArtifact("GovernanceToken");
    await setCode(network.addresses.GovernanceToken, deployedBytecode);
    expect(await tokenFacts(network, "packed")).to.deep.equal([1, 1]);
  });
});
