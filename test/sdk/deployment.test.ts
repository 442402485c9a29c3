import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { VoidSigner, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import {
  connect,
  connectDeployment,
  requireEscrow,
  formatDeployment,
  parseAddresses,
  parseDeployment,
  PolityError,
  type Deployment,
} from "@polity/sdk";
import { deploymentFile, readDeployment } from "../../scripts/lib/deployments";
import { deployEscrow } from "../helpers/escrow";
import { governanceFixture } from "../helpers/governor";
import { networkOf } from "../helpers/network";
import { fails } from "../helpers/fails";

/** A deployment whose contracts are all one and the same: enough to be there. */
async function four() {
  const { token } = await deployEscrow(4);
  const at = await token.getAddress();
  const deployment: Deployment = {
    name: "Test",
    chainId: 31_337,
    block: 0,
    contracts: {
      TimelockController: at,
      GovernanceToken: at,
      VoteEscrow: at,
      ProtocolRegistry: at,
      Rulebook: at,
      NetworkGovernor: at,
    },
  };
  return { deployment, at };
}

describe("Deployment file", () => {
  it("is read back as it was written", async () => {
    const { deployment, at } = await loadFixture(four);
    const read = parseDeployment(formatDeployment(deployment));
    expect(read).to.deep.equal(deployment);
    expect(await connect(read.contracts, ethers.provider).token.symbol()).to.equal("TEST");
    expect(read.contracts.VoteEscrow).to.equal(at);
  });

  it("is refused with every problem", async () => {
    const { deployment } = await loadFixture(four);
    expect(() => parseDeployment("nothing", "polity.json")).to.throw(/^polity\.json is not JSON$/);
    const { GovernanceToken: _, ...contracts } = deployment.contracts;
    const broken = {
      ...deployment,
      name: "",
      chainId: 0,
      block: -1,
      contracts: { ...contracts, Rulebook: "0x1" },
    };
    expect(() => parseDeployment(JSON.stringify(broken), "polity.json")).to.throw(
      /5 problems[^]*name: must be[^]*chainId: must be[^]*block: must be[^]*"0x1" is not an address[^]*GovernanceToken: is missing/,
    );
  });

  it("is for one chain, which still has its contracts", async () => {
    const { deployment } = await loadFixture(four);
    const { contracts } = deployment;
    await fails(
      connectDeployment({ ...deployment, chainId: 1 }, ethers.provider),
      /^Test is deployed to chain 1, and this is chain 31337$/,
    );
    const gone = { ...deployment, contracts: { ...contracts, VoteEscrow: `0x${"1".repeat(40)}` } };
    await fails(
      connectDeployment(gone, ethers.provider),
      /^chain 31337 has no VoteEscrow at 0x1{40}$/,
      /names a wrong address/,
    );
    const nowhere = Object.fromEntries(Object.keys(contracts).map((name) => [name, `0x${"1".repeat(40)}`]));
    await fails(
      connectDeployment({ ...deployment, contracts: nowhere as typeof contracts }, ethers.provider),
      /^chain 31337 has no TimelockController at 0x1{40}$/,
      /started anew/,
    );
    await fails(connectDeployment(deployment, new VoidSigner(ZeroAddress)), /there is no chain to ask/);
  });

  it("is refused where no governor is at its address, or one of another network", async () => {
    const { deployment, at } = await loadFixture(four);
    await fails(
      connectDeployment(deployment, ethers.provider),
      new RegExp(`^the contract at ${at} is no governor$`),
      /names a wrong address/,
    );
    const { addresses } = await networkOf(await loadFixture(governanceFixture));
    // The fixture has no registry.
    const real = { ...deployment, contracts: { ...addresses, ProtocolRegistry: addresses.GovernanceToken } };
    const { governor } = await connectDeployment(real, ethers.provider);
    expect(governor.target).to.equal(addresses.NetworkGovernor);
    const mixed = {
      ...real,
      contracts: { ...real.contracts, TimelockController: addresses.GovernanceToken },
    };
    await fails(
      connectDeployment(mixed, ethers.provider),
      new RegExp(`has its timelock at ${addresses.TimelockController}, not at ${addresses.GovernanceToken}$`),
    );
  });

  it("tells what votes: the token where there is no escrow, both where they are combined", async () => {
    const { deployment, at } = await loadFixture(four);
    const { VoteEscrow: _, ...held } = deployment.contracts;
    const alone = connect(parseAddresses(held), ethers.provider);
    expect([alone.escrow, alone.votes.target]).to.deep.equal([undefined, at]);
    expect(() => requireEscrow(alone)).to.throw(PolityError, "this network has no escrow");
    const CombinedVotes = `0x${"1".repeat(40)}`;
    const both = connect(parseAddresses({ ...deployment.contracts, CombinedVotes }), ethers.provider);
    expect([requireEscrow(both).target, both.votes.target]).to.deep.equal([at, CombinedVotes]);
    expect(() => parseAddresses({ ...held, Voters: at })).to.throw(
      /contracts: 1 problem\n {2}Voters: unknown field/,
    );
  });

  it("is looked for by chain, and missed with a way to get one", () => {
    expect(deploymentFile(31_337n)).to.equal("deploy/deployments/chain-31337/polity.json");
    expect(() => readDeployment("none.json")).to.throw(/^there is no deployment at none\.json$/);
  });
});
