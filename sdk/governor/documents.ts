import { conventionOf, type Conventions } from "../conventions";
import { declaredIn } from "../nep/declared";
import { documentOf, type DocumentStep } from "../nep/documents";
import { encodeKey } from "../nep/parameters";
import type { Nep } from "../nep/validate";
import type { Network } from "../network";
import { isRefused } from "../provider";
import type { ProposalRecord } from "./proposals";

/**
 * The documents that a NEP brings into force, and those before them. Where the latter are, the proposals say that named
 * them: the hash shows whether what lies there is the one.
 * @param before Values before an executed NEP, by key; for others they are the chain's of now.
 */
export async function readDocumentSteps(
  { registry }: Network,
  nep: Pick<Nep, "parameterChanges">,
  {
    known,
    records,
    before,
  }: {
    known: Conventions | undefined;
    /** The network's proposals; they are read where there is something to look for. */
    records: () => Promise<readonly Pick<ProposalRecord, "description">[]>;
    before?: ReadonlyMap<string, string>;
  },
): Promise<DocumentStep[]> {
  const changes = nep.parameterChanges.filter(
    ({ key, document }) => document !== undefined || conventionOf(known, key)?.document,
  );
  if (changes.length === 0) return [];
  const named = (await records()).flatMap(({ description }) => declaredIn(description).documents);
  return Promise.all(
    changes.map(async ({ key, value, document, test, backtest }): Promise<DocumentStep> => {
      const hash = before?.get(key) ?? (await registry.get(encodeKey(key)).catch(absent));
      const at =
        named.find((one) => one.key === key && one.hash === hash)?.at ?? conventionOf(known, key)?.documentAt;
      const [old, next] = [
        hash === undefined ? undefined : documentOf(hash, at),
        documentOf(String(value), document),
      ];
      const evidence = { ...(test && { test }), ...(backtest && { backtest }) };
      return {
        ...{ key, ...(next && { after: next }), ...(old && { before: old }) },
        ...((test ?? backtest) && { evidence }),
      };
    }),
  );
}

/** A parameter that does not exist yet has no document. */
function absent(error: unknown): undefined {
  if (isRefused(error)) return undefined;
  throw error;
}
