import { Contract, encodeBytes32String, type Provider } from "ethers";

import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import { PolityError } from "@polity/sdk/errors";
import { readService, requireMarket, type Service } from "@polity/sdk/market";
import { settlementOf, type Settlement } from "@polity/sdk/usage";
import { required } from "../core/command";
import type { Context } from "../core/context";

export const SERVICE = required("The number of the service, as service list shows it");

/** A number that a person wrote. */
export function numberOf(written: string, what: string): bigint {
  if (/^[1-9]\d{0,17}$/.test(written)) return BigInt(written);
  throw new PolityError(`"${written}" is no ${what}`, { hint: "write a number from 1 on" });
}

/** A service with all that is called about it. */
export async function serviceIn(context: Pick<Context, "network" | "host">, written: string) {
  const market = requireMarket(context.network);
  const service = await readService(market, numberOf(written, "number of a service"));
  const till = Till__factory.connect(service.till, context.host.provider);
  return { market, service, till };
}

/** x402's contract as the network's market has it. */
export async function settlementIn({
  network,
  host,
}: Pick<Context, "network" | "host">): Promise<Settlement> {
  const settlement = await requireMarket(network).SETTLEMENT();
  return settlementOf({ chainId: BigInt(await host.chainId()), settlement }, host.provider);
}

/** What kind of a service it is: the name that the network gives its kinds, where its deployment's file says it. */
export const kindOf = ({ network }: Pick<Context, "network">, { kind }: Pick<Service, "kind">): string =>
  network.conventions?.market?.kinds[kind] ?? `kind ${kind}`;

/** Whether a flag of the registry that the market reads is set. */
export async function isSet({ network }: Pick<Context, "network">, key: string): Promise<boolean> {
  if (/^0x0+$/.test(key)) return false;
  return network.registry.paused(key);
}

/** The network's parameter in basis points, or 0 where it has none. */
export async function bpsOf({ network }: Pick<Context, "network">, key: string | undefined): Promise<bigint> {
  if (key === undefined) return 0n;
  return network.registry.getUint(encodeBytes32String(key));
}

const TOKEN = ["function balanceOf(address) view returns (uint256)"];
/** A token's balances. */
export const balancesOf = (address: string, provider: Provider) => {
  const contract = new Contract(address, TOKEN, provider);
  return {
    address,
    balanceOf: (account: string) => contract.getFunction("balanceOf")(account) as Promise<bigint>,
  };
};
