import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Paced, refreshAll, refreshSlow } from "./refresh";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("What is done at most once in a while", () => {
  it("is done at once, and what was asked for too early is made up, once, when its time has come", () => {
    const act = vi.fn();
    const paced = new Paced(act, 30_000);
    paced.ask();
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    paced.ask();
    paced.ask();
    expect(act).toHaveBeenCalledTimes(1);
    // No further block comes: nobody asks again.
    vi.advanceTimersByTime(28_999);
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(300_000);
    expect(act).toHaveBeenCalledTimes(2);
    paced.ask();
    expect(act).toHaveBeenCalledTimes(3);
  });

  it("is not done any more once it is stopped", () => {
    const act = vi.fn();
    const paced = new Paced(act, 30_000);
    paced.ask();
    paced.ask();
    paced.stop();
    vi.advanceTimersByTime(60_000);
    expect(act).toHaveBeenCalledTimes(1);
  });
});

describe("Reading anew", () => {
  /** A page that shows something, which takes a second to be read. */
  function shown(key: string) {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
    let head = 0;
    const read = vi.fn(() => {
      const begun = head;
      return new Promise<number>((done) => setTimeout(() => done(begun), 1_000));
    });
    const observer = new QueryObserver<number>(client, { queryKey: [key], queryFn: read });
    observer.subscribe(() => undefined);
    return { client, read, data: () => observer.getCurrentResult().data, mine: () => (head += 1) };
  }

  it.each(["chain", "slow", "history"])("shows in the %s what has just happened", async (key) => {
    const { client, mine, data } = shown(key);
    await vi.advanceTimersByTimeAsync(1_000);
    mine();
    refreshAll(client);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(data()).toBe(1);
  });

  it.each([refreshAll, refreshSlow])(
    "finishes a history that is being read, and reads once more what happened meanwhile",
    async (refresh) => {
      const { client, mine, data, read } = shown("history");
      await vi.advanceTimersByTimeAsync(500);
      mine();
      refresh(client);
      refresh(client);
      await vi.advanceTimersByTimeAsync(500);
      expect(data(), "the first reading is not thrown away").toBe(0);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(data()).toBe(1);
      expect(read).toHaveBeenCalledTimes(2);
    },
  );
});
