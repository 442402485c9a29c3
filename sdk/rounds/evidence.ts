import type { Rounds } from "../../typechain-types/contracts/rounds/Rounds";
import { PolityError } from "../errors";
import type { Backtest } from "./backtest";
import { STATUS_NAMES } from "./read";

/** What an entry has of a pot, in basis points, and the score that gives it that. */
interface Part {
  score: number;
  bps: number;
}

/** An entry of a backtest: what it got, and what it would have got. */
export interface BacktestRow {
  index: number;
  beneficiary: string;
  before: Part;
  after: Part;
}

const sizeOf = ({ before, after }: Backtest["entries"][number]): bigint => {
  const by = BigInt(after.share) - BigInt(before.share);
  return by < 0n ? -by : by;
};

/** The rows of a backtest, those whose share changes most first. */
export function backtestRows({ entries, pot }: Backtest): BacktestRow[] {
  const partOf = ({ score, share }: { score: number; share: string }): Part => ({
    ...{ score, bps: Number((BigInt(share) * 10_000n) / BigInt(pot)) },
  });
  return entries
    .map((entry, index) => ({ entry, index, size: sizeOf(entry) }))
    .sort((a, b) => (a.size === b.size ? a.index - b.index : a.size < b.size ? 1 : -1))
    .map(({ entry: { beneficiary, before, after }, index }) => ({
      ...{ index, beneficiary, before: partOf(before), after: partOf(after) },
    }));
}

/** What a test found against its recipe, in its author's words; nothing if it passed. @throws PolityError if the text is not JSON. */
export function testFindings(source: string): string[] {
  const hint = "prompt test makes it";
  let read: { findings?: unknown; passes?: unknown } | null;
  try {
    read = JSON.parse(source) as typeof read;
  } catch (cause) {
    throw new PolityError("the test is no JSON", { hint, cause });
  }
  const findings = Array.isArray(read?.findings)
    ? read.findings.filter((each): each is string => typeof each === "string")
    : [];
  return findings.length === 0 && read?.passes !== true ? ["it does not say that it passed"] : findings;
}

/** Most entries of a backtest that are compared with the chain, which is asked twice for each. */
export const COMPARED = 200;

/**
 * What a backtest says of the past round, and the chain says otherwise: a sentence each, of entries the first. What it says
 * of the other recipe the chain does not know.
 * @param most How many entries are compared: those whose share changes most.
 */
export async function backtestProblems(
  rounds: Rounds,
  backtest: Backtest,
  most = COMPARED,
): Promise<string[]> {
  const id = BigInt(backtest.round);
  const round = await rounds.roundOf(id);
  if (STATUS_NAMES[Number(round.status)] !== "tallied")
    return [`the backtest is of round ${id}, which nobody has tallied`];
  const said = [
    ["recipe", backtest.before, round.recipe],
    ["pot", backtest.pot, `${round.pot}`],
    ["cap", `${backtest.capBps}`, `${round.capBps}`],
    ["number of entries", `${backtest.entries.length}`, `${round.count}`],
  ] as const;
  const wrong = said.flatMap(([what, there, here]) =>
    there === here
      ? []
      : [`the backtest says that the ${what} of round ${id} was ${there}, and it was ${here}`],
  );
  if (wrong.length > 0) return wrong;
  const rows = backtestRows(backtest).slice(0, most);
  const entries = await Promise.all(
    rows.map(async ({ index, beneficiary, before }) => {
      const [account, score] = await Promise.all([
        rounds.beneficiaryOf(id, index),
        rounds.scoreOf(id, index),
      ]);
      if (account.toLowerCase() !== beneficiary.toLowerCase())
        return `the backtest says that entry ${index} of round ${id} was for ${beneficiary}, and it was for ${account}`;
      if (Number(score) === before.score) return undefined;
      return `the backtest says that entry ${index} of round ${id} had a score of ${before.score}, and it had ${score}`;
    }),
  );
  return entries.filter((each) => each !== undefined).slice(0, 1);
}
