import { time } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, parseEther } from "ethers";
import { ethers } from "hardhat";

import { EXCLUDED } from "../people/fixture";

export const DAY = 86_400;
export const SUBJECT = encodeBytes32String("features 2027");
export const URI = "ipfs://text";
export const [APPROVAL, SPLIT] = [0, 1];
/** Of 10,000 tokens that can vote; 40,000 more cannot. */
const HOLDINGS = { ada: 6_000n, ben: 3_000n, cleo: 900n, dan: 100n, treasury: 40_000n };

/** A ballot box over a token whose holders vote for themselves; a hundredth of all votes opens a ballot. */
export async function deployBallots() {
  const [timelock, ada, ben, cleo, dan, treasury, stranger] = await ethers.getSigners();
  const people = { ada: ada!, ben: ben!, cleo: cleo!, dan: dan!, treasury: treasury! };
  const allocations = Object.entries(HOLDINGS).map(([name, amount]) => ({
    account: people[name as keyof typeof HOLDINGS].address,
    amount: parseEther(String(amount)),
  }));
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Neuro", "NEURO", timelock!.address, allocations],
    ...[parseEther("1000000"), 0],
  ] as never);
  for (const holder of [ada!, ben!, cleo!, dan!]) await token.connect(holder).delegate(holder);
  await token.connect(treasury).delegate(EXCLUDED);
  const ballots = await ethers.deployContract("Ballots", [timelock!, token, 100]);
  await time.increase(10);
  const now = await time.latest();
  const terms = {
    ...{ source: token.target as string, kind: APPROVAL, opens: now + DAY, closes: now + 8 * DAY },
    ...{ options: 4, winners: 2, nomineeBps: 0, quorum: parseEther("1000"), subject: SUBJECT },
  };
  return {
    ...{ ballots, token, timelock: timelock!, stranger: stranger!, terms, ...people },
    /** Opens a ballot by ada; its number. */
    open: async (changes: Partial<typeof terms> = {}): Promise<bigint> => {
      await ballots.connect(ada).open({ ...terms, ...changes }, URI);
      return ballots.ballotCount();
    },
    toVoting: () => time.increaseTo(terms.opens),
    toEnd: () => time.increaseTo(terms.closes),
  };
}
