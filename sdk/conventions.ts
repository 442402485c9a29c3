import * as z from "zod";

import type { Target } from "./analytics/targets";
import { CONTRADICTIONS, IMPACT_WHEN, type ProposalForm } from "./nep/form";
import { FIGURE_KINDS } from "./nep/impact";
import type { NetworkRules } from "./nep/rules";
import type { ParameterNotes } from "./core/domain";
import { elections, type Elections } from "./voting/wanted";

/**
 * Who may act on a parameter: a contract; a recipe, which is a computation that anybody can repeat; the network's nodes;
 * what stands in front of them; or people.
 */
export const READERS = ["contract", "recipe", "node", "gateway", "people"] as const;
export type Reader = (typeof READERS)[number];

/** What people have agreed on of a parameter. */
export interface ParameterConvention {
  /** What it does, with its unit. */
  description: string;
  /** Who acts on it; absent in files of earlier versions. */
  readBy?: readonly string[] | undefined;
  /** The figure that changes in proportion to it. */
  drives?: string | undefined;
  /** Its value is the hash of a text for people: sha256. */
  document?: boolean | undefined;
  /** Where the text of its value at the network's start is. */
  documentAt?: string | undefined;
}

/** What those who have tokens at a network's start are to it. */
export const HOLDER_CLASSES = ["founder", "investor", "contributor", "user"] as const;
export type HolderClass = (typeof HOLDER_CLASSES)[number];

/** Who has tokens at a network's start. */
export interface FirstHolder {
  /** A label of the deployment's accounts, or an address; `treasury` and `timelock` are the network's own. */
  account: string;
  class?: HolderClass | undefined;
  /** In base units, as a decimal number. */
  amount: string;
}

/**
 * What a network has agreed on and its chain does not say: the words of its configuration that outlive the deployment,
 * whose file carries them.
 */
export interface Conventions {
  proposals: ProposalForm;
  /** By key. */
  parameters: Readonly<Record<string, ParameterConvention>>;
  /** Who had tokens at the start, in wallets and in vesting vaults; absent in files of earlier versions. */
  holders?: readonly FirstHolder[] | undefined;
  /** What it wants to reach; absent where it has said nothing. */
  targets?: readonly Target[] | undefined;
  /** How it elects its council; absent where it does not. */
  elections?: Elections | undefined;
  /** What its market's numbers mean, and the parameters that gateways and clients read; absent where it has no market. */
  market?: MarketConvention | undefined;
}

/** What a market's contract does not say. */
export interface MarketConvention {
  /** Names of kinds of services, by their numbers. */
  kinds: readonly string[];
  /** The key of what gateways take off for those who pay in the network's token, in basis points. */
  discountBps?: string | undefined;
  /** The key of the rating below which clients do not show a service, in thousandths of a star. */
  minRating?: string | undefined;
}

/** A deployment file may have been written by an earlier version, or a later one. */
export const conventions: z.ZodType<Conventions> = z.object({
  proposals: z.object({
    name: z.string().optional(),
    sections: z.array(z.string()),
    aliases: z.record(z.string(), z.string()),
    impact: z.enum(IMPACT_WHEN),
    figures: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(FIGURE_KINDS),
        description: z.string(),
        optional: z.boolean(),
      }),
    ),
    contradictions: z.enum(CONTRADICTIONS),
  }),
  parameters: z.record(
    z.string(),
    z.object({
      description: z.string(),
      readBy: z.array(z.string()).optional(),
      drives: z.string().optional(),
      document: z.boolean().optional(),
      documentAt: z.string().optional(),
    }),
  ),
  holders: z
    .array(
      z.object({
        account: z.string(),
        class: z.enum(HOLDER_CLASSES).optional().catch(undefined),
        amount: z.string().regex(/^\d{1,40}$/),
      }),
    )
    .optional(),
  targets: z
    .array(
      z.object({
        name: z.string(),
        measure: z.string(),
        atLeast: z.string().regex(/^\d{1,40}$/),
        types: z.array(z.string()).optional(),
        token: z
          .string()
          .regex(/^(governance|0x[0-9a-fA-F]{40})$/)
          .optional(),
        categories: z.array(z.string()).optional(),
        over: z.int().min(1).optional(),
      }),
    )
    .optional(),
  elections: elections.optional(),
  market: z
    .object({
      kinds: z.array(z.string()),
      discountBps: z.string().optional(),
      minRating: z.string().optional(),
    })
    .optional(),
});

/** What a configuration says of them. */
export interface Conventional {
  proposals: ProposalForm;
  registry: { parameters: readonly (ParameterConvention & { key: string })[] };
  token: { allocation: readonly { to: string; amount: bigint; class?: HolderClass | undefined }[] };
  vesting?: readonly { beneficiary: string; amount: bigint; class?: HolderClass | undefined }[] | undefined;
  targets?: readonly Target[] | undefined;
  elections?: Elections | undefined;
  market?:
    { kinds: readonly string[]; keys: Pick<MarketConvention, "discountBps" | "minRating"> } | undefined;
}

/** The conventions of a configuration. */
export function conventionsOf(network: Conventional): Conventions {
  const {
    proposals,
    targets,
    elections: wanted,
    market,
    registry: { parameters },
  } = network;
  return {
    proposals,
    holders: firstHoldersOf(network),
    ...(targets?.length && { targets }),
    ...(wanted && { elections: wanted }),
    ...(market && { market: marketConvention(market) }),
    parameters: Object.fromEntries(
      parameters.map(({ key, description, readBy, drives, document, documentAt }) => [
        key,
        {
          description,
          ...(readBy !== undefined && { readBy }),
          ...(drives !== undefined && { drives }),
          ...(document && { document }),
          ...(documentAt !== undefined && { documentAt }),
        },
      ]),
    ),
  };
}

const marketConvention = ({ kinds, keys }: NonNullable<Conventional["market"]>): MarketConvention => ({
  kinds,
  ...(keys.discountBps !== undefined && { discountBps: keys.discountBps }),
  ...(keys.minRating !== undefined && { minRating: keys.minRating }),
});

/** Everybody whom a configuration gives tokens. */
export const firstHoldersOf = ({
  token: { allocation },
  vesting = [],
}: Pick<Conventional, "token" | "vesting">): FirstHolder[] =>
  [
    ...allocation.map(({ to, ...rest }) => ({ account: to, ...rest })),
    ...vesting.map(({ beneficiary, ...rest }) => ({ account: beneficiary, ...rest })),
  ].map(({ account, class: kind, amount }) => ({
    ...{ account, amount: String(amount) },
    ...(kind !== undefined && { class: kind }),
  }));

/** What people have agreed on of a parameter, by its key. */
export const conventionOf = (known: Conventions | undefined, key: string): ParameterConvention | undefined =>
  known && Object.hasOwn(known.parameters, key) ? known.parameters[key] : undefined;

/** What each parameter means. */
export function notesOf(known: Conventions | undefined): ParameterNotes {
  return Object.fromEntries(
    Object.entries(known?.parameters ?? {}).map(([key, { description }]) => [key, description]),
  );
}

/** The rules of a chain, with what its network has agreed on. */
export function withConventions<R extends NetworkRules>(rules: R, known: Conventions | undefined): R {
  if (!known) return rules;
  const { proposals } = known;
  return {
    ...rules,
    proposals,
    registry: {
      ...rules.registry,
      parameters: rules.registry.parameters.map((parameter) => {
        const { drives, document } = conventionOf(known, parameter.key) ?? {};
        return { ...parameter, ...(drives !== undefined && { drives }), ...(document && { document }) };
      }),
    },
  };
}
