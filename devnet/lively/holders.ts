import type { Signer } from "ethers";

import * as sdk from "@polity/sdk";
import { HOLDERS, PEOPLE, type PersonName } from "./people";
import { pick } from "./random";
import type { World } from "./world";

/** Large holders who lock for good on the second day, in whole tokens; Ada, Ben, Cleo and Dan do so on the first. */
const FOUNDERS = { eva: 800_000, finn: 600_000, gus: 500_000, hana: 600_000, ivan: 300_000 } as const;
/** Who sells or gives the newcomers their tokens. */
const SELLERS: readonly PersonName[] = ["eva", "gus", "hana", "finn"];
/** For whom others vote by delegation. */
const DELEGATES: readonly PersonName[] = ["ada", "cleo", "hana", "omar", "pia"];
/** The first of them come without ever delegating: some of them propose. */
const INDEPENDENT = 9;
/** Days over which the holders come. */
const ARRIVALS = { first: 2, last: 330 };

/** Everybody gets tokens, locks most of them and some let others vote. Some take theirs out again. */
export function planHolders(world: World): void {
  const { calendar, random, signer, network, diary } = world;
  const escrow = sdk.requireEscrow(network);
  for (const [name, amount] of Object.entries(FOUNDERS) as [PersonName, number][]) {
    calendar.on(2, async () => {
      await sdk.lock(escrow, await signer(name), { amount: units(amount), unlockTime: sdk.PERMANENT });
      diary.write("locked", { by: PEOPLE[name], amount: units(amount) });
    });
  }
  for (const [i, name] of HOLDERS.entries()) {
    const day = ARRIVALS.first + ((ARRIVALS.last - ARRIVALS.first) * i) / HOLDERS.length + random() * 0.2;
    // Most have little, some have a hundred times as much.
    const amount = Math.round(500 * 10 ** (random() * 2.3));
    const [seller, share] = [pick(random, SELLERS), 0.6 + 0.3 * random()];
    const [permanent, byProxy] = [random() < 0.65, i >= INDEPENDENT && random() < 0.5];
    const delegate = pick(random, DELEGATES);
    const [signed, weeks, returns] = [random() < 0.3, 2 + Math.floor(random() * 3), random() < 0.8];

    calendar.on(day, async () => {
      await pay(world, seller, PEOPLE[name], units(amount));
    });
    calendar.on(day + 0.5, async () => {
      const holder = await signer(name);
      const locked = units(Math.round(amount * share));
      await sdk.lock(escrow, holder, { amount: locked, unlockTime: sdk.PERMANENT });
      diary.write("locked", { by: PEOPLE[name], amount: locked });
      if (byProxy) await delegateTo(world, holder, PEOPLE[delegate], signed);
    });
    if (permanent || i < INDEPENDENT) continue;
    calendar.on(day + 0.5 + weeks * 7, async () => {
      await sdk.startDecay(escrow, await signer(name), { id: 0 });
    });
    planReturn(world, name, returns);
  }
}

/** A lock that has ended is withdrawn; most lock again within the last weeks, and some of them think better of it. */
function planReturn(
  { calendar, network, random, signer, diary }: World,
  name: PersonName,
  returns: boolean,
): void {
  const escrow = sdk.requireEscrow(network);
  const day = 388 + random() * 26;
  const [withdraws, stays] = [random() < 0.7, random() < 0.4];
  calendar.on(day, async () => {
    const holder = await signer(name);
    const { locks, now } = await sdk.readAccount(escrow, await holder.getAddress());
    const ended = locks.find(({ unlockTime }) => unlockTime !== sdk.PERMANENT && unlockTime <= now);
    if (ended && withdraws) {
      await sdk.withdraw(escrow, holder, { id: ended.id });
      diary.write("withdrawn", { by: PEOPLE[name] });
    }
    if (!returns) return;
    const free = await network.token.balanceOf(holder);
    const amount = (free * 2n) / 3n;
    const { id } = await sdk.lock(escrow, holder, { amount, unlockTime: sdk.PERMANENT });
    diary.write("locked", { by: PEOPLE[name], amount });
    if (!stays) await sdk.startDecay(escrow, holder, { id });
  });
}

/** Sends tokens of one person to an account. */
export async function pay({ network, signer }: World, from: PersonName, to: string, amount: bigint) {
  return sdk.send(await signer(from), network.token.transfer.populateTransaction(to, amount));
}

async function delegateTo(
  { network, signer }: World,
  holder: Signer,
  to: string,
  signed: boolean,
): Promise<void> {
  const escrow = sdk.requireEscrow(network);
  if (!signed) {
    await sdk.delegate(escrow, holder, { to });
    return;
  }
  const expiry = Number(await escrow.clock()) + sdk.DAY;
  const delegation = await sdk.signDelegation(escrow, holder, { to, expiry });
  await sdk.relayDelegation(escrow, await signer("june"), delegation);
}

/** Whole tokens in base units. */
export const units = (tokens: number) => sdk.parseAmount(String(tokens));
