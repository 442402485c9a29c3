// How safe and how dear benches are, from a court's own parameters: tsx tools/court/capture.ts distributed-ai
import { parseConfig, presets, type PresetName } from "../../config";
import { BPS, formatPercent, formatTokens } from "@polity/sdk/format";

/** The sizes of the contract's benches. */
export const BENCHES = [3, 7, 15] as const;

/** How many of `n` are chosen `k` at a time. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways;
}

/** How likely more than half of `seats` are among `bad` tickets, when all are drawn from `tickets` without return. */
export function captured(tickets: number, bad: number, seats: number): number {
  let ways = 0;
  for (let i = (seats + 1) / 2; i <= Math.min(bad, seats); i++)
    ways += choose(bad, i) * choose(tickets - bad, seats - i);
  return ways / choose(tickets, seats);
}

/** How likely a bench rules wrongly, if a share of the tickets is corrupt and the others are right that often. */
export function wrong(seats: number, corrupt: number, right: number): number {
  const each = corrupt + (1 - corrupt) * (1 - right);
  let sum = 0;
  for (let i = (seats + 1) / 2; i <= seats; i++)
    sum += choose(seats, i) * each ** i * (1 - each) ** (seats - i);
  return sum;
}

/** How many jurors a case needs, if a wrong ruling is always appealed and a right one three times in ten. */
export function jurorsOf(benches: readonly number[], corrupt: number, right: number): number {
  let [sum, asked] = [0, 1];
  for (const seats of benches) {
    sum += asked * seats;
    const failed = wrong(seats, corrupt, right);
    asked *= failed + (1 - failed) * 0.3;
  }
  return sum;
}

/** The most that a bench decides about, in the units of `unit`: what a majority of its seats can lose. */
export const limitOf = (seats: number, unit: bigint, sliceBps: number): bigint =>
  (BigInt((seats + 1) / 2) * unit * BigInt(sliceBps)) / BigInt(BPS);

/** What waiting costs whoever is owed `amount`, at a tenth a year. */
export const delayCost = (amount: number, days: number): number => (amount * 0.1 * days) / 365;

/** The longest way of a case: all benches with a second draw each, and a vote; and the same without second draws. */
export function longest(
  court: Record<"evidence" | "seating" | "commit" | "reveal" | "appeal" | "referral", number>,
) {
  const draw = court.seating + court.commit + court.reveal;
  const rounds = BENCHES.length * (draw + court.appeal);
  const base = court.evidence + rounds + court.referral;
  return { plain: base, redrawn: base + BENCHES.length * draw };
}

/** A few equal jurors of twenty tickets each, two of them corrupt. */
const SMALL = [5, 10, 20, 50] as const;

function main(name: string): void {
  const preset = presets[name as PresetName] as (typeof presets)[PresetName] | undefined;
  const { court } = preset ? parseConfig(preset) : {};
  if (!court) throw new Error(`${name} has no court; distributed-ai and aitbc have`);
  console.log(
    `${name}: a unit is ${formatTokens(court.unit)}, a slice ${formatPercent(court.sliceBps)} of it`,
  );
  for (const seats of BENCHES) {
    const limit = formatTokens(limitOf(seats, court.unit, court.sliceBps));
    const shares = [0, 0.1, 0.2, 0.3, 0.4].map(
      (q) => `${q * 100} %: ${(100 * wrong(seats, q, 0.95)).toFixed(2)} %`,
    );
    console.log(`bench of ${seats}: up to ${limit}; ruled wrongly, by what is corrupt: ${shares.join(", ")}`);
  }
  for (const jurors of SMALL) {
    const odds = captured(jurors * 20, 40, 15);
    const judged = jurors < court.minJurors ? "; the vote decides" : "";
    console.log(
      `${jurors} equal jurors, two corrupt: 15 seats captured in ${(100 * odds).toFixed(2)} %${judged}`,
    );
  }
  const days = longest(court);
  console.log(
    `the longest case lasts ${days.plain / 86_400} days, ${days.redrawn / 86_400} with every bench drawn twice`,
  );
}

if (require.main === module) {
  const [name = "distributed-ai"] = process.argv.slice(2);
  try {
    main(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
