import { expect } from "chai";

/** Expects a promise to be rejected with a message that matches, and with such a hint. */
export async function fails(promise: Promise<unknown>, message: RegExp, hint?: RegExp): Promise<void> {
  const outcome = await promise.then(
    () => ({ message: "it succeeded", hint: undefined }),
    (error: unknown) => error as Error & { hint?: string },
  );
  expect(outcome.message).to.match(message);
  if (hint) expect(outcome.hint).to.match(hint);
}
