import { describe, expect, it } from "vitest";

import { ADA, BEN, FakeChain, sentOf, TO } from "../../test/fakes";
import { look } from "./track";

describe("What becomes of a transaction", () => {
  it("is seen as waiting, with its nonce, then as mined or reverted", async () => {
    const chain = new FakeChain();
    chain.pool = [{ hash: "0xaa", nonce: 4 }];
    chain.nonce = 4;
    expect(await look(chain.asChain, sentOf())).toEqual({ is: "waiting", nonce: 4 });
    chain.mined = [{ hash: "0xaa", from: ADA, nonce: 4, to: TO, data: "0x1234", block: 12 }];
    expect(await look(chain.asChain, sentOf())).toEqual({ is: "mined", hash: "0xaa", block: 12 });
    chain.mined[0]!.status = 0;
    expect(await look(chain.asChain, sentOf())).toMatchObject({ is: "reverted", hash: "0xaa" });
  });

  it("is unknown while no node shows it and its nonce is free", async () => {
    const chain = new FakeChain();
    expect(await look(chain.asChain, sentOf())).toEqual({ is: "unknown" });
    chain.nonce = 4;
    expect(await look(chain.asChain, sentOf({ nonce: 4 }))).toEqual({ is: "unknown" });
  });

  it("is that of the same call with more gas, which the wallet sent in its place", async () => {
    const chain = new FakeChain();
    Object.assign(chain, { nonce: 5, block: 13 });
    chain.mined = [{ hash: "0xbb", from: ADA, nonce: 4, to: TO, data: "0x1234", block: 12 }];
    expect(await look(chain.asChain, sentOf({ nonce: 4 }))).toEqual({ is: "mined", hash: "0xbb", block: 12 });
  });

  it("is waited for where a node shows its block and no receipt yet", async () => {
    const chain = new FakeChain();
    Object.assign(chain, { nonce: 5, block: 13 });
    chain.mined = [{ hash: "0xaa", from: ADA, nonce: 4, to: TO, data: "0x1234", block: 12 }];
    const late = Object.assign(chain.asChain, { getTransactionReceipt: () => Promise.resolve(null) });
    expect(await look(late, sentOf({ nonce: 4 }))).toEqual({ is: "waiting", nonce: 4 });
  });

  it("is told as cancelled, or as replaced by something else, of the same account only", async () => {
    const chain = new FakeChain();
    Object.assign(chain, { nonce: 5, block: 13 });
    const other = { hash: "0xbb", from: ADA, nonce: 4, to: ADA, data: "0x", block: 12 };
    chain.mined = [{ ...other, hash: "0xcc", from: BEN }, other];
    const sent = sentOf({ nonce: 4 });
    expect(await look(chain.asChain, sent)).toEqual({ is: "replaced", how: "canceled", hash: "0xbb" });
    chain.mined = [{ ...other, to: TO, data: "0x99" }];
    expect(await look(chain.asChain, sent)).toEqual({ is: "replaced", how: "other", hash: "0xbb" });
    chain.mined = [];
    expect(await look(chain.asChain, sent)).toEqual({ is: "replaced", how: "other" });
  });
});
