import { AbiCoder, keccak256, toBeHex, toQuantity } from "ethers";

import { decodeLog, type DecodedLog, type RawLog } from "../calls/events";
import type { Network } from "../network";
import { PolityError } from "../errors";
import type { Call } from "../nep/actions";
import { failureOf, isPassing, isRevert } from "../provider";
import type { AnyDomain } from "../core/domain";
import { decodeRevert, explainFailure, revertData } from "../reverts";

/** What to try: calls one after another from one account, on the newest state, with some storage as if it were so. */
export interface SimulationRequest {
  from: string;
  calls: readonly Call[];
  /** Native balance that the account has at the least, in wei. */
  balance: bigint;
  /** Words by contract and slot. */
  storage: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What came of one call. */
export interface SimulatedCall {
  success: boolean;
  /** Absent where the call was only asked for its answer. */
  gas?: bigint;
  logs: readonly RawLog[];
  /** What a call that failed reverted with; `0x` when it said nothing. */
  revert?: string;
}

/** Something that can try calls and leaves no trace of them. */
export type Simulator = (request: SimulationRequest) => Promise<SimulatedCall[]>;

/** What one action of a proposal would do now. */
export interface SimulatedAction {
  call: Call;
  success: boolean;
  gas?: bigint;
  events: DecodedLog[];
  /** Why it would be refused. */
  error?: PolityError;
}

/** Where OpenZeppelin's Governor keeps the calls that it expects from its executor: a queue, and its words. */
const GOVERNANCE_CALL = 5;

/**
 * Tries the actions of a proposal from the timelock's address, as if it were executed now. In earnest all happen or none;
 * here each is tried after those that succeeded, so that every problem shows at once.
 */
export async function simulate(
  { addresses, domains, governor, timelock }: Network,
  simulator: Simulator,
  calls: readonly Call[],
): Promise<SimulatedAction[]> {
  const [executor, target] = await Promise.all([timelock.getAddress(), governor.getAddress()]);
  const results = await simulator({
    from: executor,
    calls,
    balance: calls.reduce((sum, { value }) => sum + value, 0n),
    storage: { [target]: expectedCalls(target, calls) },
  });
  return Promise.all(
    results.map(async ({ success, gas, logs, revert }, i) => ({
      call: calls[i]!,
      success,
      ...(gas !== undefined && { gas }),
      events: logs.map((log) => decodeLog({ addresses, domains }, log)),
      ...(!success && { error: await refusal(domains, revert) }),
    })),
  );
}

/**
 * The governor takes calls from the timelock only while it executes the proposal that they belong to: it keeps their
 * hashes in a queue. The words are those that it would have at that time.
 */
function expectedCalls(governor: string, calls: readonly Call[]): Record<string, string> {
  const own = calls.filter(({ target }) => target.toLowerCase() === governor.toLowerCase());
  const words = own.map(({ calldata }, i): [string, string] => {
    const slot = keccak256(
      AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [i, GOVERNANCE_CALL + 1]),
    );
    return [slot, keccak256(calldata)];
  });
  // Two halves of a word: where the queue ends, and where it begins.
  const bounds = toBeHex(BigInt(own.length) << 128n, 32);
  return own.length ? { [toBeHex(GOVERNANCE_CALL, 32)]: bounds, ...Object.fromEntries(words) } : {};
}

async function refusal(domains: readonly AnyDomain[], revert = "0x"): Promise<PolityError> {
  if (revert === "0x") return new PolityError("the call fails without a reason");
  return (
    (await decodeRevert(revert, undefined, domains)) ??
    new PolityError(`the call is refused with ${revert.slice(0, 74)}`)
  );
}

/** What a node answers JSON-RPC requests with. */
export interface Rpc {
  send(method: string, params: unknown[]): Promise<unknown>;
}

/**
 * A simulator by `eth_simulateV1`, which geth, Nethermind, Reth and Anvil have: a request that writes nothing.
 * @returns Nothing, when the node does not know the method.
 */
export async function simulatorOf(node: Rpc): Promise<Simulator | undefined> {
  try {
    await node.send("eth_simulateV1", [{ blockStateCalls: [{ calls: [] }] }, "latest"]);
  } catch (error) {
    if (isPassing(failureOf(error))) throw await explainFailure(error);
    return undefined;
  }
  return async ({ from, calls, balance, storage }) => {
    const latest = (await node.send("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
    const block = {
      blockOverrides: { time: toQuantity(BigInt(latest.timestamp) + 1n) },
      stateOverrides: await overridesOf(node, { from, balance, storage }),
      calls: calls.map((call) => requestOf(from, call)),
    };
    const [simulated] = (await node.send("eth_simulateV1", [
      { blockStateCalls: [block], validation: false },
      "latest",
    ])) as [{ calls: V1Call[] }];
    return simulated.calls.map(({ status, gasUsed, logs, returnData, error }) => ({
      success: BigInt(status) === 1n,
      gas: BigInt(gasUsed),
      logs: logs ?? [],
      ...(BigInt(status) === 1n ? {} : { revert: error?.data ?? returnData }),
    }));
  };
}

/**
 * A simulator by `eth_call`, which every node has: each call is tried alone, as if none of the others had been made, and
 * nobody learns what it emits. What needs words of storage to be others than they are is asked with them.
 */
export const aloneSimulatorOf =
  (node: Rpc): Simulator =>
  async ({ from, calls, balance, storage }) => {
    const overrides = await overridesOf(node, { from, balance, storage });
    const needed = Object.keys(overrides).length > 0 ? [overrides] : [];
    return Promise.all(
      calls.map(async (call) => {
        try {
          await node.send("eth_call", [requestOf(from, call), "latest", ...needed]);
          return { success: true, logs: [] };
        } catch (error) {
          if (!isRevert(error)) throw await explainFailure(error);
          return { success: false, logs: [], revert: revertData(error) ?? "0x" };
        }
      }),
    );
  };

const requestOf = (from: string, { target, value, calldata }: Call) => ({
  ...{ from, to: target, value: toQuantity(value), input: calldata },
});

/** The state as a trial needs it, where it is not so by itself. */
async function overridesOf(
  node: Rpc,
  { from, balance, storage }: Pick<SimulationRequest, "from" | "balance" | "storage">,
): Promise<Record<string, object>> {
  const funds = BigInt((await node.send("eth_getBalance", [from, "latest"])) as string);
  const words = Object.entries(storage).filter(([, words]) => Object.keys(words).length);
  return {
    ...Object.fromEntries(words.map(([address, stateDiff]) => [address, { stateDiff }])),
    ...(funds < balance && { [from]: { balance: toQuantity(balance) } }),
  };
}

interface V1Call {
  status: string;
  gasUsed: string;
  returnData: string;
  logs?: RawLog[];
  error?: { data?: string };
}
