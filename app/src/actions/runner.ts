import type { Signer } from "ethers";

import type { PolityError } from "@polity/sdk/errors";
import { explainFailure } from "@polity/sdk/reverts";
import { explainMissing } from "../ui/missing";
import { explainWallet } from "../wallet/eip1193";
import { advanceFlow, begin, isOver, type Away, type Flow, type FlowEvent } from "./flow";
import type { PendingTransactions } from "./pending";
import { GatedSigner, HandedOver, Stopped, type Gate, type GateContext } from "./signer";

/** Something that a person wants done. */
export interface Action {
  /** What it is, as a heading: "Lock tokens". */
  title: string;
  /** Does it, by functions of the SDK. @returns What has happened, in a sentence. */
  work: (signer: Signer) => Promise<string>;
  /** Called once all of it has been done. */
  onDone?: () => void;
}

/** An action under way. */
export interface Running {
  id: number;
  title: string;
  account: string;
  flow: Flow;
  /** Put aside by its user; it comes back when it needs an answer, and when it ends. */
  hidden: boolean;
}

export type RunnerContext = Omit<GateContext, "gate" | "title" | "pending">;

/** Runs actions: each has a flow that is shown, and a gate at which its user decides. A store for React. */
export class ActionRunner {
  #all: readonly Running[] = [];
  #next = 1;
  readonly #listeners = new Set<() => void>();
  readonly #gates = new Map<number, { agree: () => void; stop: () => void }>();

  constructor(private readonly pending: PendingTransactions) {}

  readonly get = (): readonly Running[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Starts an action for the account of the context. Never throws: what goes wrong is in its flow. */
  async run({ title, work, onDone }: Action, context: RunnerContext): Promise<void> {
    const id = this.#next++;
    const running: Running = { id, title, account: context.account, flow: begin, hidden: false };
    this.#set([...this.#all.filter(({ flow }) => !isOver(flow)), running]);
    const gate = this.#gate(id);
    const signer = new GatedSigner({ ...context, title, pending: this.pending, gate });
    try {
      const result = await work(signer);
      this.#tell(id, { is: "finished", result });
      onDone?.();
    } catch (error) {
      if (error instanceof Stopped) this.#tell(id, { is: "stop" });
      else if (error instanceof HandedOver) this.#tell(id, { is: "finished", result: error.message });
      else this.#tell(id, { is: "failed", error: await failureOf(error) });
    } finally {
      this.#gates.delete(id);
    }
  }

  /** Its user agrees to the step that is shown: the wallet opens. */
  agree(id: number): void {
    const before = this.#find(id)?.flow;
    this.#tell(id, { is: "consent" });
    if (before !== this.#find(id)?.flow) this.#gates.get(id)?.agree();
  }

  /** Its user closes it: it is stopped while nothing is sent, put aside while something is on its way. */
  dismiss(id: number): void {
    const one = this.#find(id);
    if (!one) return;
    if (isOver(one.flow)) this.#set(this.#all.filter((other) => other.id !== id));
    else if (one.flow.at === "reviewing") this.#gates.get(id)?.stop();
    else this.#change(id, { hidden: true });
  }

  /** Tells what the wallet shows now, so that nothing is asked of another account or on another chain. */
  walletIs({ account, onChain }: { account?: string | undefined; onChain: boolean }): void {
    for (const one of this.#all) {
      const away = awayOf(one.account, account, onChain);
      if (away !== one.flow.away) this.#tell(one.id, { is: "wallet", ...(away && { away }) });
    }
  }

  #gate(id: number): Gate {
    return {
      consent: (step) =>
        new Promise((resolve, reject) => {
          this.#gates.set(id, { agree: resolve, stop: () => reject(new Stopped()) });
          // After a refusal by the wallet the step is shown already.
          if (this.#find(id)?.flow.at === "checking") this.#tell(id, { is: "step", step });
          this.#change(id, { hidden: false });
        }),
      declined: (error) => this.#tell(id, { is: "declined", error }),
      signed: () => this.#tell(id, { is: "signed" }),
      sent: (hash) => this.#tell(id, { is: "sent", hash }),
      settled: async (hash) => {
        const outcome = await this.pending.outcomeOf(hash, (waiting) =>
          this.#tell(id, { is: "waits", waiting }),
        );
        if (outcome.is === "mined") this.#tell(id, { is: "mined", hash: outcome.hash });
        return outcome;
      },
    };
  }

  #find(id: number): Running | undefined {
    return this.#all.find((one) => one.id === id);
  }

  #tell(id: number, event: FlowEvent): void {
    const one = this.#find(id);
    if (!one) return;
    const flow = advanceFlow(one.flow, event);
    if (flow === one.flow) return;
    if (flow.at === "stopped") this.#set(this.#all.filter((other) => other.id !== id));
    else this.#change(id, { flow, ...(isOver(flow) && { hidden: false }) });
  }

  #change(id: number, change: Partial<Running>): void {
    this.#set(this.#all.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #set(all: readonly Running[]): void {
    this.#all = all;
    for (const listener of this.#listeners) listener();
  }
}

function awayOf(own: string, shown: string | undefined, onChain: boolean): Away | undefined {
  if (shown === undefined) return "disconnected";
  if (shown !== own) return "account";
  return onChain ? undefined : "chain";
}

const failureOf = (error: unknown): Promise<PolityError> =>
  explainFailure(explainWallet(explainMissing(error)));
