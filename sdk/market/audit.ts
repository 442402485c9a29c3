import { Contract, decodeBytes32String, Interface } from "ethers";

import { Market__factory } from "../../typechain-types/factories/contracts/market/Market__factory";
import { FeeTill__factory } from "../../typechain-types/factories/contracts/market/FeeTill__factory";
import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { ProtocolRegistry__factory } from "../../typechain-types/factories/contracts/protocol/ProtocolRegistry__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Seat, Subject } from "../audit/types";
import { disputesAuthority } from "../court/arbitrable";
import { arbitratorSeats, readArbitrator } from "../court/arbitrates";
import { findEvents } from "../events";
import { isRefused } from "../provider/failure";
import { readExcluded } from "../token/excluded";
import { isTheTreasury } from "../treasury/wanted";
import { MARKET_BOUNDS } from "./bounds";
import type { contracts } from "./contracts";

type Key = "minStake" | "minDeveloperBps" | "usageBps" | "burnBps" | "pauseListing" | "pauseSweep";
/** What a configuration says of it. */
export interface Expected {
  market?:
    | {
        kinds: readonly string[];
        tokens: readonly string[];
        exitDelay: number;
        factor: number;
        settlement: string;
        keys: { [key in Key]?: string | undefined };
      }
    | undefined;
  feeTill?: { treasuryBps: string } | undefined;
}
type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  Market: {
    delist: timelock("takes a service off the list; its stake stays its provider's"),
    acceptToken: timelock("says whether payments in a token can be rated"),
    ...disputesAuthority,
    list: anyone("lists a service, with a stake of one's own"),
    update: owner("describes a service by another file: its provider"),
    addAuthorizer: owner("names who claims for a service, for good: its provider"),
    linkAgent: owner("names the agent that a service is: its provider, who owns the agent"),
    requestExit: owner("begins to leave: the provider"),
    rate: owner("rates a service: whoever has paid it"),
    dispute: owner("disputes a payment, for the fee: whoever has made it"),
    recordSweep: owner("says what was split of what a service was paid: the service's till"),
    recordAttribution: owner("says which app has got a channel's share: the service's till"),
    addStake: anyone("adds to the stake of a service"),
    exit: anyone("gives a provider its stake, when nothing is disputed any more"),
    withdraw: anyone("pays an account what rulings gave it"),
    burnForfeited: anyone("burns what rulings took beyond that"),
    endSilence: anyone("leaves everything as it was when the arbitrator was silent for 180 days"),
  },
  Till: {
    sweep: anyone("splits what has come into the shares that the parameters and the till's code name"),
    attribute: anyone("gives apps what is set aside for them"),
    withdraw: anyone("pays an account what it is owed"),
    payNetwork: anyone("gives the treasury the network's share that it has refused before"),
    exclude: anyone("keeps the till's tokens out of every quorum"),
  },
  FeeTill: {
    sweep: anyone("gives the treasury the fees that came, in the two shares that a parameter names"),
    receive: anyone("pays fees in, as ether"),
  },
};

const getters: Own["getters"] = {
  Market: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "REGISTRY() view returns (address)": is("ProtocolRegistry"),
    "SETTLEMENT() view returns (address)": ({ config }) => config?.market?.settlement,
    "TILL() view returns (address)": anything,
    "serviceCount() view returns (uint256)": anything,
    "forfeited() view returns (uint256)": anything,
  },
  FeeTill: {
    "TREASURY() view returns (address)": isTheTreasury,
    "REGISTRY() view returns (address)": is("ProtocolRegistry"),
  },
};

const KEYS: readonly Key[] = [
  "minStake",
  "minDeveloperBps",
  "usageBps",
  "burnBps",
  "pauseListing",
  "pauseSweep",
];
/** What the contracts count of a parameter; a pause flag has no bound. */
const MOST: { readonly [key in Key]?: bigint } = {
  minStake: MARKET_BOUNDS.minStake,
  minDeveloperBps: MARKET_BOUNDS.developerBps,
  usageBps: MARKET_BOUNDS.usageBps,
  burnBps: MARKET_BOUNDS.burnBps,
};
const NONE = /^0x0+$/;

/** The domain in which x402's contract has vouchers signed: a copy elsewhere has another one. */
const DOMAIN = new Interface([
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
]);

async function readDomain(at: string, { provider }: Subject<Expected>): Promise<Fact> {
  const { chainId } = await provider.getNetwork();
  const wanted = [`x402 Batch Settlement 1 of chain ${chainId} at ${at}`];
  const found = await new Contract(at, DOMAIN, provider)
    .getFunction("eip712Domain")()
    .then(
      ([, name, version, chain, contract]: [string, string, string, bigint, string]) =>
        `${name} ${version} of chain ${chain} at ${contract}`,
      (error: unknown) => {
        if (!isRefused(error)) throw error;
        return "no contract that says what its vouchers are signed for";
      },
    );
  return fact("Market", "vouchers are signed for", [found], wanted);
}

