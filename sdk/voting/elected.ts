import { warning } from "../calls/phrases";
import { PolityError } from "../errors";
import type { Network } from "../network";
import { connectSafe, readSafe } from "../safe/read";
import { readElections, samePeople } from "./elections";

/**
 * Of an account that is to be the council: who signs for it, and whether the newest election has decided them. Nothing
 * where nobody was elected yet, and where the network's terms of elections are not known.
 */
export async function electedLines(
  { ballots, governor, votes, block, conventions }: Network,
  account: string,
  blockTag: number | "latest" = "latest",
): Promise<string[]> {
  const wanted = conventions?.elections;
  if (!ballots || !wanted) return [];
  const [newest] = await readElections({ ballots, votes, block }, wanted, blockTag);
  if (!newest) return [];
  const { winners, ballot } = newest;
  const safe = await readSafe(connectSafe(account, governor.runner!)).catch((error: unknown) => {
    if (error instanceof PolityError) return undefined;
    throw error;
  });
  const whom = `ballot ${ballot.id} has elected ${winners.join(", ")}`;
  if (!safe) return warning("it is no Safe of the winners of the newest election", whom);
  const { owners, threshold } = safe;
  const signs = `it is a Safe of ${owners.join(", ")}, of whom ${threshold} sign`;
  return [
    `${signs}${samePeople(winners, owners) ? `: whom ballot ${ballot.id} has elected` : ""}`,
    ...warning(
      "its owners are not the winners of the newest election",
      samePeople(winners, owners) ? undefined : whom,
    ),
    ...warning(
      "another number of them signs than the network has agreed on",
      threshold === wanted.threshold ? undefined : `${threshold}, and not ${wanted.threshold}`,
    ),
  ];
}
