import type { Progress } from "../../deploy/engine";

/** What happens on the way, in a line. */
export function tell(progress: Progress): string {
  if (progress.what === "waiting")
    return `waiting for transaction ${progress.nonces.join(", ")} of the deployer, which was sent elsewhere or before`;
  if (progress.what === "retry") return `trying again (${progress.attempt}): ${progress.reason}`;
  const { what, step, done, total, hash, address } = progress;
  return `[${String(done).padStart(2)}/${total}] ${what} ${step} ${address ?? hash ?? ""}`.trimEnd();
}
