import hre from "hardhat";

import { ensureCouncil } from "../../deploy/council";
import { connectSafe } from "@polity/sdk/safe/read";

/** A council of five, of whom three must sign: a real Safe, on the chain of the tests. */
export async function deployCouncil() {
  const [deployer, ...others] = await hre.ethers.getSigners();
  const members = others.slice(0, 5);
  const setting = { name: "Test", members: members.map(({ address }) => address), threshold: 3 };
  const address = await ensureCouncil(deployer!, setting);
  const safe = connectSafe(address, hre.ethers.provider);
  const id = { chainId: 31_337, address };
  return { deployer: deployer!, members, stranger: others[5]!, setting, safe, id };
}
