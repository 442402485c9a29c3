import { LOCAL_CHAIN } from "../../config/local";
import { PolityError } from "@polity/sdk/errors";
import type { Host } from "../core/host";

/** @throws PolityError on a chain whose clock nobody can move, and whose people are no test accounts. */
export async function requireLocal(host: Host, elsewhere: string): Promise<void> {
  const chainId = await host.chainId();
  if (chainId === LOCAL_CHAIN) return;
  throw new PolityError(`this works on a local chain alone, whose id is 31337; this one's is ${chainId}`, {
    hint: `on ${host.network} ${elsewhere}`,
  });
}

/** The time of the newest block, in seconds. */
export const nowOf = async ({ provider }: Host) => (await provider.getBlock("latest"))!.timestamp;

/** Makes a block at this second. */
export async function goTo({ request }: Host, time: number): Promise<number> {
  await request("evm_setNextBlockTimestamp", [time]);
  await request("evm_mine", []);
  return time;
}
