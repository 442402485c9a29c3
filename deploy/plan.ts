import { formatEther } from "ethers";

import { explain, PolityError } from "@polity/sdk/errors";
import { wordsOf } from "@polity/sdk/provider";
import { chainOf, type Rpc } from "./chain";
import { UNDERFUNDED } from "./engine";
import { doneSteps, readJournal } from "./journal";
import { folderOf, type Launch } from "./launch";

/** What the plan calls the making of the council's Safe. */
export const COUNCIL = "Council";

/** What is left of a deployment, and what it costs at the fee of now, in wei. */
export interface Plan {
  deployer: string;
  balance: bigint;
  /** Steps that are not done, in their order, and the gas of each. */
  steps: { id: string; gas: bigint }[];
  /** How many steps an earlier start has done. */
  done: number;
  gas: bigint;
  gasPrice: bigint;
  cost: bigint;
  /** What the deployer should have: a fifth more than the cost, since fees move. */
  needed: bigint;
}

/** Reads how far a deployment is, and what the rest costs. */
export async function planOf(record: Launch, rpc: Rpc, root?: string): Promise<Plan> {
  const finished = doneSteps(readJournal(folderOf(root, record)));
  const all = Object.entries(record.gas).map(([id, gas]) => ({ id, gas: BigInt(gas) }));
  // The council comes first, and the journal does not know it: any other step shows that it is done.
  if (finished.size > 0) finished.add(COUNCIL);
  const steps = all.filter(({ id }) => !finished.has(id));
  const gas = steps.reduce((sum, step) => sum + step.gas, 0n);
  const [balance, gasPrice] = await Promise.all([
    chainOf(rpc).balance(record.deployer),
    rpc.request({ method: "eth_gasPrice" }).then((price) => BigInt(price as string)),
  ]);
  const cost = gas * gasPrice;
  const needed = (cost * 6n) / 5n;
  const done = all.length - steps.length;
  return { deployer: record.deployer, balance, steps, done, gas, gasPrice, cost, needed };
}

/**
 * A failure of a deployment with the sum that its deployer lacks, if that is why it failed: by what the node says, or
 * because the deployer has less than the next step costs.
 */
export async function withMissingSum(
  error: unknown,
  record: Launch,
  rpc: Rpc,
  root?: string,
): Promise<unknown> {
  // What the chain does not answer now, nobody can say more of.
  const plan = await planOf(record, rpc, root).catch(() => undefined);
  const next = plan?.steps[0];
  if (!plan || !next) return error;
  const { deployer, balance, steps, cost, needed } = plan;
  if (
    balance >= next.gas * plan.gasPrice &&
    !(UNDERFUNDED.test(explain(error)) || UNDERFUNDED.test(wordsOf(error)))
  )
    return error;
  const left =
    steps.length === 1 ? "the step that is left takes" : `the ${steps.length} steps that are left take`;
  const more = needed > balance ? `${formatEther(needed - balance)} ETH` : "some";
  return new PolityError(
    `the deployer cannot pay for the next transaction: ${deployer} has ${formatEther(balance)} ETH, and ${left} about ${formatEther(cost)} ETH`,
    { hint: `send it ${more} more, then start again: what is deployed stays`, cause: error },
  );
}

/** @throws PolityError when the deployer cannot pay for the rest: before the first transaction, not in the middle. */
export function checkFunds({ deployer, balance, cost, needed, gas }: Plan): void {
  if (balance >= needed) return;
  throw new PolityError(
    `the deployer ${deployer} has ${formatEther(balance)} ETH, and the deployment takes about ${formatEther(cost)} ETH (${gas.toLocaleString("en")} gas at the fee of now)`,
    { hint: `send it ${formatEther(needed - balance)} ETH more: fees move, so a fifth is added` },
  );
}
