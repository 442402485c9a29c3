import { encodeBytes32String } from "ethers";

import { classNamed, issuing, requireCredentials } from "@polity/sdk/people";
import { byCouncil } from "./council";
import type { World } from "./world";

/** The council gives an account a credential of a class. @param word What it is for. */
export async function recognise(world: World, kind: string, who: string, word: string): Promise<void> {
  const credentials = requireCredentials(world.network);
  const { kind: number } = await classNamed(credentials, kind);
  const { data } = await issuing.issue(credentials, number, who, encodeBytes32String(word));
  await byCouncil(world, { to: await credentials.getAddress(), data });
  world.diary.write("recognised", { kind, who });
}
