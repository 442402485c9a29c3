import type { Support } from "@polity/sdk/governor/ballot";

/** What is written down of each kind of deed. Accounts and tokens by their address, amounts in base units. */
interface Pages {
  proposed: { id: bigint; type: string; by: string };
  /** In basis points of the voter's votes. */
  voted: { id: bigint; by: string; parts: Partial<Record<Support, number>> };
  queued: { id: bigint };
  executed: { id: bigint };
  canceled: { id: bigint };
  /** Parameters that are in force from then on. */
  set: { key: string; value: string };
  /** What came into the treasury, under which category. */
  earned: { token: string; amount: bigint; category: string };
  /** What a vote or a budget paid out. */
  spent: { token: string; amount: bigint; category: string; budget?: bigint };
  returned: { budget: bigint; amount: bigint };
  locked: { by: string; amount: bigint };
  withdrawn: { by: string };
  /** A milestone or a prize, by what it is for. */
  promised: { what: string; program: string; amounts: readonly bigint[] };
  paid: { what: string; job: number };
  refused: { what: string; job: number };
  reported: { what: string; value: bigint };
  listed: { by: string };
  /** A payment that a service claimed: `service` is who lists it. */
  sold: { service: string; amount: bigint };
  rated: { service: string; stars: bigint };
  opened: { round: bigint; program: string };
  entered: { round: bigint; by: string };
  computed: { round: bigint; by: string };
  /** A vote in a ballot that decides nothing by itself. */
  polled: { ballot: bigint; by: string };
  stood: { ballot: bigint; by: string };
  disputed: { case: bigint };
  /** What a juror said in the open. */
  judged: { case: bigint; by: string; choice: bigint };
  bought: { by: string; amount: bigint };
  claimed: { account: string; amount: bigint };
  recognised: { kind: string; who: string };
  awarded: { who: string; points: bigint };
  advanced: { by: string };
}

export type Page = keyof Pages;

/**
 * What the people of a story have done, as they would write it down themselves, each line once the deed is done: a model of
 * the network's history that knows no event and no contract.
 */
export class Diary {
  readonly #pages = new Map<Page, unknown[]>();

  write<P extends Page>(page: P, line: Pages[P]): void {
    const lines = this.#pages.get(page);
    if (lines) lines.push(line);
    else this.#pages.set(page, [line]);
  }

  read<P extends Page>(page: P): readonly Pages[P][] {
    return (this.#pages.get(page) ?? []) as Pages[P][];
  }
}
