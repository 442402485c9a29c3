import { mine } from "@nomicfoundation/hardhat-network-helpers";

import * as sdk from "@polity/sdk";
import * as court from "@polity/sdk/court";
import { pay } from "./holders";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

const NAMES = new Map(Object.entries(PEOPLE).map(([name, at]) => [at, name as PersonName]));

/** People stake as jurors, with tokens that somebody lends them. Stake counts a month later. */
export function planJurors(
  world: World,
  day: number,
  jurors: readonly PersonName[],
  lender: PersonName,
): void {
  const { calendar, network, signer } = world;
  const bench = court.requireCourt(network);
  for (const [i, name] of jurors.entries())
    calendar.on(day + i / jurors.length, async () => {
      const unit = await bench.UNIT();
      await pay(world, lender, PEOPLE[name], unit);
      await court.stakeTokens(bench, await signer(name), unit);
    });
}

/** What a case is about, and how its jurors see it. */
export interface Dispute {
  /** When it begins. */
  day: number;
  open: () => Promise<bigint>;
  /** What most jurors choose, and what the last one of the bench does. */
  choice: bigint;
  other: bigint;
  /** What is done in the end, once it is ruled. */
  after?: () => Promise<void>;
}

/** Puts a case into the calendar: sealed, seated, voted on in secret and in the open, closed. */
export function planCase(world: World, { day, open, choice, other, after }: Dispute): void {
  const { calendar, config, network, signer, diary } = world;
  const bench = court.requireCourt(network);
  const times = config.court!;
  const days = (seconds: number) => seconds / sdk.DAY;
  let id: bigint;
  calendar.on(day, async () => {
    id = await open();
  });
  const seats = async () => {
    const { draws } = await court.readCase(bench, id);
    return draws.at(-1)!.seats.map(({ juror }) => NAMES.get(juror)!);
  };
  const sealed = day + days(times.evidence) + 0.05;
  calendar.on(sealed, async () => {
    const june = await signer("june");
    await court.sealCase(bench, june, id);
    await mine(5);
    await court.sealCase(bench, june, id);
    await court.seatJurors(bench, june, id, 0);
  });
  const voting = sealed + days(times.seating) + 0.1;
  // Jurors come one after the other; the last of them thinks otherwise.
  const LARGEST = 15;
  const each = (from: number, length: number, act: (name: PersonName, last: boolean) => Promise<void>) => {
    for (let i = 0; i < LARGEST; i++)
      calendar.on(from + (length * 0.9 * i) / LARGEST, async () => {
        const seated = await seats();
        const name = seated[i];
        if (name !== undefined) await act(name, i === seated.length - 1);
      });
  };
  each(voting, days(times.commit), async (name, last) => {
    await court.commitVote(bench, await signer(name), { caseId: id, choice: last ? other : choice });
  });
  const revealing = voting + days(times.commit) + 0.05;
  each(revealing, days(times.reveal), async (name, last) => {
    await court.revealVote(bench, await signer(name), { caseId: id });
    diary.write("judged", { case: id, by: PEOPLE[name], choice: last ? other : choice });
  });
  const counted = revealing + days(times.reveal) + 0.05;
  const over = counted + days(times.appeal) + 0.05;
  for (const at of [counted, over])
    calendar.on(at, async () => {
      await court.closeCase(bench, await signer("june"), id);
    });
  if (after) calendar.on(over + 0.05, after);
}
