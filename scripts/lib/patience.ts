import { EOL } from "node:os";

import type { RetryOptions } from "@polity/sdk/provider";

/** Attempts of a request: a minute in all. A provider that is ill for longer is worth a look by a person. */
const ATTEMPTS = 8;
/** The same for a process that stays and goes on by itself: three seconds in all, too short for a line. */
const BRIEF = 4;
/** Pauses shorter than this, in milliseconds, are not worth a line. */
const WORTH_SAYING = 1_500;

let ending = new AbortController();
let brief = false;

/** From now on a request is given up sooner: whoever asks waits by himself, and says that he does. */
export const briefPatience = () => void (brief = true);

/** Ends all waiting for a provider: what fails from now on fails at once. For a process that is to end. */
export const endPatience = () => ending.abort();

/** As it was in the beginning: for a process that does something else after a command that stayed. */
export function regainPatience(): void {
  ending = new AbortController();
  brief = false;
}

/**
 * The one patience of all commands with a network. One that does not answer at all from the beginning is not waited for: its
 * address is wrong, or nothing runs there.
 */
export async function patienceWith(
  network: string,
  options: RetryOptions = {},
): Promise<{ retry: RetryOptions; onAnswer: () => void }> {
  const { isPassing } = await import("@polity/sdk/provider");
  let answered = false;
  return {
    onAnswer: () => void (answered = true),
    retry: {
      get signal() {
        return ending.signal;
      },
      get attempts() {
        return brief ? BRIEF : ATTEMPTS;
      },
      retries: (failure) => isPassing(failure) && (answered || failure.kind !== "unreachable"),
      onPause: ({ failure, milliseconds }) => {
        if (milliseconds < WORTH_SAYING || brief) return;
        const seconds = Math.round(milliseconds / 1000);
        process.stderr.write(
          `${network} fails for now (${failure.words}); the next attempt is in ${seconds} s${EOL}`,
        );
      },
      ...options,
    },
  };
}
