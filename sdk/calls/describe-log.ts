import type { Network } from "../network";
import { formatLog, type DecodedLog } from "./events";
import { describerOf, sceneOf } from "./scene";

/** What an event says has changed, in plain words; an event that no domain describes, as it is encoded. */
export async function describeLog(network: Network, log: DecodedLog): Promise<string> {
  const { contract, address, event } = log;
  const describe = event && (await describerOf(network.domains, "logs", contract, event.name));
  if (!event || !describe) return formatLog(network.addresses, log);
  return (await describe(sceneOf(network, contract, address, event.args))) as string;
}
