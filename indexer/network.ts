import { readFileSync } from "node:fs";

import { eventsOf } from "@polity/sdk/history/fold";
import { interfacesOf } from "@polity/sdk/core/interfaces";
import { DOMAINS } from "@polity/sdk/domains";
import { parseDeployment } from "@polity/sdk/deployment";

const { DEPLOYMENT, RPC_URL } = process.env;
if (!DEPLOYMENT || !RPC_URL) {
  throw new Error("set DEPLOYMENT to a deployment's file and RPC_URL to a node; indexer/README.md shows how");
}

export const rpcUrl = RPC_URL;
export const deployment = parseDeployment(readFileSync(DEPLOYMENT, "utf8"), DEPLOYMENT);

/** The contracts of the network that a history is made of, with the events that it reads. */
export const contracts = Object.entries(await eventsOf(DOMAINS)).flatMap(([name, events]) => {
  const address = deployment.contracts[name as keyof typeof deployment.contracts];
  return address === undefined ? [] : [{ name, address: address as `0x${string}`, events }];
});

/** The ABI of some events of a contract. */
export function abiOf(name: string, events: readonly string[]) {
  return events.map(
    (event) => JSON.parse(interfacesOf(DOMAINS)[name]!.getEvent(event)!.format("json")) as object,
  );
}
