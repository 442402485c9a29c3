import type { LogDescription } from "ethers";

import { interfaceOf } from "../core/interfaces";
import type { Network } from "../network";
import { isRefused } from "../provider";
import { explainFailure } from "../reverts";
import { decodeLog, formatLog, type DecodedLog, type RawLog } from "./events";
import { describerOf, sceneOf, type DescribeOptions } from "./scene";

/**
 * What events say has changed, in plain words; those that no domain describes, as they are encoded. What only keeps the
 * books is left out.
 */
export async function describeLogs(
  network: Network,
  logs: readonly RawLog[],
  options?: DescribeOptions,
): Promise<string[]> {
  const words = await Promise.all(logs.map((log) => describeLog(network, decodeLog(network, log), options)));
  return words.filter((line) => line !== undefined);
}

async function describeLog(
  network: Network,
  log: DecodedLog,
  options?: DescribeOptions,
): Promise<string | undefined> {
  const [name, event] = log.event ? [log.contract, log.event] : foreign(network, log);
  const describe = event && (await describerOf(network.domains, "logs", name, event.name));
  if (!event || !describe) return formatLog(network.addresses, log);
  try {
    return (await describe(sceneOf(network, name, log.address, event.args, options))) as string | undefined;
  } catch (error) {
    // A stranger's event may be about something that does not exist: what it says is all there is to tell.
    if (isRefused(error)) return formatLog(network.addresses, log);
    throw await explainFailure(error, network.domains);
  }
}

/** What a contract is read as that is not of the network: one of those of which there are many, or a token. */
function foreign({ domains }: Network, log: RawLog): [name: string, event?: LogDescription] {
  const many = domains.flatMap(({ contracts }) =>
    Object.entries(contracts).flatMap(([name, { presence }]) => (presence === "many" ? [name] : [])),
  );
  for (const name of [...many, "GovernanceToken"]) {
    try {
      const event = interfaceOf(domains, name)?.parseLog(log);
      if (event) return [name, event];
    } catch {
      // It has the name of the event, and not its shape.
    }
  }
  return [log.address];
}