/** What it was made with, where its shares come from, who rules, and that it holds every stake. */
async function readMarket(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, config, contracts, fromBlock } = subject;
  const market = Market__factory.connect(at, provider);
  const registry = ProtocolRegistry__factory.connect(contracts.ProtocolRegistry!, provider);
  const [votes, keys, terms, settlement, arbitrator, changes, listed] = await Promise.all([
    readExcluded("Market", at, subject),
    market.keys(),
    market.terms(),
    market.SETTLEMENT(),
    readArbitrator(at, provider),
    findEvents(market, market.filters.TokenAccepted(), { fromBlock }),
    market.serviceCount(),
  ]);
  const word = (key: Key) => (NONE.test(keys[key]) ? "none" : decodeBytes32String(keys[key]));
  const bounds = KEYS.filter((key) => MOST[key] !== undefined && !NONE.test(keys[key])).map(async (key) => {
    const definition = await registry.parameter(keys[key]).catch((error: unknown) => {
      if (isRefused(error)) return undefined;
      throw error;
    });
    if (!definition) return [`the registry has no ${word(key)}`];
    return BigInt(definition.max) <= MOST[key]! ? [] : [`${word(key)} may rise above ${MOST[key]}`];
  });
  const accepted = new Map(changes.map(({ args }) => [args.token, args.accepted]));
  const tokens = [...accepted].filter(([, is]) => is).map(([token]) => nameIn(subject, token));
  const wanted = config?.market;
  const own = contracts.GovernanceToken!;
  const line = (kinds: number | bigint, factor: number | bigint, delay: number | bigint) => [
    `${kinds} kinds`,
    `burns ${factor} times`,
    `leaving takes ${delay} seconds`,
  ];
  return [
    votes,
    await readDomain(settlement, subject),
    fact(
      "Market",
      "terms",
      line(terms.kinds, terms.factor, terms.exitDelay),
      wanted && line(wanted.kinds.length, wanted.factor, wanted.exitDelay),
    ),
    fact(
      "Market",
      "parameters",
      KEYS.map((key) => `${key}: ${word(key)}`),
      wanted && KEYS.map((key) => `${key}: ${wanted.keys[key] ?? "none"}`),
    ),
    fact("Market", "parameters beyond its code", (await Promise.all(bounds)).flat(), []),
    fact(
      "Market",
      "tokens",
      tokens.sort(),
      wanted?.tokens.map((token) => nameIn(subject, token === "governance" ? own : token)).sort(),
    ),
    fact("Market", "arbitrator", [arbitrator ? nameIn(subject, arbitrator.arbitrator) : "nobody yet"]),
    fact("Market", "lacks of what it owes", await lacking(at, listed, subject), []),
  ];
}

/** Stakes, what rulings gave and what is to be burned is there, or how much of it is. */
async function lacking(at: string, count: bigint, { provider, contracts, fromBlock }: Subject<Expected>) {
  const market = Market__factory.connect(at, provider);
  const rulings = await findEvents(market, market.filters.DisputeRuled(), { fromBlock });
  const payers = new Set(
    await Promise.all(rulings.map(async ({ args }) => (await market.claimOf(args.disputeId)).payer)),
  );
  const numbers = Array.from({ length: Number(count) }, (_, i) => i + 1);
  const [forfeited, balance, stakes, credits] = await Promise.all([
    market.forfeited(),
    GovernanceToken__factory.connect(contracts.GovernanceToken!, provider).balanceOf(at),
    Promise.all(numbers.map(async (number) => (await market.serviceOf(number)).stake)),
    Promise.all([...payers].map((payer) => market.creditOf(payer))),
  ]);
  const owed = [...stakes, ...credits].reduce((sum, one) => sum + one, forfeited);
  return balance < owed ? [`${balance} of ${owed} base units`] : [];
}

async function readFeeTill(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, config } = subject;
  const till = FeeTill__factory.connect(at, provider);
  const [votes, key] = await Promise.all([readExcluded("FeeTill", at, subject), till.SHARE_KEY()]);
  const wanted = config?.feeTill?.treasuryBps;
  return [
    votes,
    fact("FeeTill", "share", [decodeBytes32String(key)], wanted === undefined ? undefined : [wanted]),
  ];
}

/** Who provides services and claims for them, as anyone may with a stake, and who rules about payments. */
async function readSeats(subject: Subject<Expected>): Promise<Seat[]> {
  const { contracts: found, provider, fromBlock } = subject;
  if (!found.Market) return [];
  const market = Market__factory.connect(found.Market, provider);
  const [count, named, arbitrators] = await Promise.all([
    market.serviceCount(),
    findEvents(market, market.filters.AuthorizerAdded(), { fromBlock }),
    arbitratorSeats("Market", subject),
  ]);
  const services = await Promise.all(
    Array.from({ length: Number(count) }, (_, i) => market.serviceOf(i + 1)),
  );
  const seat = (holder: string, does: string): Seat => ({ holder, does, open: true });
  return [
    ...services.flatMap(({ provider: by, status }, i) =>
      status === GONE ? [] : [seat(by, `provides service ${i + 1}`)],
    ),
    ...named.map(({ args: { service, authorizer } }) => seat(authorizer, `claims for service ${service}`)),
    ...arbitrators,
  ];
}
/** The status of a service whose provider has left. */
const GONE = 3n;

export const auditing: Own = {
  authority,
  seats: readSeats,
  getters,
  readers: { Market: readMarket, FeeTill: readFeeTill },
  marks: { Market: "serviceCount() view returns (uint256)" },
};
