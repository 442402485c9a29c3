import { ZeroAddress } from "ethers";

import { Credentials__factory } from "../../typechain-types/factories/contracts/people/Credentials__factory";
import { QuadraticVotes__factory } from "../../typechain-types/factories/contracts/people/QuadraticVotes__factory";
import { Reputation__factory } from "../../typechain-types/factories/contracts/people/Reputation__factory";
import { PhasedRulebook__factory } from "../../typechain-types/factories/contracts/phases/PhasedRulebook__factory";
import { Rulebook__factory } from "../../typechain-types/factories/contracts/governor/Rulebook__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { answer } from "../audit/discover";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { AuditedContracts, Auditing, Fact, Seat, Subject, Wanted } from "../audit/types";
import { wordText } from "../calls/words";
import { findEvents } from "../events";
import { formatDuration } from "../format";
import type { Addresses } from "../network";
import { getBlock } from "../provider";
import { votesAddress } from "../votes/address";
import type { contracts } from "./contracts";
import { reachLines, readReach } from "./persons";
import { formatPoints } from "./points";

/** What a configuration says of it. */
export interface Expected {
  people?:
    | {
        credentials: readonly { name: string; issuer: string; term: number; revocable: boolean }[];
        reputation?: { awarders: readonly { account: string; perQuarter: bigint }[] } | undefined;
      }
    | undefined;
  work?: { pointsPerQuarter?: bigint | undefined } | undefined;
  sources?:
    | {
        quadratic?: { class: string } | undefined;
        blended?: { class: string; rhoBps: number; target: bigint } | undefined;
      }
    | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  Credentials: {
    openClass: timelock("opens a class of credentials"),
    setIssuer: timelock("gives a class to another issuer, or to nobody"),
    issue: owner("issues a credential: the issuer of the class"),
    renew: owner("renews a credential: the issuer of the class"),
    revoke: owner("ends a credential: the issuer where the class says so, and the timelock"),
    renounce: owner("ends a credential of one's own"),
    expire: anyone("takes what has lapsed out of the count, and changes no credential"),
  },
  Reputation: {
    setAwarder: timelock("says how many points an account may give in a quarter"),
    revoke: timelock("takes points away"),
    award: owner("gives points: those whom a vote has named, within their caps"),
  },
  QuadraticVotes: {},
  BlendedVotes: {},
};

/** What the governor counts. */
const votes: Wanted<Expected> = ({ config, contracts }) => config && votesAddress(contracts as Addresses);
/** The number of the class that a source of the configuration names. */
const classOf =
  (source: "quadratic" | "blended"): Wanted<Expected> =>
  ({ config }) => {
    const { people, sources } = config ?? {};
    const name = sources?.[source]?.class;
    return name === undefined ? undefined : people?.credentials.findIndex((each) => each.name === name);
  };

const getters: Own["getters"] = {
  Credentials: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "classCount() view returns (uint256)": anything,
  },
  Reputation: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "endWeek() view returns (uint256)": anything,
  },
  QuadraticVotes: {
    "STAKE() view returns (address)": votes,
    "CREDENTIALS() view returns (address)": is("Credentials"),
    "KIND() view returns (uint256)": classOf("quadratic"),
  },
  BlendedVotes: {
    "STAKE() view returns (address)": votes,
    "CREDENTIALS() view returns (address)": is("Credentials"),
    "REPUTATION() view returns (address)": is("Reputation"),
    "KIND() view returns (uint256)": classOf("blended"),
    "RHO_BPS() view returns (uint256)": ({ config }) => config?.sources?.blended?.rhoBps,
    "TARGET() view returns (uint256)": ({ config }) => config?.sources?.blended?.target,
  },
};

/** The name of an account of the configuration as the chain's would be; nothing where the council is not known. */
function accountIn(subject: Subject<Expected>, account: string): string | undefined {
  if (account !== "council") return nameIn(subject, subject.accounts?.[account] ?? account);
  return subject.contracts.Council && nameIn(subject, subject.contracts.Council);
}

/** Lines of what is expected; none where an account in them is not known. */
function linesOf<T>(
  all: readonly T[] | undefined,
  who: (one: T) => string | undefined,
  line: (one: T, name: string) => string,
): string[] | undefined {
  const names = all?.map(who);
  if (!all || !names?.every((name) => name !== undefined)) return undefined;
  return all.map((one, i) => line(one, names[i]!));
}

