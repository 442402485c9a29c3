import { DAY, formatDuration } from "@polity/sdk";
import { longestCase } from "@polity/sdk/court/limits";
import { MARKET_BOUNDS, SETTLEMENT } from "@polity/sdk/market/bounds";
import { checkAddress } from "@polity/sdk/nep/actions";
import { list, rule, scalar, strictObject, type Report } from "@polity/sdk/problems";
import type { NetworkConfig } from ".";
import { duration, eachRepeated, form, integer, refuse } from "./leaves";
import type { Part } from "./part";
import { ETHER, tokenName } from "./treasury";

const KIND = /^[A-Z][A-Z0-9]{0,30}$/;
const kind = scalar("must be a kind of services like MODEL", (value) =>
  KIND.test(value)
    ? value
    : refuse(`"${value}" is no kind of services`, "write A-Z, then A-Z and 0-9, 31 characters at most"),
).meta({
  ...form("kind", "A-Z, then A-Z and 0-9, 31 characters at most; each stands in the list once", "MODEL"),
  description: "What a service is: its number is its place in the list, which never changes.",
});
const key = (example: string, description: string) =>
  scalar(`must be a key like ${example}`, (value) => value).meta({
    ...form("key", "one of `registry.parameters`", example),
    description,
  });

export const sections = {
  market: strictObject({
    kinds: list(kind, "must be a list of kinds")
      .check(
        rule<string[]>([""], (kinds, report) => {
          eachRepeated(kinds, (one, i) => report([i], `"${one}" appears twice`));
          if (kinds.length > MARKET_BOUNDS.kinds)
            report([], `has ${kinds.length} kinds: there are ${MARKET_BOUNDS.kinds} at most`);
        }),
      )
      .describe("What is listed."),
    tokens: list(tokenName, "must be a list of tokens")
      .check(
        rule<string[]>([""], (tokens, report) => {
          eachRepeated(tokens, (one, i) => report([i], `"${one}" appears twice`));
          if (tokens.length > MARKET_BOUNDS.tokens)
            report([], `has ${tokens.length} tokens: there are ${MARKET_BOUNDS.tokens} at most`);
        }),
      )
      .describe(
        "In which payments are rated: each needs a cap of the treasury, which gets its share of them.",
      ),
    exitDelay: duration(DAY, MARKET_BOUNDS.exitDelay).meta({
      example: "90d",
      description: "How long a provider who leaves can still be disputed.",
    }),
    factor: integer(0, MARKET_BOUNDS.factor).meta({
      example: 1,
      description: "How many times what a payer gets back by a ruling is burned beside it.",
    }),
    settlement: scalar("must be the address of a contract", (value) => checkAddress(value))
      .meta({
        ...form("address", "x402's contract of batch settlement", SETTLEMENT),
        description: "Who keeps the channels; left out, x402's own, which has this address on every chain.",
      })
      .default(SETTLEMENT),
    keys: strictObject({
      minStake: key("market.minStake", "The least stake of a service, in whole tokens."),
      minDeveloperBps: key("rewards.developerBps", "The least share for apps, in basis points."),
      usageBps: key("fees.usageBps", "The network's share of what services get, in basis points."),
      burnBps: key("fees.burnBps", "What of that is burned, in basis points of it.").optional(),
      pauseListing: key("emerg.pauseListing", "The flag that stops listing.").optional(),
      pauseSweep: key("emerg.pausePayments", "The flag that stops sweeps.").optional(),
      discountBps: key(
        "fees.tokenDiscountBps",
        "What gateways take off the price for those who pay in the network's token, in basis points.",
      ).optional(),
      minRating: key(
        "market.minRatingMilli",
        "The rating below which a service is not shown, in thousandths of a star.",
      ).optional(),
    }).describe("Which parameters it reads."),
  })
    .describe("Services that are listed with a stake and paid per request, and the tills that split it.")
    .optional(),
  feeTill: strictObject({
    treasuryBps: key(
      "fee.treasuryShareBps",
      "What part of the fees is the treasury's own, in basis points; the rest is income for those who contribute.",
    ),
  })
    .describe("Where products pay the fees that they took, without a market.")
    .optional(),
};

type Parameters = NetworkConfig["registry"]["parameters"];

