import type { Network } from "../network";
import { isRefused } from "../provider";
import { explainFailure } from "../reverts";
import type { Call } from "../nep/actions";
import { decodeCall, nameCall, type DecodedCall } from "./decode";
import { describerOf, sceneOf } from "./scene";

/**
 * What makes a proposal needless: for every call a line, with its name, that says what is so already. Empty when at least
 * one call changes something, and for calls of which no domain knows it.
 */
export async function changesNothing(network: Network, calls: readonly Call[]): Promise<string[]> {
  const lines = await Promise.all(
    calls.map(async (call) => {
      const decoded = decodeCall(network, call);
      const so = await alreadySo(network, decoded);
      return so === undefined ? undefined : `${nameCall(decoded)}: ${so}`;
    }),
  );
  const found = lines.filter((line) => line !== undefined);
  return found.length === calls.length ? found : [];
}

/** A sentence that says that everything is as a call would make it; nothing where it changes something. */
async function alreadySo(network: Network, call: DecodedCall): Promise<string | undefined> {
  const { contract, known, target, value } = call;
  if (!known || value > 0n) return undefined;
  const already = await describerOf(network.domains, "already", contract, known.fragment.name);
  if (!already) return undefined;
  try {
    return (await already(sceneOf(network, contract, target, known.args))) as string | undefined;
  } catch (error) {
    // What it is about does not exist: trying the call says so.
    if (isRefused(error)) return undefined;
    throw await explainFailure(error, network.domains);
  }
}
