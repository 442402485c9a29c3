// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { canonicalJson } from "@polity/sdk/core/content";
import { sharesOf } from "@polity/sdk/rounds/scale";
import { ADA, BEN, TO } from "../../../test/fakes";
import { Evidence } from "./Evidence";

const site = vi.hoisted(() => ({ network: {} as object }));
vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: { contracts: {} } }),
}));
afterEach(cleanup);

const RECIPE = `0x${"11".repeat(32)}`;
const BEFORE = `0x${"22".repeat(32)}`;
const POT = 1_000n;
const PEOPLE = [ADA, BEN, TO];
const [THEN, NOW] = [
  [12, 20, 4],
  [12, 2, 4],
];

function backtest(part: object = {}): string {
  const [then, now] = [THEN, NOW].map((scores) => sharesOf(scores, POT, 9_000));
  return canonicalJson({
    ...{ format: "polity-prompt-backtest-v1", recipe: RECIPE, before: BEFORE, round: "3", pot: `${POT}` },
    ...{ capBps: 9_000, bundle: RECIPE },
    entries: PEOPLE.map((beneficiary, i) => ({
      beneficiary,
      before: { score: THEN[i]!, share: `${then![i]!}` },
      after: { score: NOW[i]!, share: `${now![i]!}` },
    })),
    ...part,
  });
}

/** A chain on which round 3 was as the backtest says, but for `part`. */
const chain = (part: object = {}, scores: readonly number[] = THEN, people = PEOPLE) => ({
  rounds: {
    roundOf: () =>
      Promise.resolve({ status: 4n, recipe: BEFORE, pot: POT, capBps: 9_000n, count: 3n, ...part }),
    scoreOf: (_: bigint, index: number) => Promise.resolve(BigInt(scores[index]!)),
    beneficiaryOf: (_: bigint, index: number) => Promise.resolve(people[index]!),
  },
});

const show = (said: Readonly<Record<string, string>>, network: object = chain()) => {
  site.network = network;
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Evidence said={said} />
    </QueryClientProvider>,
  );
};

describe("What speaks for a recipe, beside its proposal", () => {
  it("D3, D7: is who would have got what, beside what each got, those first whose share changes most", async () => {
    show({ backtest: backtest() });
    const rows = within(
      screen.getByRole("table", { name: "What round 3 would have paid, beside what it did" }),
    ).getAllByRole("row");
    const cells = rows.slice(1).map((row) =>
      within(row)
        .getAllByRole("cell")
        .map((cell) => cell.textContent),
    );
    expect(cells.map(([index, , ...figures]) => [index, ...figures])).toEqual([
      ["1", "20", "80.80 %", "2", "9.90 %"],
      ["0", "12", "15.90 %", "12", "75.20 %"],
      ["2", "4", "3.10 %", "4", "14.80 %"],
    ]);
    expect(screen.getByText(/^Of the pot of round 3 it would have given 70\.95 % to others\./)).toBeTruthy();
    expect(await screen.findByText(/^What it says of the past is what the chain says\./)).toBeTruthy();
  });

  it.each([
    [chain({ recipe: RECIPE }), /says that the recipe of round 3 was 0x22/],
    [chain({ pot: 7n }), /says that the pot of round 3 was 1000, and it was 7/],
    [chain({ capBps: 1n }), /says that the cap of round 3 was 9000, and it was 1/],
    [chain({ count: 4n }), /says that the number of entries of round 3 was 3, and it was 4/],
    [chain({ status: 0n }), /is of round 3, which nobody has tallied/],
    [chain({}, [12, 19, 4]), /says that entry 1 of round 3 had a score of 20, and it had 19/],
    [chain({}, THEN, [ADA, ADA, TO]), /says that entry 1 of round 3 was for 0x3C44.*, and it was for 0x7099/],
  ])("does not hold when the chain says something else of the past %#", async (network, sentence) => {
    show({ backtest: backtest() }, network);
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(screen.queryByText(/is what the chain says/)).toBe(null);
  });

  it("is refused with shares that do not follow from its scores, in words", () => {
    show({ backtest: backtest({ pot: "2000" }) });
    expect(screen.getByRole("alert").textContent).toMatch(
      /^Share 0 of the backtest does not follow from its scores/,
    );
    expect(screen.queryByRole("table")).toBe(null);
  });

  it("has what the test found, where nothing can be hidden in a line", () => {
    show({ test: JSON.stringify({ passes: false, findings: ["a\u202eb", 7] }) });
    expect(screen.getByText(/^It found this/)).toBeTruthy();
    expect(screen.getByRole("listitem").textContent).toMatch(/^a[^\u202e]+b$/);
    cleanup();
    show({ test: JSON.stringify({ passes: true, findings: [] }) });
    expect(screen.getByText("It found nothing that speaks against the recipe.")).toBeTruthy();
    cleanup();
    show({ test: "{}" });
    expect(screen.getByRole("listitem").textContent).toBe("it does not say that it passed");
    cleanup();
    show({ test: "{" });
    expect(screen.getByRole("alert").textContent).toMatch(/^The test is no JSON/);
  });
});
