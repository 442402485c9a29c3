import { PolityError } from "@polity/sdk/errors";
import type { ScanProgress } from "@polity/sdk/events";
import type { History } from "@polity/sdk/history";
import type { Connection } from "../connection";
import { Assembly } from "./changes";
import type { Line, Order, Report, Whereabouts } from "./messages";

type Worked = Line<Order, Report>;

/** Starts the reader beside the page. @throws where the browser makes no such worker. */
const startWorker = () => new Worker(new URL("./history.worker.ts", import.meta.url), { type: "module" });

export interface ReaderOptions {
  whereabouts: Whereabouts;
  connection: Connection;
  onProgress: (progress: ScanProgress) => void;
  /** Makes the worker; default this app's own. */
  start?: () => Worker;
}

/**
 * Reads a network's history in a worker, so that the page answers while it does; in the page itself where the browser
 * makes no worker.
 */
export class HistoryReader {
  readonly #options: ReaderOptions;
  #assembly = new Assembly();
  #line: Promise<Worked> | undefined;
  #waiting: { done: (history: History) => void; fail: (error: Error) => void } | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
    const { connection } = options;
    let before = connection.get();
    connection.subscribe(() => {
      const now = connection.get();
      // An endpoint that is at its limit is not asked sooner because one of its answers has come.
      const isBack = before.status === "lost" && before.words === undefined && now.status === "ok";
      before = now;
      if (isBack) void this.#line?.then((line) => line.postMessage({ type: "retry" }));
    });
  }

  /**
   * All that happened, up to now. One reading at a time.
   * @throws PolityError with what the reader says of its failure.
   */
  async read(): Promise<History> {
    const line = await (this.#line ??= this.#open());
    return new Promise((done, fail) => {
      this.#waiting = { done, fail };
      line.postMessage({ type: "read", whereabouts: this.#options.whereabouts });
    });
  }

  async #open(): Promise<Worked> {
    const line = (await this.#startWorker()) ?? (await startHere());
    // Whoever reads at the other end has sent nothing yet.
    this.#assembly = new Assembly();
    line.onmessage = ({ data }) => this.#take(data);
    return line;
  }

  /** The worker once it is ready; nothing where there can be none. */
  #startWorker(): Promise<Worked | undefined> {
    return new Promise((done) => {
      try {
        const worker = (this.#options.start ?? startWorker)();
        worker.onmessage = () => {
          worker.onerror = () => {
            worker.terminate();
            this.#stopped();
          };
          done(worker);
        };
        // Its file cannot be loaded, or the browser knows no modules in workers.
        worker.onerror = () => {
          worker.terminate();
          done(undefined);
        };
      } catch {
        done(undefined);
      }
    });
  }

  /** A worker that has ended in the middle of its work: the next reading begins anew. */
  #stopped(): void {
    this.#line = undefined;
    this.#settle()?.fail(new PolityError("the reader of the history has stopped", { hint: "try again" }));
  }

  #take(report: Report): void {
    const { connection, onProgress } = this.#options;
    switch (report.type) {
      case "progress":
        return onProgress(report.progress);
      case "lost":
        return connection.lost(report.seconds, report.words);
      case "changes":
        return this.#assembly.take(report.changes);
      case "read":
        return this.#settle()?.done(this.#assembly.finish(report));
      case "failed": {
        const { message, hint } = report;
        return this.#settle()?.fail(new PolityError(message, hint === undefined ? {} : { hint }));
      }
      case "ready":
    }
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}

/** The same reader on the page's own thread. */
async function startHere(): Promise<Worked> {
  const { serveHistory } = await import("./serve");
  const { port1, port2 } = new MessageChannel();
  serveHistory(port2);
  return port1;
}
