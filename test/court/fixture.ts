import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { AbiCoder, keccak256, toBeHex, type AddressLike } from "ethers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";

export const ONE = 10n ** 18n;
export const DAY = 86_400n;
export const UNIT = 2_000n * ONE;
export const SLICE = 1_000n * ONE;
export const FEE = 10n ** 15n;
export const JURORS = 12;
export const STAKE = 3n * UNIT;
export const PARAMETERS = {
  sliceBps: 5_000n,
  minJurors: 10n,
  feePerJuror: FEE,
  evidence: 3n * DAY,
  seating: DAY,
  commit: 2n * DAY,
  reveal: 2n * DAY,
  appeal: 3n * DAY,
  referral: 45n * DAY,
};
export const Phase = {
  None: 0n,
  Evidence: 1n,
  Sealing: 2n,
  Seating: 3n,
  Committing: 4n,
  Revealing: 5n,
  Tallying: 6n,
  Appeal: 7n,
  Referral: 8n,
  Closing: 9n,
  Decided: 10n,
  Executed: 11n,
} as const;
export const SALT = ethers.id("salt");

const coder = AbiCoder.defaultAbiCoder();

/** What the court is told of a dispute. */
export const extraData = (payer: string, value: bigint) =>
  coder.encode(["address", "uint256"], [payer, value]);

/** A seat as the court has it, by brute force. */
export const seatOf = (seed: string, juror: string, index: bigint): bigint =>
  ((BigInt(keccak256(coder.encode(["bytes32", "address", "uint256"], [seed, juror, index]))) >> 160n) <<
    160n) |
  BigInt(juror);

export const jurorOf = (seat: bigint): string => ethers.getAddress(toBeHex(seat & ((1n << 160n) - 1n), 20));

/**
 * A court whose twelve jurors have three units each since 31 days, and an arbitrable that it has admitted. The timelock is
 * the first signer, who is also the default caller; the payer opens cases.
 */
export async function deployCourt() {
  const signers = await ethers.getSigners();
  const [timelock, payer, payee, stranger] = signers as [Wallet, Wallet, Wallet, Wallet];
  const jurors = signers.slice(4, 4 + JURORS);
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Test", "TEST"],
    timelock,
    [{ account: timelock.address, amount: 10_000_000n * ONE }],
    2n ** 96n - 1n,
    0,
  ]);
  const arbitrable = await ethers.deployContract("OddArbitrable");
  const court = await ethers.deployContract("JurorCourt", [token, timelock, UNIT, PARAMETERS, [arbitrable]]);
  for (const account of [payer, stranger, ...jurors]) {
    await token.transfer(account, 100_000n * ONE);
    await token.connect(account).approve(court, ethers.MaxUint256);
  }
  for (const juror of jurors) await court.connect(juror).deposit(STAKE);
  await time.increase(31n * DAY);
  const wallets = new Map(signers.map((signer) => [signer.address, signer]));

  const costOf = (value: bigint) => court.arbitrationCost(extraData(payer.address, value));
  /** Opens a case of two choices and answers its id. */
  const open = async (value = SLICE, choices = 2n): Promise<bigint> => {
    const cost = await costOf(value);
    await arbitrable.connect(payer).open(court, choices, extraData(payer.address, value), { value: cost });
    return court.caseCount();
  };
  const current = async (id: bigint) => (await court.caseOf(id)).draws - 1n;
  /** Waits for the end of the evidence, and takes the seed. */
  const seal = async (id: bigint) => {
    const { time: deadline } = await court.caseOf(id);
    if (BigInt(await time.latest()) < deadline) await time.increaseTo(deadline);
    await court.seal(id);
    await mine(5);
    await court.seal(id);
  };
  /** All tickets of the jurors, the lowest first. */
  const ticketsFor = async (id: bigint, among: readonly AddressLike[] = jurors) => {
    const [{ seed }] = await court.drawOf(id, await current(id));
    const all: { juror: string; index: bigint; seat: bigint }[] = [];
    for (const each of among) {
      const juror = await ethers.resolveAddress(each);
      const count = await court.ticketsOf(id, juror);
      for (let index = 0n; index < count; index++)
        all.push({ juror, index, seat: seatOf(seed, juror, index) });
    }
    return all.sort((a, b) => (a.seat < b.seat ? -1 : 1));
  };
  /** Seats the lowest tickets, and answers the seats' jurors. */
  const seat = async (id: bigint, count?: number) => {
    const [{ size }] = await court.drawOf(id, await current(id));
    const lowest = (await ticketsFor(id)).slice(0, count ?? Number(size));
    if (lowest.length > 0)
      await court.seat(
        id,
        lowest.map(({ juror, index }) => ({ juror, index })),
      );
    return lowest.map(({ juror }) => wallets.get(juror)!);
  };
  const startOf = async (id: bigint) => (await court.caseOf(id)).time;
  const toCommitting = async (id: bigint) => time.increaseTo((await startOf(id)) + PARAMETERS.seating);
  const toRevealing = async (id: bigint) =>
    time.increaseTo((await startOf(id)) + PARAMETERS.seating + PARAMETERS.commit);
  const toTallying = async (id: bigint) =>
    time.increaseTo((await startOf(id)) + PARAMETERS.seating + PARAMETERS.commit + PARAMETERS.reveal);
  /** Commits by seats; undefined is absent. */
  const commit = async (id: bigint, bench: readonly Wallet[], choices: readonly (bigint | undefined)[]) => {
    const draw = await current(id);
    for (const [index, choice] of choices.entries()) {
      if (choice === undefined) continue;
      const juror = bench[index]!;
      const commitment = await court.commitmentOf(id, draw, index, juror, choice, SALT);
      await court.connect(juror).commit(id, index, commitment);
    }
  };
  const reveal = async (id: bigint, choices: readonly (bigint | undefined)[]) => {
    for (const [index, choice] of choices.entries())
      if (choice !== undefined) await court.reveal(id, index, choice, SALT);
  };
  /** A whole draw, up to the count of its votes. */
  const rule = async (id: bigint, choices: readonly (bigint | undefined)[]) => {
    await seal(id);
    const bench = await seat(id);
    await toCommitting(id);
    await commit(id, bench, choices);
    await toRevealing(id);
    await reveal(id, choices);
    await toTallying(id);
    await court.close(id);
    return bench;
  };
  /** Lets the last window pass, and ends the case. */
  const decide = async (id: bigint) => {
    const { time: deadline } = await court.caseOf(id);
    if (BigInt(await time.latest()) < deadline) await time.increaseTo(deadline);
    await court.close(id);
  };
  const appeal = async (id: bigint, by = payer) =>
    court.connect(by).appeal(id, "0x", { value: await court.appealCost(id, "0x") });

  return {
    ...{ token, arbitrable, court, timelock, payer, payee, stranger, jurors, signers, wallets },
    ...{ costOf, open, current, seal, ticketsFor, seat, toCommitting, toRevealing, toTallying },
    ...{ commit, reveal, rule, decide, appeal },
  };
}

export const fixture = () => loadFixture(deployCourt);

/** All of `count` seats for `choice`. */
export const all = (count: number, choice: bigint): bigint[] => Array<bigint>(count).fill(choice);

export const now = async () => BigInt(await time.latest());
