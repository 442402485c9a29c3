import { Wallet } from "ethers";
import { describe, expect, it } from "vitest";

import { parseSafeFile, formatSafeFile, type SafeFile } from "@polity/sdk/safe/file";
import { buildSafeTransaction, safeDomain, SAFE_TX } from "@polity/sdk/safe/transaction";
import { BEN, memoryOf, TO } from "../../../../test/fakes";
import { MOST, Shelf, together } from "./shelf";

const network = { addresses: { Council: TO } } as never;
const deployment = { name: "Test", chainId: 31_337 };
const id = { chainId: 31_337, address: TO };
const [ada, eva] = [new Wallet(`0x${"11".repeat(32)}`), new Wallet(`0x${"22".repeat(32)}`)];

const fileOf = (nonce = 0, safe = id): SafeFile => ({
  ...{ safe, signatures: [] },
  transaction: buildSafeTransaction({ to: BEN, value: 1n }, nonce),
});
async function signed(by: Wallet, file = fileOf()): Promise<SafeFile> {
  const signature = await by.signTypedData(safeDomain(file.safe), SAFE_TX, file.transaction);
  return { ...file, signatures: [{ signer: by.address, signature }] };
}

describe("The shelf of the council's desk", () => {
  it("keeps transactions between visits, and adds the signatures of each", async () => {
    const memory = memoryOf();
    const shelf = new Shelf(memory, network, deployment);
    let heard = 0;
    shelf.subscribe(() => (heard += 1));
    shelf.put(fileOf(3));
    shelf.put(await signed(ada));
    shelf.put(await signed(eva));
    expect(heard).toBe(3);
    const again = new Shelf(memory, network, deployment).get();
    expect(again.map(({ transaction, signatures }) => [transaction.nonce, signatures.length])).toEqual([
      [0, 2],
      [3, 0],
    ]);
    shelf.remove(again[0]!);
    shelf.remove(again[1]!);
    expect(memory.texts).toEqual({ [`desk.31337.${TO}`]: undefined });
  });

  it("takes nothing of another Safe or chain, and no more than it may keep", () => {
    const shelf = new Shelf(memoryOf(), network, deployment);
    expect(() => shelf.put(fileOf(0, { ...id, address: BEN }), "the link")).toThrow(
      `the link is for the Safe ${BEN} on chain 31337`,
    );
    expect(() => shelf.put(fileOf(0, { ...id, chainId: 1 }))).toThrow(/on chain 1$/);
    for (let nonce = 0; nonce < MOST; nonce++) shelf.put(fileOf(nonce));
    expect(() => shelf.put(fileOf(MOST))).toThrow(/which is the most/);
    shelf.put(fileOf(0));
    expect(shelf.get()).toHaveLength(MOST);
  });

  it("leaves out what the storage has changed, and shows the rest", async () => {
    const [good, bad] = [await signed(ada), fileOf(2)].map(formatSafeFile);
    const forged = bad!.replace('"nonce": 2', '"nonce": 3');
    const key = `desk.31337.${TO}`;
    const shelfOf = (text: string) => new Shelf(memoryOf({ [key]: text }), network, deployment).get();
    expect(shelfOf(JSON.stringify([forged, good, 7]))).toEqual([parseSafeFile(good!)]);
    for (const nonsense of ["{", '"text"', "{}"]) expect(shelfOf(nonsense)).toEqual([]);
  });

  it("shows each transaction once, with the signatures of every list", async () => {
    const all = together([fileOf(1), await signed(ada)], [await signed(eva)], []);
    expect(all.map(({ transaction, signatures }) => [transaction.nonce, signatures.length])).toEqual([
      [0, 2],
      [1, 0],
    ]);
  });
});
