import type { Rounds } from "../../typechain-types/contracts/rounds/Rounds";
import * as rounds from "@polity/sdk/rounds";
import { CONTROLS } from "./recipe";
import { startStub, type Persona } from "./stub";

/**
 * What a runner has simulated models say about a round: everything that they see comes from the chain and from contributors.
 * @param files What contributors have published, by entry, in place of IPFS.
 */
export async function judgeRound(
  shared: Rounds,
  id: bigint,
  files: readonly { text: string; salt: string }[],
  persona: Persona,
): Promise<rounds.Bundle> {
  const round = await rounds.readRound(shared, id);
  const scan = { fromBlock: 0 };
  const given = ({ index }: rounds.Entry) =>
    Promise.resolve(new TextEncoder().encode(rounds.entryFileText(files[index]!)));
  const entries = await rounds.collectEntries(shared, id, scan, { given });
  const stub = await startStub({ "ash-1": persona, "birch-2": persona, "cedar-3": persona });
  try {
    return await rounds.judgeAll(
      {
        ...{ round: `${id}`, seed: round.seed, controls: CONTROLS },
        recipe: await rounds.findRecipe(shared, round.recipe, scan),
        entries: entries.map(({ file }) => file?.text ?? null),
        salts: entries.map(({ file }) => file?.salt ?? null),
      },
      rounds.endpointJudge(stub.address),
    );
  } finally {
    await stub.close();
  }
}
