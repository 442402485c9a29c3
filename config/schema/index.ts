import type * as z from "zod";

import { PolityError, ValidationError } from "@polity/sdk";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { DOMAINS, type Domains } from "@polity/sdk/domains";
import { problemsOf, rule, strictObject } from "@polity/sdk/problems";
import * as council from "./council";
import * as court from "./court";
import * as distribution from "./distribution";
import * as escrow from "./escrow";
import * as governor from "./governor";
import { text } from "./leaves";
import { supplyOf, type AnyPart, type DomainPart, type Moment, type Part } from "./part";
import * as market from "./market";
import * as people from "./people";
import * as phases from "./phases";
import * as registry from "./registry";
import * as rounds from "./rounds";
import * as token from "./token";
import * as treasury from "./treasury";
import * as vesting from "./vesting";
import * as votes from "./votes";
import * as voting from "./voting";
import * as work from "./work";

export { DEFAULT_TYPE, EMERGENCY_TYPE, EMERGENCY_THRESHOLD_FACTOR } from "./governor";
export type { Scope, TypeRules } from "./governor";
export { TIMELOCK, TREASURY } from "./leaves";
export type { AnyPart, Moment, Part } from "./part";
export type { Parameter } from "./registry";
export { COUNCIL, GOVERNANCE_TOKEN, type AskedBudget, type Cap } from "./treasury";
export type { VestingGrant } from "./vesting";
export type { VoteSource } from "./votes";

/** What the domains have in the configuration, in the order in which docs/configuration.md shows it. */
const OF_DOMAINS = {
  token,
  vesting,
  escrow,
  votes,
  governor,
  registry,
  treasury,
  council,
  distribution,
  court,
  people,
  voting,
  rounds,
  phases,
  market,
  work,
};
type Listed = typeof OF_DOMAINS;

export const PARTS: readonly AnyPart[] = Object.entries(
  OF_DOMAINS satisfies Record<Domains["name"], { sections: object }> as Record<string, DomainPart>,
).map(([name, { sections, part }]) => ({ name, sections, ...(part && { part }) }));

/** What no domain's is. */
export const COMMON = {
  name: text("must be the network's name", "NeuroShard").describe("What the network is called."),
  description: text(
    "must be a sentence about the network",
    "A network that trains language models on its participants' machines.",
  ).describe("What it is, in a sentence."),
};

type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Every) => void
  ? Every
  : never;
type Sections = typeof COMMON & All<Listed[keyof Listed]["sections"]>;
type Schema = z.ZodObject<Sections, z.core.$strict>;

/** A network as a person writes it: durations "7d", amounts in whole tokens "100", ratios in basis points. */
export type NetworkInput = z.input<Schema>;

/** A checked network. Durations in seconds, amounts in base units (18 decimals), ratios in basis points. */
export type NetworkConfig = z.output<Schema>;

/** The schema of a network of some domains. */
function schemaOf(parts: readonly AnyPart[], domains: readonly AnyDomain[]) {
  const known = { parts, domains };
  const sections: z.core.$ZodLooseShape = { ...COMMON };
  const owners = new Map(Object.keys(COMMON).map((name) => [name, "the network itself"]));
  for (const { name, sections: own } of parts) {
    for (const [section, shape] of Object.entries(own) as [string, z.core.SomeType][]) {
      const other = owners.get(section);
      if (other !== undefined)
        throw new PolityError(`${other} and ${name} both have a section ${section}`, {
          hint: "correct the list of domains, or name the section otherwise",
        });
      owners.set(section, name);
      sections[section] = shape;
    }
  }
  const rules = parts.flatMap(({ part }) => (part as Part | undefined)?.rules ?? []);
  return strictObject(sections).check(
    ...rules.map(({ reads, check }) =>
      rule<Record<string, unknown>>(reads, (network, report) =>
        check(network as NetworkConfig, report, known),
      ),
    ),
  );
}

const config = schemaOf(PARTS, DOMAINS);

/**
 * Checks a network's configuration.
 * @throws ValidationError with every problem. A rule across fields is judged once the fields it reads are well-formed.
 */
export function parseConfig(
  input: unknown,
  parts = PARTS,
  domains: readonly AnyDomain[] = DOMAINS,
): NetworkConfig {
  const schema = parts === PARTS && domains === DOMAINS ? config : schemaOf(parts, domains);
  const result = schema.safeParse(expand(input, parts));
  if (result.success) return result.data as NetworkConfig;
  const name = (input as { name?: unknown } | null | undefined)?.name;
  const subject = typeof name === "string" && name ? `configuration of ${name}` : "configuration";
  throw new ValidationError(subject, problemsOf(result.error));
}

/** The input with shorthands written out. What has another form than a configuration stays as it is. */
function expand(input: unknown, parts: readonly AnyPart[]): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  return parts.reduce(
    (written, { part }) => part?.expand?.(written) ?? written,
    input as Record<string, unknown>,
  );
}

/** Gives a preset its types. It is checked by {@link parseConfig}. */
export function defineNetwork(input: NetworkInput): NetworkInput {
  return input;
}

/** Contracts of others that must be on the chain before the network, by what they are called. */
export const foreignTo = (network: NetworkConfig, parts = PARTS): Record<string, string> =>
  Object.assign({}, ...parts.map(({ part }) => (part as Part | undefined)?.foreign?.(network))) as Record<
    string,
    string
  >;

/** What a checked configuration probably does not mean, in sentences. */
export const warningsOf = (network: NetworkConfig, parts = PARTS): string[] =>
  parts.flatMap(({ part }) => (part as Part | undefined)?.warns?.(network) ?? []);

/** Tokens that exist after deployment, in base units. */
export const initialSupply = (network: NetworkConfig): bigint => supplyOf(network, PARTS);

/** The configuration with addresses for labels, and a day where none is said. */
export function settled(network: NetworkConfig, moment: Moment, parts = PARTS): NetworkConfig {
  return merged(network, parts, (part) => part.settle?.(network, moment));
}

/** The configuration as a deployment reads it: without what only comes after it. */
export function deployed(network: NetworkConfig, parts = PARTS): NetworkConfig {
  return merged(network, parts, (part) => part.deployed?.(network));
}

function merged(
  network: NetworkConfig,
  parts: readonly AnyPart[],
  ofPart: (part: Part) => Partial<NetworkConfig> | undefined,
): NetworkConfig {
  return parts.reduce((all, { part }) => ({ ...all, ...(part && ofPart(part as Part)) }), network);
}
