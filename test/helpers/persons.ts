import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { encodeBytes32String, getAddress, parseEther, toBeHex, ZeroHash } from "ethers";
import hre from "hardhat";

import { DAY } from "@polity/sdk";
import { deployPreset } from "./preset";

/** An account that nobody else has, and that can pay. */
export async function stranger(n: number): Promise<HardhatEthersSigner> {
  const account = await hre.ethers.getImpersonatedSigner(getAddress(toBeHex(0x50e0_0000 + n, 20)));
  await setBalance(account.address, parseEther("10"));
  return account;
}

/** The council's Safe, as if its members had signed. */
export async function asCouncil(council: string | undefined): Promise<HardhatEthersSigner> {
  await setBalance(council!, parseEther("10"));
  return hre.ethers.getImpersonatedSigner(council!);
}

/** What each of the 25 has but Hana has more already, in whole tokens. */
const EACH = { aitbc: "210000", ai1net: "60000" } as const;

/**
 * A preset with 25 persons, of whom Hana is the first, and Cleo, who has many times what they have together. All are persons
 * by the council's word for long enough, and vote for themselves.
 */
export async function deployWithPersons(name: keyof typeof EACH) {
  const deployed = await deployPreset(name, "none");
  const { network, people } = deployed;
  const { token, addresses, credentials } = network;
  const { cleo, hana } = people;
  const others = await Promise.all(Array.from({ length: 24 }, (_, i) => stranger(i)));
  const crowd = [hana, ...others];
  const council = await asCouncil(addresses.Council);
  const issue = (to: HardhatEthersSigner, kind = 0) =>
    credentials!.connect(council).issue(kind, to.address, encodeBytes32String("seen"));
  for (const person of crowd) {
    await token.connect(cleo).transfer(person, parseEther(EACH[name]));
    await token.connect(person).delegate(person);
    await issue(person);
  }
  await token.connect(cleo).delegate(cleo);
  await issue(cleo);
  await time.increase(15 * DAY);
  const award = (to: HardhatEthersSigner, points: string) =>
    network.reputation!.connect(council).award(to.address, parseEther(points), ZeroHash);
  return { ...deployed, crowd, council, cleo, hana, issue, award };
}
