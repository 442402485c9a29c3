import type { Credentials } from "../../typechain-types/contracts/people/Credentials";
import type { Reputation } from "../../typechain-types/contracts/people/Reputation";
import { wordText } from "../calls/words";
import { PolityError } from "../errors";
import { didYouMean } from "../did-you-mean";

type Tag = number | "latest";

/** A class of credentials. `term` in seconds. */
export interface CredentialClass {
  kind: number;
  name: string;
  issuer: string;
  term: number;
  /** Whether the issuer may revoke. */
  revocable: boolean;
  /** How many there are, with those that have lapsed and that nobody has trimmed. */
  total: bigint;
}

/** Every class, in the order of their numbers. */
export async function readClasses(
  credentials: Credentials,
  blockTag: Tag = "latest",
): Promise<CredentialClass[]> {
  const at = { blockTag };
  const count = Number(await credentials.classCount(at));
  return Promise.all(
    Array.from({ length: count }, async (_, kind) => {
      const [{ name, issuer, term, revocable }, total] = await Promise.all([
        credentials.classOf(kind, at),
        credentials.totalAt(kind, LAST, at),
      ]);
      return { ...{ kind, name: wordText(name), issuer, term: Number(term), revocable }, total };
    }),
  );
}

/** The latest second that the contract's history can be asked about: what is there now. */
export const LAST = 2n ** 48n - 1n;

/** The class of a name. @throws PolityError if there is none. */
export async function classNamed(credentials: Credentials, name: string): Promise<CredentialClass> {
  const classes = await readClasses(credentials);
  const found = classes.find((each) => each.name === name);
  if (found) return found;
  const names = classes.map((each) => each.name);
  throw new PolityError(`there is no class of credentials ${name}${didYouMean(name, names)}`, {
    hint: names.length > 0 ? `there are ${names.join(", ")}` : "no vote has opened one",
  });
}

/** A credential that an account has, or had until it lapsed. `until` in seconds. */
export interface HeldCredential {
  kind: number;
  name: string;
  until: number;
}

/** What an account has of every class. What was ended or trimmed is left out. */
export async function readCredentials(
  credentials: Credentials,
  account: string,
  blockTag: Tag = "latest",
): Promise<HeldCredential[]> {
  const classes = await readClasses(credentials, blockTag);
  const ends = await Promise.all(classes.map(({ kind }) => credentials.untilOf(kind, account, { blockTag })));
  return classes
    .map(({ kind, name }, i) => ({ kind, name, until: Number(ends[i]!) }))
    .filter(({ until }) => until > 0);
}

/** What an account has earned, 18 decimals. */
export interface Standing {
  /** What it weighs now. */
  votes: bigint;
  /** What has not ended, by the Unix week in which it ends. */
  points: { week: bigint; points: bigint }[];
}

/** Weeks of a quarter, and quarters in which points may end that are there at one time. */
const [QUARTER, LIFE] = [13n, 5n];

export async function readStanding(
  reputation: Reputation,
  account: string,
  blockTag: Tag = "latest",
): Promise<Standing> {
  const at = { blockTag };
  const [votes, last] = await Promise.all([reputation.getVotes(account, at), reputation.endWeek(at)]);
  const weeks = Array.from({ length: Number(LIFE) }, (_, i) => last - (LIFE - 1n - BigInt(i)) * QUARTER);
  const points = await Promise.all(weeks.map((week) => reputation.endingAt(account, week, at)));
  return {
    votes,
    points: weeks.map((week, i) => ({ week, points: points[i]! })).filter((each) => each.points > 0n),
  };
}
