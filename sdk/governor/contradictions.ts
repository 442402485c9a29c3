import { conventionOf, type Conventions } from "../conventions";
import { contradictionsOf, type Contradiction } from "../nep/contradictions";
import { decodeParameter, encodeKey, PARAMETER_KINDS } from "../nep/parameters";
import type { RuledParameter } from "../nep/rules";
import type { Nep } from "../nep/validate";
import type { Network } from "../network";
import { isRefused } from "../provider";

/**
 * Where the figures of a NEP contradict its changes.
 * @param past Of a proposal that is over: what was before it is what its file says; else it is what the chain says now.
 */
export async function readContradictions(
  { registry }: Network,
  nep: Nep,
  known: Conventions | undefined,
  { past = false } = {},
): Promise<Contradiction[]> {
  if (!known) return [];
  const driving = nep.parameterChanges.flatMap((change) => {
    const drives = conventionOf(known, change.key)?.drives;
    return drives === undefined ? [] : [{ ...change, drives }];
  });
  const parameters = driving.map(async ({ key, kind, was, drives }): Promise<RuledParameter[]> => {
    if (past) return was === undefined ? [] : [{ key, kind, drives, now: was }];
    const now = await registry.parameter(encodeKey(key)).catch((error: unknown) => {
      // A parameter that does not exist yet is in no proportion to what it will be.
      if (isRefused(error)) return undefined;
      throw error;
    });
    const name = now && PARAMETER_KINDS[Number(now.kind) - 1];
    return name ? [{ key, kind: name, drives, now: decodeParameter(name, now.value) }] : [];
  });
  return contradictionsOf(nep, {
    proposals: known.proposals,
    registry: { parameters: (await Promise.all(parameters)).flat() },
  });
}
