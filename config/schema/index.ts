import * as z from "zod";

import { didYouMean, formatAmount, formatDuration, ValidationError } from "../../sdk";
import { oneOf, problemsOf, rule, strictObject } from "../../sdk/problems";
import { text, positiveAmount, duration, expandShares, integer, TREASURY } from "./leaves";
import { token } from "./token";
import { vestingGrant } from "./vesting";
import { checkTreasuryRules, governor } from "./governor";
import { proposals } from "./proposals";
import { registry } from "./registry";
import { council } from "./council";
import { GOVERNANCE_TOKEN, treasury } from "./treasury";

export { DEFAULT_TYPE, EMERGENCY_TYPE, EMERGENCY_THRESHOLD_FACTOR, RESERVED_TYPES } from "./governor";
export type { Scope, TypeRules } from "./governor";
export { TIMELOCK, TREASURY } from "./leaves";
export { GOVERNANCE_TOKEN, type Cap } from "./treasury";
export type { VestingGrant } from "./vesting";
export type { Parameter } from "./registry";

const VOTE_SOURCES = ["token", "escrow", "combined"] as const;
/** One token one vote, one vote per token locked in proportion to its time, or both together. */
export type VoteSource = (typeof VOTE_SOURCES)[number];

const config = strictObject({
  name: text("must be the network's name"),
  description: text("must be a sentence about the network"),
  token,
  /**
   * How long tokens can be locked, and how few. There is one unless votes come from the token alone. A lock without end is
   * one vote per token whatever `maxWeeks` is; one that ends weighs less, in proportion to the weeks it has left.
   */
  escrow: strictObject({ maxWeeks: integer(1, 208), minAmount: positiveAmount }).optional(),
  /** Where votes come from: tokens held, tokens locked, or both. */
  voteSource: oneOf(...VOTE_SOURCES),
  timelock: strictObject({ minDelay: duration(1) }),
  governor,
  registry,
  /** What the network wants in a proposal's file besides what every network does. */
  proposals: proposals.optional(),
  /** The money that belongs to everyone; left out, the timelock holds it and votes send it anywhere. */
  treasury: treasury.optional(),
  /** Spends what votes grant it. Its powers over proposals come by a vote too, for a year at most. */
  council: council.optional(),
  /** Grants over time, created with the network. */
  vesting: z.array(vestingGrant, "must be a list of grants").optional(),
}).check(
  rule<NetworkConfig>(["token.allocation", "token.hardCap", "vesting"], (network, report) => {
    const supply = initialSupply(network);
    if (supply > network.token.hardCap) {
      report(
        ["token", "allocation"],
        `sums to ${formatAmount(supply)} with vesting, above hardCap, ${formatAmount(network.token.hardCap)}`,
      );
    }
  }),
  rule<NetworkConfig>(["token.supply", "token.allocation", "vesting"], (network, report) => {
    const { supply } = network.token;
    const sum = initialSupply(network);
    if (supply !== undefined && sum !== supply) {
      report(
        ["token", "supply"],
        `${formatAmount(supply)} is stated, and allocation and vesting add up to ${formatAmount(sum)}`,
      );
    }
  }),
  rule<NetworkConfig>(["token.allocation", "treasury"], ({ token: { allocation }, treasury }, report) => {
    const i = allocation.findIndex(({ to }) => to === TREASURY);
    if (i === -1) return;
    if (!treasury) report(["token", "allocation", i, "to"], "has no section treasury");
    else if (!treasury.caps.some((cap) => cap.token === GOVERNANCE_TOKEN)) {
      report(["treasury", "caps"], `must have one for ${GOVERNANCE_TOKEN}: the treasury gets some`);
    }
  }),
  rule<NetworkConfig>(["treasury", "council", "governor.types", "governor.scopes"], (network, report) => {
    if (network.treasury) {
      checkTreasuryRules(network.governor, network.council !== undefined, (path, message) =>
        report(["governor", ...path], message),
      );
    }
  }),
  rule<NetworkConfig>(["treasury", "vesting", "governor.scopes"], (network, report) => {
    const sections = { Treasury: "treasury", VestingFactory: "vesting" } as const;
    network.governor.scopes.forEach(({ target }, i) => {
      const section = Object.entries(sections).find(([name]) => name === target)?.[1];
      const made = section && network[section];
      if (section && (Array.isArray(made) ? made.length === 0 : !made))
        report(["governor", "scopes", i, "target"], `has no section ${section}`);
    });
  }),
  rule<NetworkConfig>(["voteSource", "escrow"], ({ voteSource, escrow }, report) => {
    if (voteSource !== "token" && !escrow) report(["escrow"], `is missing; votes come from ${voteSource}`);
    // Who locked tokens would lose their votes by it.
    if (voteSource === "token" && escrow)
      report(["escrow"], "must be left out: votes come from the token, and what is locked would have none");
  }),
  rule<NetworkConfig>(
    ["governor.types", "timelock"],
    ({ governor: { types }, timelock: { minDelay } }, report) => {
      for (const [code, { graceMin }] of Object.entries(types)) {
        if (graceMin < minDelay) {
          const message = `${formatDuration(graceMin)} is below timelock.minDelay, ${formatDuration(minDelay)}`;
          report(["governor", "types", code, "graceMin"], message);
        }
      }
    },
  ),
  rule<NetworkConfig>(["governor.types", "token.allocation", "vesting", "voteSource"], (network, report) => {
    const supply = initialSupply(network);
    // Escrowed power decays, so a share of it alone could shrink to nothing.
    const lowest = network.voteSource === "token" ? 0n : supply / 50n;
    for (const [code, { quorumFloor, threshold }] of Object.entries(network.governor.types)) {
      const at = (field: string) => ["governor", "types", code, field];
      if (quorumFloor < lowest) {
        report(
          at("quorumFloor"),
          `${formatAmount(quorumFloor)} is below 2 % of the initial supply, ${formatAmount(lowest)}`,
        );
      }
      for (const [field, votes] of Object.entries({ quorumFloor, threshold })) {
        if (votes > supply)
          report(
            at(field),
            `${formatAmount(votes)} is above the initial supply, ${formatAmount(supply)}: nobody could reach it`,
          );
      }
    }
  }),
  rule<NetworkConfig>(
    ["governor.scopes", "registry.parameters"],
    ({ governor: { scopes }, registry }, report) => {
      const namespaces = [...new Set(registry.parameters.map(({ namespace }) => namespace))];
      scopes.forEach(({ namespace }, i) => {
        if (namespace !== undefined && !namespaces.includes(namespace)) {
          const known = namespaces.join(", ");
          report(
            ["governor", "scopes", i, "namespace"],
            `"${namespace}" has no parameters${didYouMean(namespace, namespaces)}; known are ${known}`,
          );
        }
      });
    },
  ),
);