/** Each class, with who issues it, for how long, and whether they may revoke. */
async function readClasses(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const classes = await classesOf(at, subject);
  const said = (name: string, issuer: string, term: number, revocable: boolean) =>
    `${name}: by ${issuer}, for ${formatDuration(term)}${revocable ? ", revocable" : ""}`;
  const expected = linesOf(
    subject.config?.people?.credentials,
    ({ issuer }) => accountIn(subject, issuer),
    ({ name, term, revocable }, issuer) => said(name, issuer, term, revocable),
  );
  const actual = classes.map(({ name, issuer, term, revocable }) =>
    said(wordText(name), nameIn(subject, issuer), Number(term), revocable),
  );
  return [fact("Credentials", "classes", actual, expected)];
}

/** Everybody who may give points, and how many. */
async function readAwarders(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const said = (name: string, perQuarter: bigint) => `${name}: ${formatPoints(perQuarter)} a quarter`;
  const actual = (await awardersOf(at, subject)).map(([who, cap]) => said(nameIn(subject, who), cap));
  const expected = linesOf(
    subject.config?.people && (subject.config.people.reputation?.awarders ?? []),
    ({ account }) => accountIn(subject, account),
    ({ perQuarter }, name) => said(name, perQuarter),
  );
  const points = subject.config?.work?.pointsPerQuarter;
  const later = points === undefined ? [] : [said("Work", points)];
  return [fact("Reputation", "awarders", actual, expected, later)];
}

/** Everybody who may give points, with how many in a quarter. */
async function awardersOf(
  at: string,
  { provider, fromBlock }: Subject<Expected>,
): Promise<[string, bigint][]> {
  const reputation = Reputation__factory.connect(at, provider);
  const set = await findEvents(reputation, reputation.filters.AwarderSet(), { fromBlock });
  const caps = new Map(set.map(({ args }) => [args.awarder, args.perQuarter]));
  return [...caps].filter(([, cap]) => cap > 0n);
}

/** Who issues credentials, and who gives reputation. */
async function readSeats(subject: Subject<Expected>): Promise<Seat[]> {
  const { Credentials, Reputation } = subject.contracts;
  const [classes, awarders] = await Promise.all([
    Credentials ? classesOf(Credentials, subject) : [],
    Reputation ? awardersOf(Reputation, subject) : [],
  ]);
  return [
    ...classes.map(({ issuer: holder }, kind) => ({ holder, does: `issues credentials of class ${kind}` })),
    ...awarders.map(([holder]) => ({ holder, does: "gives reputation" })),
  ].filter(({ holder }) => holder !== ZeroAddress);
}

async function classesOf(at: string, { provider }: Subject<Expected>) {
  const credentials = Credentials__factory.connect(at, provider);
  const count = Number(await credentials.classCount());
  return Promise.all(Array.from({ length: count }, (_, kind) => credentials.classOf(kind)));
}

/** What the persons of now could cast: a quorum that none of them could meet is a rule that nobody meant. */
async function readSource(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, contracts, fromBlock } = subject;
  const { number, timestamp } = await getBlock(provider, "latest");
  const reach = await readReach(
    {
      quadraticVotes: QuadraticVotes__factory.connect(at, provider),
      credentials: contracts.Credentials
        ? Credentials__factory.connect(contracts.Credentials, provider)
        : undefined,
      rulebook: PhasedRulebook__factory.connect(contracts.Rulebook!, provider),
    },
    fromBlock,
    timestamp - 1,
    number,
  );
  return reach ? [fact("QuadraticVotes", "reach", reachLines(reach))] : [];
}

/** What the sources of the rulebook's types ask: who is a person, and what they have earned. */
async function leadsTo(
  { Rulebook }: AuditedContracts,
  provider: NonNullable<Subject["provider"]>,
): Promise<AuditedContracts> {
  const book = Rulebook__factory.connect(Rulebook!, provider);
  const rules = await Promise.all((await book.types()).map((code) => book.rulesOf(code)));
  const sources = new Set(rules.map(({ voteSource }) => voteSource).filter((at) => BigInt(at) !== 0n));
  let found: AuditedContracts = {};
  for (const source of sources) {
    const Credentials = await answer(provider, source, "CREDENTIALS() view returns (address)");
    if (Credentials === undefined) continue;
    const Reputation = await answer(provider, source, "REPUTATION() view returns (address)");
    found = {
      ...(Reputation ? { BlendedVotes: source, Reputation } : { QuadraticVotes: source }),
      Credentials,
      ...found,
    };
  }
  return found;
}

export const auditing: Own = {
  authority,
  getters,
  readers: { Credentials: readClasses, Reputation: readAwarders, QuadraticVotes: readSource },
  seats: readSeats,
  marks: {
    Credentials: "classCount() view returns (uint256)",
    Reputation: "endWeek() view returns (uint256)",
  },
  leadsTo,
};
