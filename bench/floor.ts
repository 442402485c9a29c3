import { dataLength, getBytes } from "ethers";
import hre from "hardhat";

/** One step of a trace as debug_trace… of Hardhat's chain gives it. */
interface Step {
  op: string;
  depth: number;
  gas: number;
  gasCost: number;
  stack: string[];
}

/** Without memory and storage, which nobody reads here: half of a trace otherwise. */
const OPTIONS = { disableMemory: true, disableStorage: true };
const PRECOMPILES = 18;
const ECRECOVER = addressOf("1");
const ECRECOVER_GAS = 3_000;

const COLD_SLOT = 2_100;
const COLD_ACCOUNT = 2_600;
const WARM = 100;
const TRANSACTION = 21_000;
const CREATION = 32_000;
const CODE_BYTE = 200;
/** Less the stipend, which comes back or lets the receiver do what is counted by itself. */
const VALUE_SENT = 9_000 - 2_300;
const NEW_ACCOUNT = 25_000;

/** The account that an operation touches: how deep in the stack it lies. */
const TOUCHES: Partial<Record<string, number>> = {
  ...{ BALANCE: 1, EXTCODESIZE: 1, EXTCODEHASH: 1, EXTCODECOPY: 1 },
  ...{ CALL: 2, CALLCODE: 2, STATICCALL: 2, DELEGATECALL: 2 },
};

/** What makes up a floor: by what it is for and, but for the transaction itself, the address where it is. */
export interface Part {
  what:
    | "transaction"
    | "data"
    | "account"
    | "read"
    | "write"
    | "log"
    | "creation"
    | "value"
    | "signature"
    | "refund";
  at?: string;
  times: number;
  gas: number;
}

export const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { gas }) => sum + gas, 0);

/** Parts with the same name and place, added up. */
class Parts {
  private readonly known = new Map<string, Part>();

  add(what: Part["what"], gas: number, at?: string): void {
    if (gas === 0) return;
    const key = `${what} ${at}`;
    const part = this.known.get(key) ?? { what, ...(at === undefined ? {} : { at }), times: 0, gas: 0 };
    part.times += 1;
    part.gas += gas;
    this.known.set(key, part);
  }

  all(): Part[] {
    return [...this.known.values()];
  }
}

/** A call that is open: where its storage is, and whether it creates a contract. */
interface Frame {
  at: string;
  creates: boolean;
}

/** The frame that the step before the first of a deeper one has opened. */
function opened({ op, stack }: Step, by: Frame): Frame {
  if (op.startsWith("CREATE")) return { at: "a new contract", creates: true };
  if (op === "DELEGATECALL" || op === "CALLCODE") return { at: by.at, creates: false };
  return { at: addressOf(stack.at(-2)!), creates: false };
}

/**
 * What the steps cost without computing: each slot and account once, cold; what is written, logged, created and sent; each
 * check of a signature. `known` are the accounts that are warm before, `from` is the least depth that counts.
 */
function addSteps(parts: Parts, steps: Step[], known: string[], first: Frame, from = 1): void {
  const warm = new Set([
    ...known.map((account) => account.toLowerCase()),
    ...Array.from({ length: PRECOMPILES }, (_, i) => addressOf((i + 1).toString(16))),
  ]);
  const frames = [first];
  for (const [index, step] of steps.entries()) {
    const { op, depth, gasCost, stack } = step;
    const before = steps[index - 1];
    if (before && depth > before.depth) frames[depth - 1] = opened(before, frames[before.depth - 1]!);
    if (depth < from) continue;
    const { at, creates } = frames[depth - 1]!;
    const top = (deep: number): bigint => BigInt(`0x${stack.at(-deep) ?? "0"}`);
    if (op === "SLOAD" && gasCost >= COLD_SLOT) parts.add("read", COLD_SLOT, at);
    if (op === "SSTORE" && gasCost > WARM) parts.add("write", gasCost, at);
    if (op.startsWith("LOG")) parts.add("log", 375 * (1 + Number(op.slice(3))) + 8 * Number(top(2)), at);
    if (op.startsWith("CREATE")) parts.add("creation", CREATION + 2 * Math.ceil(Number(top(3)) / 32), at);
    if (op === "RETURN" && creates) parts.add("creation", CODE_BYTE * Number(top(2)), at);
    const touched = TOUCHES[op];
    if (touched === undefined) continue;
    const account = addressOf(stack.at(-touched)!);
    if (!warm.has(account)) parts.add("account", COLD_ACCOUNT, account);
    warm.add(account);
    if (account === ECRECOVER) parts.add("signature", ECRECOVER_GAS, at);
    if (op === "CALL" && top(3) > 0n)
      parts.add("value", VALUE_SENT + (isNew(steps, index) ? NEW_ACCOUNT : 0), account);
  }
}

/** Whether the call at this step made the account that it paid: no code ran, and yet it cost as much as an account. */
function isNew(steps: Step[], index: number): boolean {
  const [call, next] = [steps[index]!, steps[index + 1]];
  return next?.depth === call.depth && call.gas - next.gas >= NEW_ACCOUNT;
}

/** The address in a word of the stack. */
function addressOf(word: string): string {
  return `0x${word.slice(-40).padStart(40, "0")}`;
}

/**
 * The least that any contract could do a transaction for that has the same effects: what {addSteps} finds, with the
 * transaction's own cost and its data, and less what is paid back.
 */
export async function floorOf(hash: string): Promise<Part[]> {
  const { provider } = hre.ethers;
  const [transaction, receipt] = await Promise.all([
    provider.getTransaction(hash),
    provider.getTransactionReceipt(hash),
  ]);
  const { from, to, data, gasLimit } = transaction!;
  const steps = await traced("debug_traceTransaction", hash);
  const parts = new Parts();
  parts.add("transaction", TRANSACTION);
  const nonZero = getBytes(data).filter((byte) => byte !== 0).length;
  parts.add("data", 16 * nonZero + 4 * (dataLength(data) - nonZero));
  const at = (to ?? receipt!.contractAddress!).toLowerCase();
  if (to === null) parts.add("creation", CREATION + 2 * Math.ceil(dataLength(data) / 32), at);
  addSteps(parts, steps, [from, at], { at, creates: to === null });
  const last = steps.at(-1);
  // Of a creation, what comes after the last step is the price of the code, and no refund.
  if (last && to !== null) {
    const spent = Number(gasLimit) - (last.gas - last.gasCost);
    parts.add("refund", -Math.max(0, spent - Number(receipt!.gasUsed)));
  }
  return parts.all();
}

/** The same of a view that `probe` calls: without the transaction, and the account warm. */
export async function floorOfView(probe: string, target: string, data: string): Promise<Part[]> {
  const steps = await traced("debug_traceCall", { to: probe, data }, "latest");
  const parts = new Parts();
  addSteps(parts, steps, [target], { at: probe.toLowerCase(), creates: false }, 2);
  return parts.all();
}

async function traced(method: string, ...params: unknown[]): Promise<Step[]> {
  const trace = (await hre.network.provider.send(method, [...params, OPTIONS])) as { structLogs: Step[] };
  return trace.structLogs;
}
