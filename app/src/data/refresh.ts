import type { QueryClient } from "@tanstack/react-query";

/** Milliseconds between two readings of what takes many requests, at least. */
export const SLOWLY = 30_000;

/** Does something at most once in a while: what is asked for too early is done when its time has come. */
export class Paced {
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param gap Milliseconds from one time to the next. */
  constructor(
    private readonly act: () => void,
    private readonly gap = SLOWLY,
  ) {}

  readonly ask = (): void => {
    if (this.#timer !== undefined) return;
    const left = this.#last + this.gap - Date.now();
    if (left <= 0) this.#run();
    else this.#timer = setTimeout(() => this.#run(), left);
  };

  /** Nothing that was asked for is done any more. */
  readonly stop = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  };

  #run(): void {
    this.stop();
    this.#last = Date.now();
    this.act();
  }
}

/** Reads the state anew. What is being read already is not begun again. */
export function refreshState(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ["chain"] }, { cancelRefetch: false });
}

/** The same for what takes many requests, and the history. */
export function refreshSlow(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ["slow"] }, { cancelRefetch: false });
  void refreshHistory(client);
}

/** Reads everything anew: something has just happened that it must show. */
export function refreshAll(client: QueryClient): void {
  for (const key of ["chain", "slow"]) void client.invalidateQueries({ queryKey: [key] });
  void refreshHistory(client);
}

/** A reading that is under way is finished, and goes on from where it ends: it may have begun before what happened. */
async function refreshHistory(client: QueryClient): Promise<void> {
  const queryKey = ["history"];
  const underWay = client.isFetching({ queryKey }) > 0;
  await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  if (underWay) await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}
