import { ZeroAddress } from "ethers";

import { wordText } from "../calls/words";
import { counted, differs } from "../history/complete";
import type { Historical, Moment } from "../history/types";
import type { contracts } from "./contracts";
import { LAST } from "./read";

/** A class of credentials. `term` in seconds. */
export interface HistoricClass {
  kind: bigint;
  name: string;
  issuer: string;
  term: bigint;
  revocable: boolean;
}

/** What an account has or had of a class; the last time it was issued. `until` in seconds. */
export interface HistoricCredential {
  kind: bigint;
  account: string;
  issued: Moment;
  until: bigint;
  /** Whether the class counts it: what has lapsed is counted until somebody trims it. */
  counted: boolean;
  /** Who ended it before its time. */
  revoked?: { by: string; moment: Moment };
}

/** Points that were given, or taken by a vote: then `points` is below 0. 18 decimals. */
export interface HistoricAward extends Moment {
  /** Who gave them; absent where a vote took them. */
  awarder?: string;
  account: string;
  points: bigint;
  /** The Unix week in which they end. */
  week: bigint;
  ref: string;
}

export interface PeopleHistory {
  /** By number. */
  classes: Map<bigint, HistoricClass>;
  /** By {@link credentialKey}. */
  credentials: Map<string, HistoricCredential>;
  awards: HistoricAward[];
  /** What each account that may give points, or might once, gives in a quarter at the most. */
  awarders: Map<string, { awarder: string; perQuarter: bigint }>;
}

export const credentialKey = (kind: bigint, account: string): string => `${kind}:${account}`;

export const history: Historical<typeof contracts, PeopleHistory> = {
  version: 2,
  initial: () => ({ classes: new Map(), credentials: new Map(), awards: [], awarders: new Map() }),
  fold: {
    Credentials: {
      ClassOpened({ state, add }, { kind, name, term, revocable }) {
        add(state.classes, kind, { kind, name: wordText(name), issuer: ZeroAddress, term, revocable });
      },
      IssuerSet({ state, edit }, { kind, issuer }) {
        edit(state.classes, kind).issuer = issuer;
      },
      // What lapsed and is issued anew is first taken out of the count: its events come in this order.
      Transfer({ state, edit }, { from, tokenId }) {
        if (from !== ZeroAddress)
          edit(state.credentials, credentialKey(tokenId >> 160n, from)).counted = false;
      },
      Issued({ state, add }, { kind, account, until }, issued) {
        add(state.credentials, credentialKey(kind, account), { kind, account, until, issued, counted: true });
      },
      Renewed({ state, edit }, { kind, account, until }) {
        edit(state.credentials, credentialKey(kind, account)).until = until;
      },
      Revoked({ state, edit }, { kind, account, by }, moment) {
        edit(state.credentials, credentialKey(kind, account)).revoked = { by, moment };
      },
      Approval: null,
      ApprovalForAll: null,
      Locked: null,
      Unlocked: null,
    },
    Reputation: {
      AwarderSet({ state, add }, { awarder, perQuarter }) {
        add(state.awarders, awarder, { awarder, perQuarter });
      },
      Awarded({ state }, { awarder, account, points, week, ref }, moment) {
        if (points > 0n) state.awards.push({ ...moment, awarder, account, points, week, ref });
      },
      Revoked({ state }, { account, week, points, reason: ref }, moment) {
        state.awards.push({ ...moment, account, points: -points, week, ref });
      },
      // What an award or a revocation did is said there.
      DelegateChanged: null,
      DelegateVotesChanged: null,
    },
    // They keep nothing of their own.
    QuadraticVotes: null,
    BlendedVotes: null,
  },

  async findMissing({ credentials }, { classes, credentials: known }, at) {
    if (!credentials) return undefined;
    const opened = await counted(credentials.classCount(at));
    if (differs(opened, BigInt(classes.size)))
      return `${opened} classes of credentials, and events of ${classes.size}`;
    for (const { kind, name } of classes.values()) {
      const there = await counted(credentials.totalAt(kind, LAST, at));
      const made = [...known.values()].filter((each) => each.kind === kind && each.counted).length;
      if (differs(there, BigInt(made))) return `${there} credentials ${name}, and events that make ${made}`;
    }
    return undefined;
  },
};
