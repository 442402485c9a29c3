import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { id as hashText, parseEther, type Wallet } from "ethers";

import { send } from "@polity/sdk";
import * as court from "@polity/sdk/court";
import { commitmentOf } from "@polity/sdk/court/salt";
import { seatOf } from "@polity/sdk/court/tickets";
import * as market from "@polity/sdk/market";
import * as rounds from "@polity/sdk/rounds";
import * as works from "@polity/sdk/work";
import type { Compare } from "../compare";
import type { Jobs } from "./work";
import { ENTRY_FEE, FLAG_BOND, type Round } from "./rounds";
import { DISPUTED, type Services } from "./market";
import type { Stage } from "./stage";

/** A seat of a bench, and what its juror votes for; whoever is silent commits, and does not reveal. */
interface Seat {
  juror: Wallet;
  choice: bigint;
  silent: boolean;
}

/** A draw of jurors, as the model has it. Fees in wei. */
interface Draw {
  payer: string;
  fee: bigint;
  size: number;
  seats: Seat[];
}

/** A case, what its jurors think, and what its ruling does in the model. */
interface Suit {
  id: bigint;
  /** Its place in the order of cases: who dissents, is silent, or appeals depends on it alone. */
  place: number;
  right: bigint;
  payer: Wallet;
  draws: Draw[];
  ruling: bigint;
  carryOut: (ruling: bigint) => void;
}

interface Juror {
  wallet: Wallet;
  stake: bigint;
  locked: bigint;
}

export interface Cases {
  jurors: Juror[];
  suits: Suit[];
  /** Tokens that the court owes, and ether, by accounts. */
  exits: Map<string, bigint>;
  fees: Map<string, bigint>;
}

const UNITS = 4n;
const FIRST_BENCH = 3;
/** Cases in a transaction: of a bench of seven each. */
const TOGETHER = 20;
const REFUND = 2n;
const [PAY, STRIKE] = [1n, 2n];

/** As many as the seats of all cases need, when each has eight slices; and more than the fewest that a court rules with. */
const jurorsOf = (cases: number) => Math.max(14, Math.ceil(cases / 2));
/** What jurors and those who dispute need, in base units. */
export const forCases = (cases: number, unit: bigint): bigint =>
  BigInt(jurorsOf(cases)) * UNITS * unit + BigInt(cases) * parseEther("500");

/** How many cases there are of each kind. */
export function kindsOf(cases: number) {
  const [jobs, shares] = [Math.floor(cases / 2), Math.floor((cases * 3) / 10)];
  return { jobs, shares, payments: cases - jobs - shares };
}

/** People stake as jurors. Stake counts a month later. */
export async function stakeJurors(stage: Stage): Promise<Juror[]> {
  const { network, model, each, atOnce, size } = stage;
  const bench = court.requireCourt(network);
  const stake = UNITS * (await bench.UNIT());
  const wallets = await stage.people("juror", jurorsOf(size.cases));
  await stage.pay(
    "tokens to jurors",
    wallets.map(({ address }) => ({ to: address, amount: stake })),
  );
  await each(
    "stakes of jurors",
    wallets,
    async (wallet) => void (await court.stakeTokens(bench, wallet, stake)),
    atOnce,
  );
  for (const { address } of wallets) model.move(address, network.addresses.JurorCourt!, stake);
  return wallets.map((wallet) => ({ wallet, stake, locked: 0n }));
}

