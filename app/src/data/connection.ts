/**
 * Whether the endpoint answers as it should, and when it is asked again (milliseconds since 1970). `words` are its own, where
 * it does answer.
 */
export type ConnectionState = { status: "ok" } | { status: "lost"; nextTry: number; words?: string };

/** Tells the page whether the chain can be reached; a store for `useSyncExternalStore`. */
export class Connection {
  #state: ConnectionState = { status: "ok" };
  readonly #listeners = new Set<() => void>();
  readonly #sleepers = new Set<() => void>();

  readonly get = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  found(): void {
    if (this.#state.status !== "ok") this.#set({ status: "ok" });
  }

  /**
   * @param seconds Until the next attempt.
   * @param words What the endpoint says; left out where nobody answers.
   */
  lost(seconds: number, words?: string): void {
    const nextTry = Date.now() + seconds * 1000;
    this.#set({ status: "lost", nextTry, ...(words !== undefined && { words }) });
  }

  /** Waits, but no longer than until {@link retry} or the end of the signal. */
  pause(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((done) => {
      if (signal?.aborted) {
        done();
        return;
      }
      const wake = () => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        signal?.removeEventListener("abort", wake);
        done();
      };
      const timer = setTimeout(wake, seconds * 1000);
      this.#sleepers.add(wake);
      signal?.addEventListener("abort", wake);
    });
  }

  /** Lets everything that waits try again now. */
  readonly retry = (): void => {
    for (const wake of [...this.#sleepers]) wake();
  };

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
