import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { floorOf, floorOfView, sumOf } from "../../bench/floor";
import { suite, used, type Row } from "../../bench/suite";
import { compared, missed, reasonsOf, tableOf } from "../../bench/table";

async function deployFixture() {
  const [ada, ben] = await ethers.getSigners();
  const target = await ethers.deployContract("MockTarget");
  const probe = await ethers.deployContract("GasProbe");
  const token = await ethers.deployContract("PlainToken", [1_000n]);
  return { ada: ada!, ben: ben!, target, probe, token };
}

const dataGas = (data: string): number =>
  ethers.getBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);

describe("The floor of an action", () => {
  it("is the transaction, its data and a fresh slot for a setter, without what it computes", async () => {
    const { target } = await loadFixture(deployFixture);
    const sent = await target.set(7n);
    const { gasUsed } = (await sent.wait())!;
    const parts = await floorOf(sent.hash);
    expect(sumOf(parts)).to.equal(21_000 + dataGas(sent.data) + 22_100);
    expect(gasUsed).to.be.greaterThan(sumOf(parts));
    expect(parts.find(({ what }) => what === "write")).to.deep.include({ times: 1, gas: 22_100 });
  });

  it("counts a slot that is read and then written once as cold, and an event by its topics and bytes", async () => {
    const { token, ben } = await loadFixture(deployFixture);
    const sent = await token.transfer(ben, 1n);
    const log = 375 * 4 + 8 * 32;
    // The sender's balance is read cold and changed, the receiver's fresh.
    expect(sumOf(await floorOf(sent.hash))).to.equal(
      21_000 + dataGas(sent.data) + 2_100 + 2_900 + 2_100 + 20_000 + log,
    );
  });

  it("takes off what is paid back for a slot that is emptied", async () => {
    const { target } = await loadFixture(deployFixture);
    await target.set(7n);
    const sent = await target.set(0n);
    const refund = (await floorOf(sent.hash)).find(({ what }) => what === "refund");
    expect(refund).to.deep.include({ gas: -4_800 });
  });

  it("of a view is what is read in it, without the probe that calls it", async () => {
    const { token, probe, ada } = await loadFixture(deployFixture);
    const data = token.interface.encodeFunctionData("balanceOf", [ada.address]);
    const call = probe.interface.encodeFunctionData("measure", [token.target, data]);
    const parts = await floorOfView(probe.target as string, token.target as string, call);
    expect(sumOf(parts)).to.equal(2_100);
  });

  it("is refused for an action that says another figure than what it measured", async () => {
    const wrong = suite("wrong", [], deployFixture, [
      {
        name: "set",
        measure: async ({ target }) => {
          await used(target.set(7n));
          return used(target.set(8n));
        },
      },
    ]);
    const failure = await wrong.run().then(() => "nothing", String);
    expect(failure).to.match(/wrong\.set says that it costs \d+ gas, but \d+ were measured/);
  });
});

describe("The bench's table", () => {
  const row = (changes: Partial<Row> = {}): Row => ({
    ...{ suite: "vote", action: "cast", gas: 60_000, floor: 50_000, parts: [], peers: {} },
    ...changes,
  });
  const figures = { vote: { cast: 60_000 }, stock: { "cast.first": 80_000 } };

  it("puts a row beside its floor, OpenZeppelin's figure and a goal, the snapshot and 2 % where it has none", () => {
    const held = compared(
      row({ stock: "stock.cast.first", peers: { Solady: "stock.cast.first", Bravo: 9 } }),
      figures,
    );
    expect(held).to.deep.include({ goal: 61_200, held: true, timesFloor: 1.2, timesStock: 0.75 });
    expect(held.peers).to.deep.equal({ Solady: 80_000, Bravo: 9 });
    expect(compared(row({ goal: 1 }), figures)).to.deep.include({ goal: 1, held: false });
  });

  it("refuses a yardstick that was never measured", () => {
    expect(() => compared(row({ stock: "stock.burn" }), figures)).to.throw(
      'There is no figure of "stock.burn"',
    );
  });

  it("says ok, FORCED with its record, MISS or held", () => {
    const forced = { limit: 61_000, record: "docs/decisions/0206.md" };
    const rows = [
      row({ action: "a", goal: 60_000 }),
      row({ action: "b", goal: 59_999, forced }),
      row({ action: "c", goal: 59_999 }),
      row({ action: "cast" }),
    ];
    const table = tableOf(rows, figures);
    for (const words of [/a .* ok /, /b .*FORCED/, /at most 61,000: see docs/, /c .* MISS/, /cast .* held/])
      expect(table).to.match(words);
    expect(rows.map(missed)).to.deep.equal([false, false, true, false]);
  });

  it("shows why an action costs what it costs, the dearest first, and what is left for computing", () => {
    const reasons = reasonsOf([
      row({
        parts: [
          { what: "read", at: "token", times: 2, gas: 4_200 },
          { what: "write", at: "governor", times: 1, gas: 22_100 },
        ],
      }),
    ]).split("\n");
    expect(reasons.map((line) => line.split(/ {2,}/))).to.deep.equal([
      ["action", "where", "what", "gas"],
      ["cast", "governor", "write", "1 ×", "22,100"],
      ["cast", "token", "read", "2 ×", "4,200"],
      ["cast", "computing", "33,700"],
    ]);
  });
});