/** Disputes about jobs, shares and payments go the whole way: evidence, draws, votes, appeals, rulings and what they do. */
export async function runCases(
  stage: Stage,
  jurors: Juror[],
  about: { jobs: Jobs; round: Round; services: Services },
): Promise<Cases> {
  const { network, batch, config } = stage;
  const bench = court.requireCourt(network);
  const times = config.court!;
  const cases: Cases = { jurors, suits: [], exits: new Map(), fees: new Map() };
  await openDisputes(stage, cases, about);
  const { suits } = cases;
  const byId = suits.map(({ id }) => id);
  await time.increase(times.evidence);
  let waiting = suits;
  while (waiting.length > 0) {
    await hold(stage, cases, waiting);
    const redrawn = waiting.filter((suit) => !settle(suit));
    for (const suit of redrawn) {
      const last = suit.draws.at(-1)!;
      // The same fee is for those who are drawn next.
      suit.draws.push({ ...last, seats: [] });
      last.fee = 0n;
    }
    const appealed = waiting.filter((suit) => !redrawn.includes(suit) && isAppealed(suit));
    await stage.bySender(
      "appeals",
      appealed,
      ({ payer }) => payer.address,
      async (suit) => {
        const { cost: fee, size } = await court.appealCase(bench, suit.payer, suit.id);
        suit.draws.push({ payer: suit.payer.address, fee, size, seats: [] });
      },
    );
    waiting = [...redrawn, ...appealed];
  }
  await time.increase(times.appeal);
  await batch(
    "rulings",
    50,
    byId.map((id) => bench.close.populateTransaction(id)),
  );
  const draws = suits.flatMap(({ id, draws }) =>
    draws.map((_, draw) => bench.settle.populateTransaction(id, draw)),
  );
  await batch("settlements of draws", TOGETHER, draws);
  await batch(
    "executions of rulings",
    40,
    byId.map((id) => bench.execute.populateTransaction(id)),
  );
  for (const suit of suits) {
    shareOut(stage, cases, suit);
    suit.carryOut(suit.ruling);
  }
  return cases;
}

/** Whoever loses by a ruling that every tenth case has asks for the next larger bench, once. */
const isAppealed = ({ place, draws }: Suit) => place % 10 === 3 && draws.at(-1)!.size === FIRST_BENCH;

/** How a bench votes: most for what is right, or in every second appeal for the other; some dissent, some are silent. */
function votesOf({ place, right, draws }: Suit): Pick<Seat, "choice" | "silent">[] {
  const { size } = draws.at(-1)!;
  const other = 3n - right;
  // No majority: the same number of jurors is drawn once more.
  if (place % 25 === 7 && draws.length === 1)
    return [right, other, right].map((choice, i) => ({ choice, silent: i === 2 }));
  const most = size > FIRST_BENCH && place % 20 === 3 ? other : right;
  return Array.from({ length: size }, (_, i) => {
    const isLast = i === size - 1;
    return { choice: isLast && place % 4 === 1 ? 3n - most : most, silent: isLast && place % 4 === 2 };
  });
}

/** Draws jurors for the present bench of each case, has them vote in secret and in the open, and counts. */
async function hold(
  { network, batch, bySender, provider, config }: Stage,
  { jurors }: Cases,
  suits: readonly Suit[],
) {
  const bench = court.requireCourt(network);
  const times = config.court!;
  const [unit, { chainId }] = await Promise.all([bench.UNIT(), provider.getNetwork()]);
  const slice = (unit * BigInt(times.sliceBps)) / 10_000n;
  for (const part of ["blocks that draw", "seeds"]) {
    await batch(
      part,
      100,
      suits.map(({ id }) => bench.seal.populateTransaction(id)),
    );
    await mine(5);
  }
  const drawn = await Promise.all(suits.map(({ id, draws }) => bench.drawOf(id, draws.length - 1)));
  const offers = [];
  for (const [k, suit] of suits.entries()) {
    const { id, draws } = suit;
    const [{ seed }] = drawn[k]!;
    const tickets = jurors.flatMap((juror) =>
      Array.from({ length: Number(UNITS) }, (_, i) => {
        const index = BigInt(i);
        return { juror, index, ticket: seatOf(seed, juror.wallet.address, index) };
      }),
    );
    const votes = votesOf(suit);
    const seated: typeof tickets = [];
    for (const one of tickets.sort((a, b) => (a.ticket < b.ticket ? -1 : 1))) {
      if (seated.length === votes.length) break;
      if (one.juror.locked + slice > one.juror.stake) continue;
      one.juror.locked += slice;
      seated.push(one);
    }
    draws.at(-1)!.seats = seated.map(({ juror }, i) => ({ juror: juror.wallet, ...votes[i]! }));
    const offered = seated.map(({ juror, index }) => ({ juror: juror.wallet.address, index }));
    offers.push(bench.seat.populateTransaction(id, offered));
  }
  await batch("seats", TOGETHER, offers);
  const seats = suits.flatMap(({ id, draws }) =>
    draws.at(-1)!.seats.map((seat, i) => {
      const place = {
        chainId,
        court: network.addresses.JurorCourt!,
        caseId: id,
        draw: BigInt(draws.length - 1),
        seat: i,
      };
      return { ...seat, place, salt: hashText(`salt ${id} ${draws.length} ${i}`) };
    }),
  );
  await time.increase(times.seating);
  await bySender(
    "votes of jurors",
    seats,
    ({ juror }) => juror.address,
    async ({ juror, choice, place, salt }) => {
      const commitment = commitmentOf(place, juror.address, choice, salt);
      await send(juror, bench.commit.populateTransaction(place.caseId, place.seat, commitment));
    },
  );
  await time.increase(times.commit);
  const shown = seats
    .filter(({ silent }) => !silent)
    .map(({ place, choice, salt }) =>
      bench.reveal.populateTransaction(place.caseId, place.seat, choice, salt),
    );
  await batch("votes that are revealed", 100, shown);
  await time.increase(times.reveal);
  await batch(
    "counts",
    40,
    suits.map(({ id }) => bench.close.populateTransaction(id)),
  );
}

