import { ZeroAddress, type Provider } from "ethers";

import { PhasedRulebook__factory } from "../../typechain-types/factories/contracts/phases/PhasedRulebook__factory";
import { answer } from "../audit/discover";
import { decodeCode } from "../core/code";
import type { AnyDomain } from "../core/domain";
import { contractsOf } from "../core/find";
import { PolityError } from "../errors";
import type { ActionArgument, NepAction } from "../nep/actions";
import type { Addresses, Network } from "../network";
import { votesAddress } from "../votes/address";

/** Rules of a type that names what counts its votes, as the rulebook has them. */
export interface Sourced {
  code: string;
  /** The phase from which on they hold; the present one, if they hold already. */
  phase: number;
  rules: { readonly voteSource: string };
}

/** Phases that a rulebook with phases knows. */
const PHASES = [0, 1, 2, 3];

/** The rules of types with a source of their own that hold now or in a phase to come. */
export async function readSourced({
  rulebook,
  phases,
}: Pick<Network, "rulebook" | "phases">): Promise<Sourced[]> {
  const [codes, now] = await Promise.all([rulebook.types(), phases?.current().then(Number) ?? 0]);
  const later = phases ? PHASES.filter((phase) => phase > now) : [];
  const columns = codes.flatMap((code) => [
    rulebook.rulesOf(code).then((rules) => ({ code, phase: now, rules, known: true })),
    ...later.map((phase) =>
      rulebook.rulesFrom(code, phase).then((from) => ({ code, phase, ...named(from) })),
    ),
  ]);
  return (await Promise.all(columns))
    .filter(({ known, rules }) => known && rules.voteSource !== ZeroAddress)
    .map(({ code, phase, rules }) => ({ code: decodeCode(code), phase, rules }));
}
const named = <T>({ known, rules }: { known: boolean; rules: T }) => ({ known, rules });

/** Addresses of a network's contracts by name. */
type Named = Readonly<Partial<Record<string, string>>>;

/** What counts stake in a network, by its address, with the name of what takes its place. */
const succeeded = (contracts: Named, domains: readonly AnyDomain[]): [at: string, successor: string][] =>
  contractsOf(domains).flatMap(([name, { succeededBy }]): [string, string][] => {
    const at = contracts[name];
    return at === undefined || succeededBy === undefined ? [] : [[at, succeededBy]];
  });

/** Types whose source a move leaves behind, with what takes its place. */
export function movedSources(
  sourced: readonly Sourced[],
  before: Named,
  next: Named,
  domains: readonly AnyDomain[],
): (Sourced & { to: string })[] {
  const successors = new Map(succeeded(before, domains).map(([at, successor]) => [at, next[successor]]));
  return sourced.flatMap((one) => {
    const to = successors.get(one.rules.voteSource);
    return to === undefined || to === one.rules.voteSource ? [] : [{ ...one, to }];
  });
}

/** The calls by which these types keep their rules, and count by what takes the place of their source. */
export function sourceActions(
  sourced: readonly Sourced[],
  before: Named,
  next: Named,
  domains: readonly AnyDomain[],
): NepAction[] {
  const book = PhasedRulebook__factory.createInterface();
  return movedSources(sourced, before, next, domains).map(({ code, phase, rules, to }) => {
    const called = book.getFunction(phase === 0 ? "setRules" : "setRulesFrom");
    const fields: Readonly<Record<string, unknown>> = { ...plain(rules), voteSource: to };
    const values = called.inputs.at(-1)!.components!.map(({ name }) => String(fields[name]));
    const args: ActionArgument[] = [`type(${code})`, ...(phase === 0 ? [] : [String(phase)]), values];
    return {
      ...{ target: "Rulebook", function: called.format("full").replace("function ", "") },
      ...{ args, value: 0n },
    };
  });
}
/** A struct as ethers reads it has its fields beside a list of them. */
const plain = (rules: object): object => ("toObject" in rules ? (rules.toObject as () => object)() : rules);

/** Views by which a contract names the votes that it counts itself. */
const STAKES = ["STAKE", "ESCROW", "CURRENT"].map((name) => `${name}() view returns (address)`);

/** Whether something counts stake, by what it answers itself. */
const countsStake = async (provider: Provider, source: string): Promise<boolean> =>
  (await Promise.all(STAKES.map((view) => answer(provider, source, view)))).some((at) => at !== undefined);

/**
 * @throws PolityError for a type that would go on counting the former escrow alone: by a source that counts stake, and for
 * which nobody knows what takes its place.
 */
export async function requireFollowed(
  sourced: readonly Sourced[],
  contracts: Named,
  provider: Provider,
  domains: readonly AnyDomain[],
): Promise<void> {
  const known = new Set(succeeded(contracts, domains).map(([at]) => at));
  for (const { code, rules } of sourced) {
    if (known.has(rules.voteSource) || !(await countsStake(provider, rules.voteSource))) continue;
    throw new PolityError(
      `NEP-${code} counts by ${rules.voteSource}, which counts stake and is not in the deployment file: after the move it would count that of the former escrow alone`,
      { hint: "let a NEP-GOV give this type another source first, or none" },
    );
  }
}

/** What the audit calls types that count stake by something else than the network's own votes. */
export const LEFT_BEHIND = "types that count another stake";

/** The types that a move has left behind: each once, in the order of the book. */
export async function leftBehind(
  sourced: readonly Sourced[],
  contracts: Partial<Addresses>,
  provider: Provider,
): Promise<string[]> {
  const { SuccessiveVotes, VoteEscrow, FormerEscrow } = contracts;
  const votes = votesAddress(contracts as Addresses);
  const lists = await Promise.all(
    sourced.map(async ({ code, rules: { voteSource: source } }) => {
      const stake = await answer(provider, source, STAKES[0]!);
      const alone = SuccessiveVotes !== undefined && (source === VoteEscrow || source === FormerEscrow);
      return alone || (stake !== undefined && stake !== votes) ? [code] : [];
    }),
  );
  return [...new Set(lists.flat())];
}
