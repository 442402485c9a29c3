import type { TransactionReceipt } from "ethers";

import { buildForCouncil, signAndSend } from "../demo/council";
import type { PersonName } from "./people";
import type { World } from "./world";

/** A call that somebody is to make. */
export interface CouncilCall {
  to: string;
  data: string;
}

/** The council's Safe makes a call: as many as have to sign it, the last of its members, and June sends it. */
export async function byCouncil(
  { network, config, signer }: World,
  call: CouncilCall | Promise<CouncilCall>,
): Promise<TransactionReceipt> {
  const { to, data } = await call;
  const { members, threshold } = config.council!;
  const signing = await Promise.all(members.slice(-threshold).map((name) => signer(name as PersonName)));
  return signAndSend(network, await buildForCouncil(network, to, data), signing, await signer("june"));
}