/** The choice of more than half of all seats of the present bench, if there is one, becomes the ruling. */
function settle(suit: Suit): boolean {
  const { seats } = suit.draws.at(-1)!;
  const counts = new Map<bigint, number>();
  for (const { choice, silent } of seats) if (!silent) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  const [winner] = [...counts].filter(([, count]) => 2 * count > seats.length);
  if (!winner) return false;
  [suit.ruling] = winner;
  return true;
}

/** Slices of those who voted otherwise, or not at all, go to those who voted as the case was ruled; so does the fee. */
function shareOut(
  { network, model, config }: Stage,
  { jurors, exits, fees }: Cases,
  { draws, ruling }: Suit,
): void {
  const slice = (config.court!.unit * BigInt(config.court!.sliceBps)) / 10_000n;
  const byAddress = new Map(jurors.map((juror) => [juror.wallet.address, juror]));
  for (const { seats, fee, payer } of draws) {
    const coherent = seats.filter(({ choice, silent }) => !silent && choice === ruling);
    for (const seat of seats) {
      const juror = byAddress.get(seat.juror.address)!;
      juror.locked -= slice;
      if (!coherent.includes(seat)) juror.stake -= slice;
    }
    const lost = BigInt(seats.length - coherent.length) * slice;
    const count = BigInt(coherent.length);
    const [share, part] = count === 0n ? [0n, 0n] : [lost / count, fee / count];
    for (const { juror } of coherent) {
      add(exits, juror.address, share);
      add(fees, juror.address, part);
    }
    add(fees, payer, fee - part * count);
    model.burn(network.addresses.JurorCourt!, lost - share * count);
  }
}

const add = (to: Map<string, bigint>, account: string, amount: bigint) => {
  if (amount > 0n) to.set(account, (to.get(account) ?? 0n) + amount);
};

