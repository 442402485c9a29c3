import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import type { Snapshot } from "../../bench/compare";
import { floorsOf, moved, type Floors } from "../../bench/floors";
import type { Row } from "../../bench/suite";

const ROOT = join(__dirname, "../..");
const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

const row = (changes: Partial<Row> = {}): Row => ({
  ...{ suite: "court", action: "seat", gas: 76_000, floor: 68_000, peers: {} },
  parts: [
    { what: "write", at: "court", times: 2, gas: 43_000 },
    { what: "transaction", times: 1, gas: 25_000 },
  ],
  ...changes,
});
const forced = { limit: 78_000, record: "docs/decisions/0442.md" };

describe("What every row of the bench is held to", () => {
  const snapshot = read("bench/snapshot.json") as Snapshot;
  const floors = read("bench/floors.json") as Floors;
  const rows = Object.entries(snapshot).flatMap(([suite, actions]) =>
    Object.entries(actions).map(([action, gas]) => ({
      ...{ name: `${suite}.${action}`, action, gas },
      held: floors[suite]?.[action],
    })),
  );
  const forcedRows = rows.flatMap(({ held, ...rest }) =>
    held?.forced ? [{ ...rest, ...held, forced: held.forced }] : [],
  );

  it("names a floor for each, which is not above what it costs", () => {
    expect(rows).to.have.length.greaterThan(250);
    const without = rows.filter(({ gas, held }) => !held || held.floor > gas || held.floor < 0);
    expect(without.map(({ name }) => name)).to.deep.equal([]);
    const unknown = Object.entries(floors).flatMap(([suite, actions]) =>
      Object.keys(actions).filter((action) => snapshot[suite]?.[action] === undefined),
    );
    expect(unknown, "no floor of a row that is no more").to.deep.equal([]);
  });

  it("meets each goal, unless it is forced", () => {
    const dear = rows.filter(({ gas, held }) => held?.goal !== undefined && !held.forced && gas > held.goal);
    expect(dear.map(({ name }) => name)).to.deep.equal([]);
  });

  it("calls nothing forced that meets its goal, or that may grow by more than 8 %", () => {
    expect(forcedRows).to.have.length.greaterThan(5);
    for (const { name, gas, goal, forced: by } of forcedRows) {
      expect(gas, `${name} is forced, and meets its goal: take the mark away`).to.be.greaterThan(goal!);
      expect(by.limit, name).to.be.within(gas, Math.ceil(gas * 1.08));
    }
  });

  it("lists for each that is forced the slots and the computing that make up what it costs", () => {
    for (const { name, gas, floor, forced: by } of forcedRows) {
      const [computing, ...parts] = [...by.why].reverse();
      const sum = parts.reduce((total, line) => total + Number(line.split(": ").at(-1)), 0);
      const of = /^computing: (\d+)(?: each of (\d+))?$/.exec(computing!);
      expect(Math.ceil(sum / Number(of?.[2] ?? 1)), name).to.equal(floor);
      expect(floor + Number(of?.[1]), name).to.equal(gas);
    }
  });

  it("has a record of each that is forced, which names its goal", () => {
    for (const { name, goal, forced: by } of forcedRows) {
      expect(existsSync(join(ROOT, by.record)), by.record).to.equal(true);
      const text = readFileSync(join(ROOT, by.record), "utf8");
      const written = [
        goal!.toLocaleString("en-US"),
        `${goal! / 1_000_000} million`,
        `${goal! / 1_000_000} for`,
      ];
      expect(
        written.some((goalInWords) => text.includes(goalInWords)),
        `${by.record} on ${name}`,
      ).to.equal(true);
    }
  });
});

describe("The bench's floors", () => {
  it("are kept for suites that were not measured, and dropped for rows that are no more", () => {
    const recorded = { court: { seat: { floor: 1 }, old: { floor: 2 } }, token: { burn: { floor: 3 } } };
    const snapshot = { court: { seat: 76_000 }, token: { burn: 9 } };
    expect(floorsOf(recorded, [row({ goal: 72_000 })], snapshot)).to.deep.equal({
      court: { seat: { floor: 68_000, goal: 72_000 } },
      token: { burn: { floor: 3 } },
    });
  });

  it("say of what is forced what it is made of, the dearest first", () => {
    const held = floorsOf({}, [row({ goal: 72_000, forced })], { court: { seat: 76_000 } }).court!.seat!;
    expect(held.forced!.why).to.deep.equal([
      "2 × write at court: 43000",
      "1 × transaction: 25000",
      "computing: 8000",
    ]);
    const share = row({ goal: 1, forced, gas: 38_000, floor: 34_000 });
    expect(floorsOf({}, [share], { court: { seat: 1 } }).court!.seat!.forced!.why.at(-1)).to.equal(
      "computing: 4000 each of 2",
    );
  });

  it("are another when a floor moves by more than 2 %, or a goal, a limit or a record does", () => {
    const recorded = floorsOf({}, [row({ goal: 72_000, forced })], { court: { seat: 76_000 } });
    const same = row({ goal: 72_000, forced, floor: 69_000 });
    expect(moved(recorded, [same])).to.deep.equal([]);
    for (const changed of [
      { floor: 70_000 },
      { floor: 66_000 },
      { goal: 73_000 },
      { forced: { ...forced, limit: 79_000 } },
      { action: "sit" },
    ]) {
      expect(moved(recorded, [{ ...same, ...changed }])).to.have.length(1);
    }
    expect(moved(recorded, [row({ goal: 72_000 })]), "forced no more").to.have.length(1);
  });
});
