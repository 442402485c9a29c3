import { time } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, parseEther, ZeroHash } from "ethers";
import { ethers } from "hardhat";

export const DAY = 86_400;
export const TERM = 365 * DAY;
export const PERSON = 0;
export const EXCLUDED = ethers.dataSlice(ethers.id("polity.votes.excluded"), 0, 20);

/** What each account holds and has delegated to itself; `treasury` to EXCLUDED. In whole tokens. */
const HOLDINGS = { ada: 10_000n, ben: 100n, cleo: 1n, treasury: 40_000n };

/** A token, credentials of persons, reputation, and both sources that count by them. The timelock is the first signer. */
export async function deployPeople() {
  const [timelock, issuer, awarder, ada, ben, cleo, treasury, stranger] = await ethers.getSigners();
  const people = { ada: ada!, ben: ben!, cleo: cleo!, treasury: treasury! };
  const allocations = Object.entries(HOLDINGS).map(([name, amount]) => ({
    account: people[name as keyof typeof HOLDINGS].address,
    amount: parseEther(String(amount)),
  }));
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Neuro", "NEURO", timelock!.address, allocations],
    ...[parseEther("1000000"), 0],
  ] as never);
  for (const holder of [ada!, ben!, cleo!]) await token.connect(holder).delegate(holder);
  await token.connect(treasury).delegate(EXCLUDED);
  const credentials = await ethers.deployContract("Credentials", [timelock!, []]);
  await credentials.openClass(encodeBytes32String("PERSON"), issuer!, TERM, true);
  const reputation = await ethers.deployContract("Reputation", [timelock!, []]);
  await reputation.setAwarder(awarder!, parseEther("1000000"));
  const quadratic = await ethers.deployContract("QuadraticVotes", [token, credentials, PERSON]);
  const blended = await ethers.deployContract("BlendedVotes", [
    ...[token, reputation, credentials, PERSON, 1500, parseEther("1000")],
  ] as never);
  return {
    ...{ token, credentials, reputation, quadratic, blended, timelock: timelock!, stranger: stranger! },
    ...{ issuer: issuer!, awarder: awarder!, ...people },
    issue: (to: { address: string }) => credentials.connect(issuer).issue(PERSON, to.address, ZeroHash),
    award: (to: { address: string }, points: bigint) =>
      reputation.connect(awarder).award(to.address, points, ZeroHash),
    /** The votes of a past second that all persons of long standing can be asked about. */
    seasoned: async () => {
      await time.increase(14 * DAY + 1);
      return (await time.latest()) - 1;
    },
  };
}
