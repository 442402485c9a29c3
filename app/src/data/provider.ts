import { PatientProvider, postOver } from "@polity/sdk/provider/patient-provider";
import type { HttpAnswer } from "@polity/sdk/provider/endpoint";
import type { RetryOptions } from "@polity/sdk/provider/patience";
import type { Connection } from "./connection";

/** Seconds to wait before each new attempt to reach an endpoint; the last one again and again. */
const WAITS = [1, 2, 4, 8, 15];

/**
 * Patience that the page shows and its user can shorten. The first pauses are no news: what passes by itself within a
 * second need not be said.
 */
export const shownPatience = (connection: Connection): RetryOptions => ({
  ...{ first: 1_000, longest: 60_000 },
  onPause({ failure: { kind, words }, milliseconds, attempt }) {
    if (attempt > 1 && kind !== "behind") connection.lost(milliseconds / 1_000, words);
  },
  sleep: (milliseconds, signal) => connection.pause(milliseconds / 1_000, signal),
});

/** For what is read through a {@link SteadyProvider}, which has waited for all else already. */
export const ABOVE_PATIENCE: RetryOptions = { retries: ({ kind }) => kind === "behind" };

/**
 * Reads a chain over an endpoint that may come and go, or be ill: `connection` tells it. While nothing answers, requests
 * wait and are sent again; what is limited or fails for now is asked for again, with growing pauses, for half a minute.
 */
export class SteadyProvider extends PatientProvider {
  constructor(url: string, chainId: number, connection: Connection) {
    super(url, chainId, {
      retry: shownPatience(connection),
      post: (to, body, signal) => reach(connection, signal, () => postOver(to, body, signal)),
    });
  }
}

async function reach(
  connection: Connection,
  signal: AbortSignal,
  post: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await post();
      if (answer.status === 200) connection.found();
      return answer;
    } catch (error) {
      if (signal.aborted) throw error;
      const wait = WAITS[Math.min(attempt, WAITS.length - 1)]!;
      connection.lost(wait);
      await connection.pause(wait, signal);
      signal.throwIfAborted();
    }
  }
}
