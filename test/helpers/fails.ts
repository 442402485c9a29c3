import { expect } from "chai";

/** Expects a promise to be rejected with a message that matches. */
export async function fails(promise: Promise<unknown>, message: RegExp): Promise<void> {
  const outcome = await promise.then(
    () => "it succeeded",
    (error: unknown) => (error as Error).message,
  );
  expect(outcome).to.match(message);
}
