import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Connection, type ConnectionState } from "./connection";
import { SteadyProvider } from "./provider";

type Answer = "away" | "late" | "a page" | number | { result: string } | { error: object };

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
    if (answer === "a page") return Promise.resolve(new Response("<h1>Hello</h1>"));
    const requests = [JSON.parse(body) as { id: number } | { id: number }[]].flat();
    const told = answer === "late" ? { result: "0x7" } : answer;
    // Without batches there is one answer, whatever was asked.
    const { id } = requests.length > 1 ? { id: null } : requests[0]!;
    const response = Response.json({ id, jsonrpc: "2.0", ...told });
    return answer === "late"
      ? new Promise((done) => setTimeout(() => done(response), 3_000))
      : Promise.resolve(response);
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
    await expect(ask()).rejects.toThrow("server response 413");
    expect(asked).toHaveBeenCalledTimes(1);
    answers = [503];
    const refused = expect(ask()).rejects.toThrow("server response 503");
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    expect(asked).toHaveBeenCalledTimes(7);
  });

  it.each([
    ["limits requests", 429, "server response 429"],
    ["is out of order", 500, "server response 500"],
    ["shows a page", "a page" as const, "Hello"],
    ["says that it has had enough", { error: { code: -32005, message: "slow down" } }, "slow down"],
  ])("waits while the endpoint %s, and tells its words meanwhile", async (_, answer, words) => {
    answers = [answer, answer, answer, { result: "0x7" }];
    const states: ConnectionState[] = [];
    connection.subscribe(() => states.push(connection.get()));
    const answered = ask();
    // A single failure is no news.
    await vi.advanceTimersByTimeAsync(500);
    expect(states).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await answered).toMatchObject([{ result: "0x7" }]);
    expect(states[0]).toMatchObject({ status: "lost", words: expect.stringContaining(words) as string });
    expect(states.at(-1)).toEqual({ status: "ok" });
  });

  it("does without batches, and with three seconds for each answer", async () => {
    answers = [{ error: { code: -32600, message: "no batches here" } }, "late"];
    const states: ConnectionState[] = [];
    connection.subscribe(() => states.push(connection.get()));
    const read = Promise.all(Array.from({ length: 4 }, () => provider.getBlockNumber()));
    await vi.advanceTimersByTimeAsync(3_100);
    expect(await read).toEqual([7, 7, 7, 7]);
    expect(asked).toHaveBeenCalledTimes(5);
    expect(states).toEqual([]);
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
