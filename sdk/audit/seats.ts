import { toBeHex } from "ethers";

import { ISafe__factory } from "../../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import { isRefused } from "../provider";
import { explainFailure } from "../reverts";
import { answer } from "./discover";
import { auditingOf } from "./domains";
import { nameIn } from "./names";
import type { Seat, Subject } from "./types";

/** With what a Safe's list of modules begins and ends. */
const SENTINEL = toBeHex(1, 20);
const MOST_MODULES = 100;

/**
 * Everybody who can do something in a network that others cannot, as its domains say, and who stands behind those of them
 * that are contracts: owners, and the modules of Safes.
 */
export async function readSeats(subject: Subject): Promise<Seat[]> {
  const known = await auditingOf(subject.domains);
  const lists = await Promise.all(
    known.map(async (each) => (await each.seats?.(subject as Subject<never>)) ?? []),
  );
  const seats = lists.flat();
  const holders = [...new Set(seats.map(({ holder }) => holder))];
  const behind = await Promise.all(holders.map((holder) => readBehind(holder, seats, subject)));
  return [...seats, ...behind.flat()];
}

/** Who moves a contract: its one owner, or those of a Safe. A contract that owns another one is not followed any further. */
async function readBehind(at: string, seats: readonly Seat[], subject: Subject): Promise<Seat[]> {
  if ((await subject.provider.getCode(at)) === "0x") return [];
  const safe = ISafe__factory.connect(at, subject.provider);
  const [owner, owners, modules] = await Promise.all([
    answer(subject.provider, at, "owner() view returns (address)"),
    orNone(safe.getOwners()),
    orNone(safe.getModulesPaginated(SENTINEL, MOST_MODULES).then(([list]) => list)),
  ]);
  const own = seats.filter(({ holder }) => holder === at);
  const what = `${nameIn(subject, at)}, which ${own.map(({ does }) => does).join(" and ")}`;
  const open = own.every((seat) => seat.open);
  const seat = (holder: string, does: string): Seat => ({
    ...{ holder, does, through: at },
    ...(open && { open }),
  });
  return [
    ...(owner === undefined ? [] : [seat(owner, `is the owner of ${what}`)]),
    ...owners.map((owner) => seat(owner, `is an owner of ${what}`)),
    ...modules.map((module) => seat(module, `moves, as a module, ${what}`)),
  ];
}

/** An account that is no Safe answers neither. What went wrong on the way is no answer. */
async function orNone(list: Promise<readonly string[]>): Promise<string[]> {
  try {
    // A plain list: of its own kind of list, ethers makes one with a 0 in it.
    return [...(await list)];
  } catch (error) {
    if (isRefused(error)) return [];
    throw await explainFailure(error);
  }
}
