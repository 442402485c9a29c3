import { Ballots__factory } from "../../typechain-types/factories/contracts/voting/Ballots__factory";
import { owner, timelock } from "../audit/authority";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Subject } from "../audit/types";
import { findEvents } from "../events";
import type { Addresses } from "../network";
import { votesAddress } from "../votes/address";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  ballots?: { openBps: number } | undefined;
  work?: object | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  Ballots: {
    admit: timelock("lets a contract open ballots whatever votes it has, or no longer"),
    setVotes: timelock("says which votes are the network's own, a share of which opens ballots to come"),
    open: owner("opens a ballot: whoever has the share of votes, the timelock, and what it has admitted"),
    nominate: owner("stands as an option: whoever has the share that the ballot asks for"),
    cast: owner("votes, once in each ballot"),
  },
};

const getters: Own["getters"] = {
  Ballots: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "votes() view returns (address)": ({ contracts: all }) => votesAddress(all as Addresses),
    "OPEN_BPS() view returns (uint256)": ({ config }) => config?.ballots?.openBps,
    "ballotCount() view returns (uint256)": anything,
  },
};

/**
 * Who opens ballots without votes of its own: nobody, as a network begins. The vote that opens programs of work admits what
 * decides challenges by ballots.
 */
async function readOpeners(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const openers = (await openersOf(at, subject)).map((opener) => nameIn(subject, opener));
  const later = subject.config?.work ? ["Verdicts"] : [];
  return [fact("Ballots", "openers", openers.sort(), subject.config && [], later)];
}

async function openersOf(at: string, { provider, fromBlock }: Subject<Expected>): Promise<string[]> {
  const ballots = Ballots__factory.connect(at, provider);
  const told = await findEvents(ballots, ballots.filters.OpenerAdmitted(), { fromBlock });
  const last = new Map(told.map(({ args }) => [args.opener, args.admitted]));
  return [...last].filter(([, admitted]) => admitted).map(([opener]) => opener);
}

export const auditing: Own = {
  authority,
  getters,
  readers: { Ballots: readOpeners },
  seats: async (subject) => {
    const { Ballots } = subject.contracts;
    const openers = Ballots ? await openersOf(Ballots, subject) : [];
    return openers.map((holder) => ({ holder, does: "opens ballots without votes of its own" }));
  },
  marks: { Ballots: "ballotCount() view returns (uint256)" },
};