/** Reports a key that names no parameter of that kind, or one whose bounds go beyond what the contract counts. */
function checkKey(
  parameters: Parameters,
  name: string | undefined,
  most: bigint | "flag",
  report: (message: string) => void,
): void {
  if (name === undefined) return;
  const found = parameters.find((parameter) => parameter.key === name);
  if (!found) return report(`${name} is no key of registry.parameters`);
  if (most === "flag") {
    if (found.kind !== "bool" || found.namespace !== "emerg")
      report(`${name} is no Bool of the namespace emerg`);
    return;
  }
  if (found.kind !== "uint") return report(`${name} is a ${found.kind}, and no uint`);
  if (found.max === undefined || found.max > most)
    report(`${name} may rise above ${most}, which the contract does not count: give it a max`);
}

const MOST = {
  minStake: MARKET_BOUNDS.minStake,
  minDeveloperBps: MARKET_BOUNDS.developerBps,
  usageBps: MARKET_BOUNDS.usageBps,
  burnBps: MARKET_BOUNDS.burnBps,
  pauseListing: "flag",
  pauseSweep: "flag",
  discountBps: MARKET_BOUNDS.burnBps,
  minRating: 5_000n,
} as const;

export const part: Part = {
  has: ({ market, feeTill }, contract) =>
    (market !== undefined && contract !== "FeeTill") || (feeTill !== undefined && contract === "FeeTill"),
  foreign: ({ market }): Record<string, string> => (market ? { "market.settlement": market.settlement } : {}),
  rules: [
    {
      says: "A network with `market` has `treasury`, a `court` or an `arbitrator`, and a cap for each of its tokens, none of which is ether.",
      reads: ["market", "treasury", "court", "arbitrator"],
      check: ({ market, treasury, court, arbitrator }, report) => {
        if (!market) return;
        if (!treasury) report(["market"], "needs the section treasury, which gets the network's share");
        if (!court && !arbitrator)
          report(["market"], "needs the section court or arbitrator: payments can be disputed");
        checkTokens(market.tokens, treasury, report);
      },
    },
    {
      says: "`market.exitDelay` is longer than the longest case of the `court`: whoever learns from one ruling what a provider did can still dispute what was paid.",
      reads: ["market", "court"],
      check: ({ market, court }, report) => {
        if (!market || !court) return;
        const longest = longestCase(court);
        if (market.exitDelay <= longest)
          report(
            ["market", "exitDelay"],
            `${formatDuration(market.exitDelay)} is too short: a case can take ${formatDuration(longest)}`,
          );
      },
    },
    {
      says: "`market.keys` and `feeTill.treasuryBps` name parameters of the registry: Bools of the namespace emerg, or uints whose `max` is no more than what the contracts count.",
      reads: ["market", "feeTill", "registry.parameters"],
      check: ({ market, feeTill, registry: { parameters } }, report) => {
        for (const [name, most] of Object.entries(MOST) as [keyof typeof MOST, bigint | "flag"][])
          checkKey(parameters, market?.keys[name], most, (message) =>
            report(["market", "keys", name], message),
          );
        checkKey(parameters, feeTill?.treasuryBps, MARKET_BOUNDS.burnBps, (message) =>
          report(["feeTill", "treasuryBps"], message),
        );
      },
    },
    {
      says: "`feeTill` needs `treasury`; a network with `market` opens `Market.delist` to a type, and a scope of `Market` needs `market`.",
      reads: ["market", "feeTill", "treasury", "governor.scopes"],
      check: ({ market, feeTill, treasury, governor: { scopes } }, report) => {
        if (feeTill && !treasury) report(["feeTill"], "needs the section treasury, which gets the fees");
        const isDelist = (called: string) => called.split("(", 1)[0] === "delist";
        const opens = scopes.some(({ target, function: called }) => target === "Market" && isDelist(called));
        if (market && !opens)
          report(
            ["governor", "scopes"],
            "must open Market.delist to a type: somebody has to take services off",
          );
        scopes.forEach(({ target }, i) => {
          if (target === "Market" && !market) report(["governor", "scopes", i, "target"], "needs market");
        });
      },
    },
  ],
};

function checkTokens(tokens: readonly string[], treasury: NetworkConfig["treasury"], report: Report): void {
  const caps = new Set(treasury?.caps.map(({ token }) => token));
  tokens.forEach((token, i) => {
    if (/^0x0+$/.test(token)) report(["market", "tokens", i], `is ${ETHER}: channels are of tokens`);
    else if (!caps.has(token)) report(["market", "tokens", i], "has no cap in treasury.caps");
  });
}
