import { expect } from "chai";
import { ethers } from "hardhat";

import { parseConfig, presets } from "../../config";
import {
  BENCHES,
  captured,
  choose,
  delayCost,
  jurorsOf,
  limitOf,
  longest,
  wrong,
} from "../../tools/court/capture";
import { readText } from "../helpers/files";
import { JURORS, seatOf } from "./fixture";

const DAY = 86_400;
const rounded = (share: number, places: number) => Number((100 * share).toFixed(places));

describe("The figures of the court", () => {
  it("are limits that follow from the presets' units and slices, as the page about the court has them", () => {
    const page = readText("docs/court.md");
    for (const [name, limits] of [
      ["distributed-ai", ["2,000", "4,000", "8,000"]],
      ["aitbc", ["25,000", "50,000", "100,000"]],
    ] as const) {
      const { court } = parseConfig(presets[name]);
      const units = BENCHES.map((seats) => limitOf(seats, court!.unit, court!.sliceBps) / 10n ** 18n);
      expect(units.map((each) => each.toLocaleString("en-US"))).to.deep.equal([...limits]);
      for (const limit of limits) expect(page).to.contain(limit);
    }
  });

  it("show why fewer than ten jurors go to the vote: of five, two corrupt ones have a bench in a fifth of all draws", () => {
    const two = (jurors: number) => captured(jurors * 20, 40, 15);
    expect([5, 10, 20].map((jurors) => rounded(two(jurors), 1))).to.deep.equal([19.5, 0.3, 0]);
    expect(two(20)).to.be.lessThan(0.0005);
    const page = readText("docs/court.md");
    for (const figure of ["19.5 %", "0.3 %"]) expect(page).to.contain(figure);
    for (const preset of [presets["distributed-ai"], presets.aitbc]) {
      const { court } = parseConfig(preset);
      expect(court!.minJurors).to.equal(10);
      expect(JURORS).to.be.at.least(court!.minJurors);
    }
  });

  it("are met by the contract's own way of drawing", () => {
    const jurors = Array.from({ length: 5 }, (_, i) => ethers.toBeHex(i + 1, 20));
    const draws = 100;
    let lost = 0;
    for (let draw = 0; draw < draws; draw++) {
      const seed = ethers.id(`draw ${draw}`);
      const tickets = jurors.flatMap((juror) =>
        Array.from({ length: 20 }, (_, index) => seatOf(seed, juror, BigInt(index))),
      );
      const bench = tickets.sort((a, b) => (a < b ? -1 : 1)).slice(0, 15);
      const corrupt = bench.filter((seat) => (seat & ((1n << 160n) - 1n)) <= 2n).length;
      if (corrupt >= 8) lost++;
    }
    // Within three standard deviations of what is computed.
    const share = captured(100, 40, 15);
    expect(Math.abs(lost / draws - share)).to.be.lessThan(3 * Math.sqrt((share * (1 - share)) / draws));
  });

  it("show that small benches save work, and that only the last one decides", () => {
    expect(jurorsOf([3, 7, 15], 0.1, 0.8)).to.be.within(8.4, 8.5);
    expect(jurorsOf([5, 15], 0.1, 0.8)).to.be.within(10.9, 11);
    // A twentieth of a per cent of honest benches of 15, of which a tenth is corrupt, errs.
    expect(rounded(wrong(15, 0.1, 0.95), 2)).to.equal(0.05);
    expect(rounded(wrong(3, 0.1, 0.95), 1)).to.equal(5.7);
  });

  it("count what waiting costs, to the end of the longest case", () => {
    const { court } = parseConfig(presets["distributed-ai"]);
    const { plain, redrawn } = longest(court!);
    expect([plain / DAY, redrawn / DAY]).to.deep.equal([72, 87]);
    expect(rounded(delayCost(150_000, 78) / 150_000, 1)).to.equal(2.1);
  });

  it("rest on sums that are right", () => {
    expect([choose(5, 2), choose(15, 8), choose(3, 5)]).to.deep.equal([10, 6435, 0]);
    expect(captured(3, 3, 3)).to.equal(1);
    expect(captured(3, 1, 3)).to.equal(0);
  });
});
