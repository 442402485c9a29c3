import { PolityError } from "@polity/sdk/errors";
import { aloneSimulatorOf, simulatorOf, type Simulator } from "@polity/sdk/governor/simulate";
import { patientRequest, postOver, type RetryOptions } from "@polity/sdk/provider";
import { PatientProvider } from "@polity/sdk/provider/patient-provider";
import type { Rpc } from "../deploy/chain";
import type { KeySigner } from "./keys";

/** The address of a node. @throws PolityError for a text that is not an address. */
export function nodeAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol)) return url;
  // It may hold a key, and is not shown.
  throw new PolityError("--rpc is no address of a node", { hint: "give one like https://… or http://…" });
}

/** Which chain a node serves, as it says itself. */
export async function chainIdOf(url: string, retry: RetryOptions): Promise<number> {
  const request = patientRequest(async ({ method, params }) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const { status, text } = await postOver(url, body);
    const answer = parsed(text);
    if (typeof answer?.result === "string") return answer.result;
    throw Object.assign(new Error(`server response ${status}`), { status, responseBody: text });
  }, retry);
  const id = Number(await request({ method: "eth_chainId", params: [] }));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new PolityError(`${new URL(url).host} does not say which chain it serves`, {
    hint: "give the address of a node with --rpc",
  });
}

function parsed(text: string): { result?: unknown } | null {
  try {
    return JSON.parse(text) as { result?: unknown } | null;
  } catch {
    return null;
  }
}

/** A provider as EIP-1193 has it. */
export const rpcOf = (provider: PatientProvider): Rpc => ({
  request: async ({ method, params = [] }) => (await provider.send(method, params)) as unknown,
});

/** A node, and a key that signs what the node is asked to send; without a key, the node's own accounts do. */
export class KeyedProvider extends PatientProvider {
  #signer: KeySigner | undefined;

  /** From now on this key sends; it needs the provider, so it comes after it. */
  signWith(signer: KeySigner): void {
    this.#signer = signer;
  }

  override async send(method: string, params: unknown[] | Record<string, unknown>): Promise<unknown> {
    const signer = this.#signer;
    if (signer && method === "eth_accounts") return [signer.address];
    if (signer && method === "eth_sendTransaction") {
      const { gas: gasLimit, ...rest } = (params as [Record<string, string>])[0];
      const request = { ...rest, ...(gasLimit !== undefined && { gasLimit }) };
      // ethers reads numbers in either notation; the nonce alone it wants as a number.
      const nonce = rest.nonce === undefined ? {} : { nonce: Number(rest.nonce) };
      return (await signer.sendTransaction({ ...request, ...nonce })).hash;
    }
    return (await super.send(method, params)) as unknown;
  }
}

/** A node without `eth_simulateV1` tries one call as well, but not one after another. */
export async function simulatorAt(provider: PatientProvider): Promise<Simulator> {
  const known = await simulatorOf(provider);
  if (known) return known;
  const alone = aloneSimulatorOf(provider);
  return (request) => {
    if (request.calls.length === 1) return alone(request);
    throw new PolityError(`this node cannot try ${request.calls.length} actions one after another`, {
      hint: "give --rpc a node that has eth_simulateV1, as geth, Nethermind, Reth and anvil have",
    });
  };
}
