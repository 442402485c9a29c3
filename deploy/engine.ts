import {
  deploy,
  DeploymentResultType,
  type ArtifactResolver,
  type ExecutionEventListener,
  type IgnitionModule,
} from "@nomicfoundation/ignition-core";
import { formatEther, toQuantity } from "ethers";

import { explain, PolityError } from "@polity/sdk/errors";
import { failureOf, pause, pauseAfter } from "@polity/sdk/provider";
import { withMargin } from "@polity/sdk/transaction";
import { chainOf, type Rpc } from "./chain";
import { doneSteps, readJournal, repairJournal } from "./journal";
import { stepsOf } from "./modules/handOver";

export interface EngineOptions {
  rpc: Rpc;
  artifacts: ArtifactResolver;
  deployer: string;
  /** Where the journal is; none for a chain in the process, which cannot outlive it. */
  folder?: string;
  confirmations: number;
  startBlock: number;
  /** Milliseconds between two looks at the chain. */
  poll?: number;
  /** Milliseconds to wait for a foreign transaction to be mined; default ten minutes. */
  patience?: number;
  onProgress?: (progress: Progress) => void;
}

/** A step was sent or is done. */
export interface StepProgress {
  what: "sent" | "done";
  step: string;
  done: number;
  total: number;
  hash?: string;
  address?: string;
}

/** What happens on the way: a step was sent or is done, or something has to be waited for. */
export type Progress =
  StepProgress | { what: "waiting"; nonces: number[] } | { what: "retry"; reason: string; attempt: number };

/** Failures in a row, without a step forward, after which a deployment gives up; a later start goes on from there. */
const ATTEMPTS = 5;
/** What nodes say of an account that cannot pay; some only find no gas limit that it could pay for. */
export const UNDERFUNDED =
  /insufficient (funds|balance)|(enough|lack of) (funds|balance)|gas required exceeds allowance|exceeds (the )?(account )?balance|IGN40[89]/i;
/** Milliseconds to wait for a transaction that the journal does not know. */
export const PATIENCE = 600_000;

/**
 * Carries out a module, from wherever an earlier attempt has left it, and returns where its contracts are, by step. What
 * the network fails at is tried again; what the chain refuses is not.
 */
export async function carryOut(
  module: IgnitionModule,
  options: EngineOptions,
): Promise<Record<string, string>> {
  const { folder, rpc, deployer, onProgress } = options;
  for (let [attempt, before] = [1, -1]; ; attempt++) {
    try {
      if (folder !== undefined) {
        const onWait = (nonces: number[]) => onProgress?.({ what: "waiting", nonces });
        await repairJournal(folder, rpc, { patience: PATIENCE, ...options, onWait });
      }
      return await attemptOf(module, options);
    } catch (error) {
      if (error instanceof PolityError) throw error;
      const reason = explain(error).split("\n").filter(Boolean).join(" ");
      if (UNDERFUNDED.test(reason)) {
        const balance = formatEther(await chainOf(rpc).balance(deployer));
        throw new PolityError(
          `the deployer cannot pay for the next transaction: ${deployer} has ${balance} ETH`,
          {
            hint: "send it more, then start again: what is deployed stays",
            cause: error,
          },
        );
      }
      const now = folder === undefined ? 0 : readJournal(folder).length;
      if (now > before) attempt = 1;
      before = now;
      const milliseconds = pauseAfter(attempt, failureOf(error), { first: options.poll ?? 1000 });
      if (folder === undefined || attempt >= ATTEMPTS || milliseconds === undefined) {
        throw new PolityError(`the deployment stopped: ${reason}`, {
          hint: "start it again, it goes on from here",
          cause: error,
        });
      }
      onProgress?.({ what: "retry", reason, attempt });
      await pause(milliseconds);
    }
  }
}

async function attemptOf(module: IgnitionModule, options: EngineOptions): Promise<Record<string, string>> {
  const { folder, rpc, artifacts, deployer, confirmations, poll = 1000, onProgress } = options;
  const steps = stepsOf(module).map(({ id }) => id);
  const done = doneSteps(folder === undefined ? [] : readJournal(folder));
  const result = await deploy({
    ignitionModule: module,
    artifactResolver: artifacts,
    provider: withRoom(rpc),
    ...(folder === undefined ? {} : { deploymentDir: folder }),
    accounts: [deployer],
    deploymentParameters: {},
    config: { requiredConfirmations: confirmations, blockPollingInterval: poll },
    ...(onProgress && { executionEventListener: listener(steps, done, onProgress) }),
  });
  if (result.type === DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    return Object.fromEntries(Object.entries(result.contracts).map(([id, { address }]) => [id, address]));
  }
  if (result.type === DeploymentResultType.EXECUTION_ERROR) {
    const failed = result.failed.map(({ futureId, error }) => `${futureId}: ${error}`);
    const late = result.timedOut.map(({ futureId }) => `${futureId} was not mined in time`);
    // What only came too late is worth another look.
    if (failed.length === 0) throw new Error(late.join("; "));
    throw new PolityError(`the chain refused ${failed.join("; ")}`, {
      hint: "nothing of this step is on the chain; correct the configuration, or the account, and start again",
    });
  }
  const reasons = Object.entries(result.errors).map(([step, errors]) => `${step}: ${errors.join(", ")}`);
  throw new PolityError(`the deployment cannot go on: ${reasons.join("; ")}`, {
    hint: "an earlier attempt used other code or another configuration: undo the change, or deploy under another --name",
  });
}

/** The chain, with estimates that hold a second later too ({withMargin}): Ignition sends them as they are. */
const withRoom = (rpc: Rpc): Rpc => ({
  async request(call) {
    const answer = await rpc.request(call);
    return call.method === "eth_estimateGas" ? toQuantity(withMargin(BigInt(answer as string))) : answer;
  },
});

/** Ignition calls a method per kind of event; most are of no interest here. */
function listener(
  steps: readonly string[],
  done: Set<string>,
  tell: NonNullable<EngineOptions["onProgress"]>,
): ExecutionEventListener {
  type Event = { futureId: string; hash?: string; result?: { type: string; result?: string } };
  const report = (what: "sent" | "done", step: string, more: { hash?: string; address?: string }) =>
    tell({ what, step, done: steps.filter((id) => done.has(id)).length, total: steps.length, ...more });
  const completed = ({ futureId, result }: Event) => {
    if (result?.type !== "SUCCESS") return;
    done.add(futureId);
    report("done", futureId, result.result ? { address: result.result } : {});
  };
  const heard: Record<string, (event: Event) => void> = {
    transactionSend: ({ futureId, hash }) => report("sent", futureId, { hash: hash! }),
    deploymentExecutionStateComplete: completed,
    callExecutionStateComplete: completed,
  };
  return new Proxy({} as ExecutionEventListener, {
    get: (_, name: string) => heard[name] ?? (() => undefined),
  });
}
