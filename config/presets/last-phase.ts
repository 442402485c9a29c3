import type { NetworkInput } from "../schema";

/** A network as its last phase has it, from the start and for good: for what has to do with no phases. */
export function inLastPhase({ phases: _, governor, ...rest }: NetworkInput): NetworkInput {
  const types = Object.entries(governor.types).map(([code, { from = {}, ...rules }]) => {
    const { vetoBps, ...last } = Object.assign({}, rules, ...Object.values(from)) as typeof rules;
    return [code, { ...last, ...(vetoBps && { vetoBps }) }];
  });
  const scopes = governor.scopes.filter(({ target }) => target !== "Phases");
  return {
    ...rest,
    governor: { ...governor, types: Object.fromEntries(types) as typeof governor.types, scopes },
  };
}