/** A network as a person writes it: durations "7d", amounts in whole tokens "100", ratios in basis points. */
export type NetworkInput = z.input<typeof config>;

/** A checked network. Durations in seconds, amounts in base units (18 decimals), ratios in basis points. */
export type NetworkConfig = z.output<typeof config>;

/**
 * Checks a network's configuration.
 * @throws ValidationError with every problem. A rule across fields is judged once the fields it reads are well-formed.
 */
export function parseConfig(input: unknown): NetworkConfig {
  const result = config.safeParse(withAmounts(input));
  if (result.success) return result.data;
  const name = (input as { name?: unknown } | null | undefined)?.name;
  const subject = typeof name === "string" && name ? `configuration of ${name}` : "configuration";
  throw new ValidationError(subject, problemsOf(result.error));
}

/** The input with shares of the stated supply as amounts. What has another form than a configuration stays as it is. */
function withAmounts(input: unknown): unknown {
  const { token, vesting } = (input ?? {}) as {
    token?: { allocation?: unknown; supply?: unknown };
    vesting?: unknown;
  };
  const supply = token?.supply;
  if (supply === undefined) return input;
  const expand = (list: unknown): unknown =>
    !Array.isArray(list)
      ? list
      : list.map((entry: unknown) =>
          typeof entry === "object" && entry !== null && "amount" in entry
            ? { ...entry, amount: expandShares(entry.amount, supply) }
            : entry,
        );
  return {
    ...(input as object),
    token: { ...token, allocation: expand(token!.allocation) },
    ...(vesting === undefined ? {} : { vesting: expand(vesting) }),
  };
}

/** Gives a preset its types. It is checked by {@link parseConfig}. */
export function defineNetwork(input: NetworkInput): NetworkInput {
  return input;
}

/** Tokens that exist after deployment, in base units. */
export function initialSupply({
  token: { allocation },
  vesting = [],
}: Pick<NetworkConfig, "token" | "vesting">): bigint {
  return [...allocation, ...vesting].reduce((sum, { amount: units }) => sum + units, 0n);
}
