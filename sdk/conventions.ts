import type { Target } from "./analytics/targets";
import { CONTRADICTIONS, IMPACT_WHEN, type ProposalForm } from "./nep/form";
import { FIGURE_KINDS } from "./nep/impact";
import type { NetworkRules } from "./nep/rules";
import type { ParameterNotes } from "./core/domain";
import { flag, list, object, oneOf, optional, record, text, whole, type Shape } from "./shape";
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

const amount = text("must be an amount in base units, as a text of digits", /^\d{1,40}$/);

/** A deployment file may have been written by an earlier version, or a later one. */
export const conventions: Shape<Conventions> = object<Conventions>({
  proposals: object<ProposalForm>({
    name: optional(text()),
    sections: list(text()),
    aliases: record(text()),
    impact: oneOf(IMPACT_WHEN),
    figures: list(object({ name: text(), kind: oneOf(FIGURE_KINDS), description: text(), optional: flag })),
    contradictions: oneOf(CONTRADICTIONS),
  }),
  parameters: record(
    object<ParameterConvention>({
      description: text(),
      readBy: optional(list(text())),
      drives: optional(text()),
      document: optional(flag),
      documentAt: optional(text()),
    }),
  ),
  holders: optional(
    list(
      object<FirstHolder>({
        account: text(),
        // This version does not know a class that a later one has added.
        class: (value) => HOLDER_CLASSES.find((known) => known === value),
        amount,
      }),
    ),
  ),
  targets: optional(
    list(
      object<Target>({
        ...{ name: text(), measure: text(), atLeast: amount },
        types: optional(list(text())),
        token: optional(text("must be governance, or a token's address", /^(governance|0x[0-9a-fA-F]{40})$/)),
        categories: optional(list(text())),
        over: optional(whole(1)),
      }),
    ),
  ),
  elections: optional(elections),
  market: optional(
    object<MarketConvention>({
      kinds: list(text()),
      discountBps: optional(text()),
      minRating: optional(text()),
    }),
  ),
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
