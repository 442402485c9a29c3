import { who } from "../calls/phrases";
import { encodeCode } from "../core/code";
import { describeCounting, type Counting } from "../governor/counting";
import { PROPOSERS, ruleColumns, SOURCES, type ConfiguredRules } from "../governor/rules";
import type { Network } from "../network";
import { phaseText } from "./names";

/** Who decides the proposals of a type, and how, from each phase on that has rules of its own and is not over. */
export interface DecidedType {
  type: string;
  from: { phase: number; how: string[] }[];
}

/** How types are decided, by phase. */
export interface DecidedTypes {
  current: number;
  types: DecidedType[];
}

/** Reads it from the chain; nothing in a network without phases, or one that has left them. */
export async function readDecided(
  network: Network,
  types: readonly string[],
): Promise<DecidedTypes | undefined> {
  const { phases, rulebook, governor } = network;
  if (!phases || (await governor.rulebook()) !== (await rulebook.getAddress())) return undefined;
  const current = Number(await phases.current());
  const nameOf = (source: string) => who(network, source);
  const all = types.map(async (type) => {
    const columns = await Promise.all(
      [0, 1, 2, 3].map((phase) => rulebook.rulesFrom(encodeCode(type), phase)),
    );
    const known = columns.flatMap(({ known, rules }, phase): [number, string[]][] => {
      const counting = { voteSource: sourceOf(rules.voteSource), vetoBps: Number(rules.vetoBps) };
      const how = { ...counting, minVoters: Number(rules.minVoters) };
      return known ? [[phase, howOf(Number(rules.proposers), how, nameOf)]] : [];
    });
    return typeOf(type, known, current);
  });
  return { current, types: await Promise.all(all) };
}
const sourceOf = (address: string) => (BigInt(address) === 0n ? undefined : address);

/** The same by a configuration, of the network as it begins. */
export function configuredDecided(
  {
    phases,
    governor,
  }: {
    phases?: object | undefined;
    governor: { types: Readonly<Record<string, ConfiguredRules>> };
  },
  types: readonly string[],
): DecidedTypes | undefined {
  if (!phases) return undefined;
  const all = types.map((type) => {
    const columns = ruleColumns(governor.types[type]!).map(([phase, rules]): [number, string[]] => {
      const proposers = rules.proposers.reduce((mask, name) => mask | PROPOSERS[name], 0);
      const voteSource = rules.source && SOURCES[rules.source];
      return [phase, howOf(proposers, { ...rules, voteSource }, (name) => name)];
    });
    return typeOf(type, columns, 0);
  });
  return { current: 0, types: all };
}

/** Without the columns of phases that are over. */
function typeOf(
  type: string,
  columns: readonly [phase: number, how: string[]][],
  current: number,
): DecidedType {
  const inForce = columns.filter(([phase]) => phase <= current).length - 1;
  return { type, from: columns.slice(inForce).map(([phase, how]) => ({ phase, how })) };
}

/** By the mask of who proposes. */
const WHO_PROPOSES = [
  "nobody proposes",
  "holders alone propose",
  "the council alone proposes",
  "holders and the council propose",
] as const;

const howOf = (proposers: number, counting: Counting, nameOf: (source: string) => string): string[] => [
  WHO_PROPOSES[proposers]!,
  ...(counting.vetoBps ? [] : ["a vote decides"]),
  ...describeCounting(counting, nameOf),
];

/** A line for each type and phase, after the present one. */
export const decidedLines = ({ current, types }: DecidedTypes): string[] => [
  `it is phase ${phaseText(current)}, and what is proposed in it is decided by its rules also when a later one has begun`,
  ...types.flatMap(({ type, from }) =>
    from.map(({ phase, how }) => {
      const when = from.length === 1 && phase === 0 ? "in every phase" : `from phase ${phaseText(phase)} on`;
      return `NEP-${type} ${when}: ${how.join("; ")}`;
    }),
  ),
];
