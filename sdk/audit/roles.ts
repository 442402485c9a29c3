import { id, ZeroHash } from "ethers";

import type { TimelockController } from "../../typechain-types";
import { findEvents } from "../events";

/** The roles of a timelock, as OpenZeppelin names them. */
export const TIMELOCK_ROLES = {
  DEFAULT_ADMIN_ROLE: ZeroHash,
  PROPOSER_ROLE: id("PROPOSER_ROLE"),
  CANCELLER_ROLE: id("CANCELLER_ROLE"),
  EXECUTOR_ROLE: id("EXECUTOR_ROLE"),
} as const;
export type TimelockRole = keyof typeof TIMELOCK_ROLES;

/**
 * Who holds each role of the timelock now: everyone to whom a role was ever granted is asked about. A role that the
 * timelock does not name, but somebody was granted, is listed by its hash.
 * @param fromBlock The block of the timelock's deployment, or an earlier one.
 */
export async function readRoles(
  timelock: TimelockController,
  fromBlock: number,
): Promise<Record<TimelockRole, string[]> & Record<string, string[]>> {
  const names = new Map<string, string>(Object.entries(TIMELOCK_ROLES).map(([name, role]) => [role, name]));
  const holders: Record<string, string[]> = Object.fromEntries([...names.values()].map((name) => [name, []]));

  const granted = await findEvents(timelock, timelock.filters.RoleGranted(), { fromBlock });
  const held = await Promise.all(granted.map(({ args }) => timelock.hasRole(args.role, args.account)));
  for (const [i, { args }] of granted.entries()) {
    const list = (holders[names.get(args.role) ?? args.role] ??= []);
    if (held[i] && !list.includes(args.account)) list.push(args.account);
  }
  return holders as Record<TimelockRole, string[]> & Record<string, string[]>;
}
