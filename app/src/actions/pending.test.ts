import { describe, expect, it, vi } from "vitest";

import { ADA, FakeChain, memoryOf, sentOf, TO } from "../../test/fakes";
import { PendingTransactions } from "./pending";

const mined = { hash: "0xaa", from: ADA, nonce: 4, to: TO, data: "0x1234", block: 12 };

/** Lets what is waiting go on; each look at the chain takes several steps. */
const turns = async (count = 400) => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

/** Transactions whose pauses a test ends. */
function followed(chain: FakeChain, memory = memoryOf()) {
  const pauses: { milliseconds: number; end: () => void }[] = [];
  const pause = (milliseconds: number) =>
    new Promise<void>((end) => {
      pauses.push({ milliseconds, end });
    });
  const onSettled = vi.fn();
  const pending = new PendingTransactions(chain.asChain, 31_337, memory, { pause, onSettled });
  const nextLook = async () => {
    await turns();
    for (const { end } of pauses.splice(0)) end();
    await turns();
  };
  return { pending, memory, pauses, nextLook, onSettled };
}

describe("Transactions on their way", () => {
  it("are followed until a block has them, and tell whoever waits", async () => {
    const chain = new FakeChain();
    chain.pool = [{ hash: "0xaa", nonce: 4 }];
    chain.nonce = 4;
    const { pending, nextLook, onSettled } = followed(chain);
    pending.add(sentOf());
    const outcome = pending.outcomeOf("0xaa");
    await nextLook();
    expect(onSettled).not.toHaveBeenCalled();
    expect(pending.get()[0]).toMatchObject({ waiting: "waiting", nonce: 4 });
    chain.mined = [mined];
    await nextLook();
    expect(await outcome).toEqual({ is: "mined", hash: "0xaa", block: 12 });
    expect(onSettled).toHaveBeenCalledOnce();
  });

  it("are found again when the page is opened anew, and forgotten once they have ended", async () => {
    const chain = new FakeChain();
    chain.pool = [{ hash: "0xaa", nonce: 4 }];
    const memory = memoryOf();
    followed(chain, memory).pending.add(sentOf());
    await turns();

    const again = followed(chain, memory);
    expect(again.pending.get()).toMatchObject([{ hash: "0xaa", title: "Lock" }]);
    again.pending.start();
    chain.mined = [mined];
    await again.nextLook();
    expect(again.pending.get()[0]?.outcome).toMatchObject({ is: "mined" });
    expect(again.onSettled).toHaveBeenCalledOnce();
    expect(JSON.parse(memory.texts.pending!)).toEqual([]);
  });

  it("wait while the chain cannot be reached, longer each time, and are looked for again", async () => {
    const chain = new FakeChain();
    chain.reachable = false;
    const { pending, nextLook, pauses } = followed(chain);
    pending.add(sentOf());
    const heard: string[] = [];
    const outcome = pending.outcomeOf("0xaa", (waiting) => heard.push(waiting));
    await turns();
    const first = pauses[0]!.milliseconds;
    await nextLook();
    expect(pauses[0]!.milliseconds).toBeGreaterThan(first);
    expect(pending.get()[0]?.waiting).toBe("unreachable");
    Object.assign(chain, { reachable: true, mined: [mined] });
    await nextLook();
    expect((await outcome).is).toBe("mined");
    expect(heard).toEqual(["waiting", "unreachable"]);
  });

  it("are said to be unknown only after many looks without a trace", async () => {
    const chain = new FakeChain();
    const { pending, nextLook } = followed(chain);
    pending.add(sentOf());
    for (let i = 0; i < 8; i++) await nextLook();
    expect(pending.get()[0]?.waiting).toBe("waiting");
    await nextLook();
    await nextLook();
    expect(pending.get()[0]?.waiting).toBe("unknown");
    chain.mined = [mined];
    await nextLook();
    expect(pending.get()[0]?.outcome?.is).toBe("mined");
  });

  it("of other chains stay where they are, and what is no transaction is left out", () => {
    const other = sentOf({ chainId: 1, hash: "0xbb" });
    const memory = memoryOf({
      pending: JSON.stringify([other, { hash: 5 }, null, sentOf({ words: [5 as never] })]),
    });
    const { pending } = followed(new FakeChain(), memory);
    expect(pending.get()).toEqual([]);
    pending.add(sentOf());
    expect(JSON.parse(memory.texts.pending!)).toMatchObject([{ hash: "0xbb" }, { hash: "0xaa" }]);
    pending.forget("0xaa");
    expect(JSON.parse(memory.texts.pending!)).toMatchObject([{ hash: "0xbb" }]);
    expect(followed(new FakeChain(), memoryOf({ pending: "{" })).pending.get()).toEqual([]);
  });
});
