import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Connection } from "./connection";
import { SteadyProvider } from "./provider";

type Answer = "away" | number | { result: string };

let connection: Connection;
let provider: SteadyProvider;
let answers: Answer[];
const asked = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  connection = new Connection();
  provider = new SteadyProvider("https://rpc.example", 1, connection);
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    asked(body);
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer === "away") return Promise.reject(new TypeError("Failed to fetch"));
    if (typeof answer === "number") return Promise.resolve(new Response("", { status: answer }));
    const { id } = JSON.parse(body) as { id: number };
    return Promise.resolve(Response.json({ id, jsonrpc: "2.0", ...answer }));
  });
});

afterEach(() => {
  provider.destroy();
  asked.mockReset();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ask = () => provider._send({ id: 1, jsonrpc: "2.0", method: "eth_blockNumber", params: [] });

describe("A provider whose endpoint comes and goes", () => {
  it("waits and asks again, and tells it meanwhile", async () => {
    answers = ["away", "away", { result: "0x7" }];
    const states: string[] = [];
    connection.subscribe(() => states.push(connection.get().status));
    const answer = ask();
    await vi.advanceTimersByTimeAsync(500);
    expect(connection.get().status).toBe("lost");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await answer).toMatchObject([{ result: "0x7" }]);
    expect(asked).toHaveBeenCalledTimes(3);
    expect(states.at(-1)).toBe("ok");
  });

  it("asks at once when its user says so", async () => {
    answers = ["away", { result: "0x7" }];
    const answer = ask();
    await vi.advanceTimersByTimeAsync(10);
    connection.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(await answer).toMatchObject([{ result: "0x7" }]);
  });

  it("throws what is refused, at once or when the endpoint does not get over it", async () => {
    answers = [413];
    await expect(ask()).rejects.toThrow("answered 413");
    expect(asked).toHaveBeenCalledTimes(1);
    answers = [503];
    const refused = expect(ask()).rejects.toThrow("answered 503");
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    expect(connection.get().status).toBe("ok");
  });

  it("asks anew what it has just asked", async () => {
    answers = [{ result: "0x7" }, { result: "0x8" }];
    const first = provider.getBlockNumber();
    await vi.advanceTimersByTimeAsync(20);
    expect(await first).toBe(7);
    const second = provider.getBlockNumber();
    await vi.advanceTimersByTimeAsync(20);
    expect(await second).toBe(8);
  });

  it("ends its waiting with itself", async () => {
    answers = ["away"];
    const ended = expect(ask()).rejects.toThrow("provider destroyed");
    await vi.advanceTimersByTimeAsync(10);
    provider.destroy();
    await ended;
  });
});
