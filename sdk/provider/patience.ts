import { failureOf, isPassing, type ProviderFailure } from "./failure";

/** How long to go on with what fails for now. */
export interface RetryOptions {
  /** Attempts in all, at least 1; default 6. */
  attempts?: number;
  /** Milliseconds before the second attempt; default 500. Each later pause is twice as long. */
  first?: number;
  /** The longest pause, in milliseconds; default 30,000. A provider that asks for more is not asked again. */
  longest?: number;
  /** Which failures are worth another attempt; default {@link isPassing}. */
  retries?: (failure: ProviderFailure) => boolean;
  /** Called before each pause. */
  onPause?: (pause: Pause) => void;
  /** Ends the waiting: the failure is thrown at once. */
  signal?: AbortSignal;
  /** Waits; default by the clock. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** A pause before the same is tried again. */
export interface Pause {
  failure: ProviderFailure;
  /** Attempts that have failed. */
  attempt: number;
  milliseconds: number;
}

const [ATTEMPTS, FIRST, LONGEST] = [6, 500, 30_000];

/**
 * Does again what failed for now, after pauses that grow; a provider that says how long to wait is obeyed. What is refused
 * is not tried again.
 * @param act To be repeated: it must do no harm to do it twice.
 * @throws What `act` threw last.
 */
export async function patiently<T>(act: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = ATTEMPTS, retries = isPassing, onPause, signal, sleep = pause } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      const failure = failureOf(error);
      if (attempt >= attempts || signal?.aborted || !retries(failure)) throw error;
      const milliseconds = pauseAfter(attempt, failure, options);
      if (milliseconds === undefined) throw error;
      onPause?.({ failure, attempt, milliseconds });
      await sleep(milliseconds, signal);
      if (signal?.aborted) throw error;
    }
  }
}

/**
 * How long to wait before the next attempt, in milliseconds; undefined when the provider asks for more than there is
 * patience for. A quarter at most is chance, so that requests that failed together do not come back together.
 * @param attempt Attempts that have failed, from 1.
 */
export function pauseAfter(
  attempt: number,
  { retryAfter }: Pick<ProviderFailure, "retryAfter">,
  { first = FIRST, longest = LONGEST }: Pick<RetryOptions, "first" | "longest"> = {},
): number | undefined {
  const grown = Math.min(longest, first * 2 ** (attempt - 1));
  if (retryAfter === undefined) return Math.round(grown * (1 - Math.random() / 4));
  const asked = retryAfter * 1000;
  return asked > longest ? undefined : Math.max(asked, Math.round(grown / 2));
}

/** Waits, but not beyond the end of the signal. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted) done();
    else signal?.addEventListener("abort", done);
  });
}
