import { Contract, encodeBytes32String, toBeHex, type Provider } from "ethers";

import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import { PolityError } from "@polity/sdk/errors";
import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { formatDecimal, parseDuration } from "@polity/sdk/format";
import {
  findChannels,
  readService,
  requireMarket,
  type FoundChannel,
  type Service,
  type Stars,
} from "@polity/sdk/market";
import { appSalt, settlementOf, type Settlement } from "@polity/sdk/usage";
import { required, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { accountOf, tokenOf } from "./treasury";

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

const TOKEN = ["function balanceOf(address) view returns (uint256)"];
/** A token's balances. */
export const balancesOf = (address: string, provider: Provider) => {
  const contract = new Contract(address, TOKEN, provider);
  return {
    address,
    balanceOf: (account: string) => contract.getFunction("balanceOf")(account) as Promise<bigint>,
  };
};

/** Which channel a payer means. */
export const CHANNEL = {
  service: SERVICE,
  app: text("The app that brought the payer: an address, or a name that the deployment knows"),
  number: text("Which of its channels with one app, from 0 on; default 0"),
  withdrawDelay: text("How long the channel's money waits to come back; default 1d"),
  token: text("governance (the default), or the token's address"),
};
type Chosen = Values<typeof CHANNEL>;

/** The salt that a payer means: of an app, or of nobody in particular. */
export const saltIn = (context: Context<Chosen>): string => {
  const { app, number } = context.options;
  if (app !== undefined) return appSalt(accountOf(context, app), Number(number ?? 0));
  return toBeHex(BigInt(number ?? 0), 32);
};

/**
 * The channel of the signer to a service.
 * @throws PolityError if the signer has no such channel, or has more than one.
 */
export async function channelIn(context: Context<Chosen>): Promise<FoundChannel & { service: Service }> {
  const { signer, options, deployment } = context;
  const { market, service } = await serviceIn(context, options.service);
  const { address: token } = await tokenOf(context, options.token);
  const sought = {
    ...{ payer: signer.address, token, salt: saltIn(context) },
    withdrawDelay: parseDuration(options.withdrawDelay ?? "1d"),
  };
  const settlement = await settlementIn(context);
  const found = await findChannels(market, settlement, service.id, sought, deployment.block);
  const [first] = found;
  if (!first)
    throw new PolityError(`${signer.address} has no such channel to service ${service.id}`, {
      hint: "usage pay opens one; --app, --number, --withdraw-delay and --token say which is meant",
    });
  // With two authorizers there may be two: the one that was paid is meant.
  const most = found.reduce((a, b) => (b.state.claimed > a.state.claimed ? b : a), first);
  return { ...most, service };
}

/** A parameter of the network as a number, or 0 where it has none. */
export async function uintOf(
  { network }: Pick<Context, "network">,
  key: string | undefined,
): Promise<bigint> {
  return key === undefined ? 0n : network.registry.getUint(encodeBytes32String(key));
}

/** Stars with the money behind them: each token by itself. */
export async function starsText(
  { network }: Pick<Context, "network">,
  stars: readonly Stars[],
): Promise<string> {
  const each = await Promise.all(
    stars.map(async ({ token, milli, weight }) => {
      const unit = await readTokenUnit(network, token);
      return `${formatDecimal(milli, 3)} by ${formatUnits(weight, unit)} of the network's share`;
    }),
  );
  return each.join("; ") || "nobody has rated it";
}

/** The agent of a service, as long as it is its provider's: it may have been sold. */
export async function agentText({ agent, provider }: Service, chain: Provider): Promise<string> {
  if (!agent) return "no agent";
  const registry = new Contract(agent.registry, ["function ownerOf(uint256) view returns (address)"], chain);
  const owner = await (registry.getFunction("ownerOf")(agent.id) as Promise<string>).catch(() => undefined);
  const is = `agent ${agent.id} of ${agent.registry}`;
  return owner === provider ? is : `${is}, which is not its provider's any more`;
}