/** Opens all cases, in turn by workers and others, by those who flag shares, and by payers. */
async function openDisputes(
  stage: Stage,
  { suits }: Cases,
  { jobs, round, services }: { jobs: Jobs; round: Round; services: Services },
): Promise<void> {
  const { network, model, size, bySender } = stage;
  const { addresses } = network;
  const counts = kindsOf(size.cases);
  const [both, shared, list] = [
    works.requireWork(network),
    rounds.requireRounds(network),
    market.requireMarket(network),
  ];
  const others = await stage.people("challenger", 10);
  const flagged = round.entries.filter(({ share }) => share > 0n).slice(0, counts.shares);
  const disputedJobs = jobs.grants.slice(0, counts.jobs);
  const payments = services.paid.slice(0, counts.payments);
  if (
    flagged.length < counts.shares ||
    disputedJobs.length < counts.jobs ||
    payments.length < counts.payments
  )
    throw new Error("there are fewer jobs, shares or payments than cases about them");
  const bonds = [
    ...disputedJobs.map(({ worker, accepted }, i) => ({
      to: accepted ? others[i % 10]! : worker,
      amount: jobs.bond,
    })),
    ...flagged.map((_, i) => ({ to: others[i % 10]!, amount: FLAG_BOND })),
  ];
  await stage.pay(
    "bonds of disputes",
    bonds.map(({ to, amount }) => ({ to: to.address, amount })),
  );
  const note = (place: number, id: bigint, fee: bigint, payer: Wallet, carryOut: Suit["carryOut"]) => {
    const draw = { payer: payer.address, fee, size: FIRST_BENCH, seats: [] };
    const right = BigInt(1 + (place % 2));
    suits[place] = { id, place, right, payer, draws: [draw], ruling: 0n, carryOut };
  };
  const inPlaces = <T>(list: readonly T[], before: number, payerOf: (one: T, i: number) => Wallet) =>
    list.map((one, i) => ({ one, place: before + i, payer: payerOf(one, i) }));
  const byPayer = ({ payer }: { payer: Wallet }) => payer.address;
  const aboutJobs = inPlaces(disputedJobs, 0, (_, i) => bonds[i]!.to);
  await bySender("disputes about jobs", aboutJobs, byPayer, async ({ one: grant, place, payer }) => {
    const { caseId, cost } = await works.disputeJob(both, payer, grant.first, "ipfs://why");
    model.move(payer.address, addresses.Verdicts!, jobs.bond);
    note(place, caseId, cost, payer, (ruling) => {
      const isAccepted = ruling === PAY;
      const winner = isAccepted ? grant.worker.address : model.at.treasury;
      add(jobs.bonds, isAccepted === grant.accepted ? winner : payer.address, jobs.bond);
      grant.accepted = isAccepted;
    });
  });
  const aboutShares = inPlaces(flagged, counts.jobs, (_, i) => others[i % 10]!);
  await bySender("flags of shares", aboutShares, byPayer, async ({ one: entry, place, payer }) => {
    const { dispute, cost } = await rounds.flagShare(shared, payer, round.id, entry.index);
    model.move(payer.address, addresses.Rounds!, FLAG_BOND);
    const { disputeId } = await shared.disputeOf(dispute);
    note(place, disputeId, cost, payer, (ruling) => {
      entry.struck = ruling === STRIKE;
      if (entry.struck) add(round.credits, payer.address, ENTRY_FEE + FLAG_BOND);
      else add(round.credits, entry.beneficiary, FLAG_BOND);
    });
  });
  const { factor } = await list.terms();
  const aboutPayments = inPlaces(payments, counts.jobs + counts.shares, ({ payer }) => payer);
  await bySender("disputes about payments", aboutPayments, byPayer, async ({ one, place, payer }) => {
    const { service, channel } = one;
    const { caseId, cost } = await market.disputePayment(list, payer, service.number, channel, DISPUTED);
    note(place, caseId, cost, payer, (ruling) => {
      if (ruling !== REFUND) return;
      service.stake -= DISPUTED * (1n + factor);
      add(services.owed, payer.address, DISPUTED);
    });
  });
}

/** Holds every case with its benches and ballots, and what the court has of and owes to everybody, against the model. */
export async function checkCases({ network }: Stage, cases: Cases, compare: Compare): Promise<void> {
  const bench = court.requireCourt(network);
  const { jurors, suits, exits, fees } = cases;
  await compare("cases", suits, async ({ id, ruling, draws }) => {
    const found = await court.readCase(bench, id);
    const expected = draws.map(({ seats }) =>
      seats.map(({ juror, choice, silent }) => `${juror.address} ${silent ? "committed" : choice}`).join(),
    );
    const actual = found.draws.map(({ seats }) =>
      seats.map(({ juror, ballot }) => `${juror} ${ballot}`).join(),
    );
    return [
      `case ${id}`,
      `${found.phase}, ruled ${found.ruling}; ${actual.join(" / ")}`,
      `executed, ruled ${ruling}; ${expected.join(" / ")}`,
    ];
  });
  await compare("jurors", jurors, async ({ wallet: { address }, stake, locked }) => {
    const found = await court.readJuror(bench, address);
    const line = (of: Pick<court.JurorView, "stake" | "locked" | "exit">) =>
      `stake ${of.stake}, at risk ${of.locked}, to withdraw ${of.exit}`;
    return [address, line(found), line({ stake, locked, exit: exits.get(address) ?? 0n })];
  });
  await compare("fees of the court", [...fees], async ([account, amount]) => [
    account,
    await bench.creditOf(account),
    amount,
  ]);
}
