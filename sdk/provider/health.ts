import type { Post } from "./endpoint";

/** How often the endpoint is asked for how long it takes. */
const PROBES = 5;
/** How often a range that is refused is halved. */
const HALVINGS = 20;

/** What an endpoint is like now, from what it answered to a few plain questions. */
export interface EndpointHealth {
  chainId: number;
  /** Milliseconds to an answer: the middle one of five. */
  latency: number;
  /** The newest block that it knows, and the block's time in seconds. */
  block: number;
  time: number;
  /** Whether it answers several questions at once. */
  batches: boolean;
  /** How many blocks of logs it gives at once; 0 where it gives none. */
  range: number;
  /** Whether that is all blocks since the deployment. */
  whole: boolean;
}

export interface HealthOptions {
  /** The deployment's block, or an earlier one. */
  fromBlock: number;
  /** A contract of the network, whose logs are asked for. */
  address: string;
  /** Milliseconds of some clock; default the machine's. */
  now?: () => number;
}

/**
 * Asks an endpoint what a page of this network needs of it, one question after the other and without patience: what it
 * refuses now is part of the answer.
 * @param post Sends a body to it.
 * @throws when it does not answer, or does not even say its chain and its newest block.
 */
export async function readEndpointHealth(
  post: Post,
  { fromBlock, address, now = () => performance.now() }: HealthOptions,
): Promise<EndpointHealth> {
  let id = 0;
  const payload = (method: string, params: unknown[]) => ({ jsonrpc: "2.0", id: ++id, method, params });
  const ask = async (method: string, params: unknown[] = []): Promise<unknown> => {
    const { status, text } = await post(JSON.stringify(payload(method, params)));
    const { result, error } = parse(text) as { result?: unknown; error?: { message?: unknown } };
    if (result !== undefined && result !== null) return result;
    const words = typeof error?.message === "string" ? error.message : `status ${status}`;
    throw new Error(`${method}: ${words.slice(0, 300)}`);
  };

  const chainId = Number(await ask("eth_chainId"));
  const times: number[] = [];
  for (let i = 0; i < PROBES; i++) {
    const begun = now();
    await ask("eth_blockNumber");
    times.push(now() - begun);
  }
  const head = (await ask("eth_getBlockByNumber", ["latest", false])) as {
    number: string;
    timestamp: string;
  };
  const block = Number(head.number);

  const two = [payload("eth_chainId", []), payload("eth_blockNumber", [])];
  const { text } = await post(JSON.stringify(two));
  const answers = parse(text);
  const batches =
    Array.isArray(answers) &&
    two.every((asked) =>
      answers.some((one: { id?: unknown; result?: unknown } | null) => one?.id === asked.id && one.result),
    );

  const all = Math.max(1, block - fromBlock + 1);
  let range = all;
  for (let i = 0; i < HALVINGS && range > 0; i++) {
    const from = block - range + 1;
    const filter = { address, fromBlock: `0x${from.toString(16)}`, toBlock: `0x${block.toString(16)}` };
    const given = await ask("eth_getLogs", [filter]).then(Array.isArray, () => false);
    if (given) break;
    range = Math.floor(range / 2);
  }
  return {
    ...{ chainId, latency: times.sort((a, b) => a - b)[Math.floor(PROBES / 2)]! },
    ...{ block, time: Number(head.timestamp), batches, range, whole: range === all },
  };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
