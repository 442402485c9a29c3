// @vitest-environment happy-dom
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { useRelay } from "./relay";

const site: { relay?: string } = {};
vi.mock("../data/network", () => ({ useSite: () => site }));

const HASH = `0x${"1".repeat(64)}`;
const asked: { url: string; body: unknown; credentials: unknown }[] = [];
let answer: [number, object] = [200, { transaction: HASH }];

beforeEach(() => {
  asked.length = 0;
  site.relay = "https://relay.example/";
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (url: string, { body, credentials }: RequestInit) => {
    asked.push({ url, body, credentials });
    return Promise.resolve(Response.json(answer[1], { status: answer[0] }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const send = async (counts: () => Promise<boolean>) => {
  const relay = renderHook(() => useRelay()).result.current;
  const sent = relay!.send({ text: "[1]", counts, done: "It counts." });
  await vi.advanceTimersByTimeAsync(100_000);
  return sent;
};

it("is there only where somebody names one", () => {
  delete site.relay;
  expect(renderHook(() => useRelay()).result.current).toBe(undefined);
});

it("is handed exactly what was signed, without the visitor's cookies, and is believed once the chain shows it", async () => {
  answer = [200, { transaction: HASH }];
  let looks = 0;
  expect(await send(() => Promise.resolve(++looks === 3))).toEqual({ said: "It counts.", file: false });
  expect(asked).toEqual([{ url: "https://relay.example/", body: "[1]", credentials: "omit" }]);
});

it("is not believed when the chain shows nothing: the file is still there", async () => {
  answer = [200, { transaction: HASH }];
  const { said, file } = await send(() => Promise.resolve(false));
  expect([said.includes("the chain does not show yet"), file]).toEqual([true, true]);
});

it("leaves the file when it refuses, with its reason, in which nothing is hidden", async () => {
  answer = [422, { error: { message: "its deadline\u202e has passed" } }];
  const { said, file } = await send(() => Promise.resolve(false));
  expect(said).toBe(
    "It is signed, but not sent: the relay does not send it: its deadline\ufffd has passed. Nothing is lost: hand the file to whoever sends it.",
  );
  expect(file).toBe(true);
});
