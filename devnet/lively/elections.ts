import { ZeroHash } from "ethers";

import * as sdk from "@polity/sdk";
import * as voting from "@polity/sdk/voting";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

/** A ballot that decides nothing: how holders would divide something. */
export interface Priorities {
  day: number;
  by: PersonName;
  question: string;
  options: readonly string[];
  /** In basis points, by option. */
  parts: Partial<Record<PersonName, readonly number[]>>;
}

export function planPriorities({ calendar, network, signer, diary }: World, asked: Priorities): void {
  const { day, by, question, options, parts } = asked;
  const ballots = voting.requireBallots(network);
  let id: bigint;
  calendar.on(day, async () => {
    const [source, now] = [await network.votes.getAddress(), calendar.timeOf(day)];
    const terms = {
      ...{ source, kind: "split" as const, opens: now + sdk.DAY, closes: now + 8 * sdk.DAY, winners: 1 },
      ...{ options: options.length, nomineeBps: 0, quorum: 0n, subject: ZeroHash },
    };
    const uri = voting.formatBallotText({ question, options: [...options] });
    ({ id } = await voting.openBallot(ballots, await signer(by), terms, uri));
  });
  for (const [i, [name, of]] of Object.entries(parts).entries()) {
    const choice = new Map(of.flatMap((part, option) => (part > 0 ? [[option, part] as const] : [])));
    calendar.on(day + 2 + i, async () => {
      await voting.castBallot(ballots, await signer(name as PersonName), id, choice);
      diary.write("polled", { ballot: id, by: PEOPLE[name as PersonName] });
    });
  }
}

/** The question how satisfied members are, and each one's answer of five, from the worst. */
export interface Satisfaction {
  day: number;
  by: PersonName;
  answered: Partial<Record<PersonName, number>>;
}

export function planSatisfaction({ calendar, network, signer, diary }: World, asked: Satisfaction): void {
  const { day, by, answered } = asked;
  const ballots = voting.requireBallots(network);
  let id: bigint;
  calendar.on(day, async () => {
    const source = await network.votes.getAddress();
    const terms = voting.satisfactionTerms(source, calendar.timeOf(day));
    const uri = voting.formatBallotText({ question: "How satisfied are you?", options: [] });
    ({ id } = await voting.openBallot(ballots, await signer(by), terms, uri));
  });
  for (const [i, [name, option]] of Object.entries(answered).entries())
    calendar.on(day + 2 + i, async () => {
      const account = PEOPLE[name as PersonName];
      await voting.castBallot(ballots, await signer(name as PersonName), id, new Map([[option, 10_000]]));
      diary.write("polled", { ballot: id, by: account });
    });
}

/** An election of the council: who stands, and whom each voter approves. */
export interface Election {
  day: number;
  by: PersonName;
  standing: readonly PersonName[];
  approved: Partial<Record<PersonName, readonly PersonName[]>>;
}

export function planElection({ calendar, config, network, signer, diary }: World, election: Election): void {
  const { day, by, standing, approved } = election;
  const ballots = voting.requireBallots(network);
  const wanted = config.elections!;
  let id: bigint;
  calendar.on(day, async () => {
    const now = calendar.timeOf(day);
    const least = await voting.leastTurnout(network, now - 1, wanted);
    const terms = voting.electionTerms(wanted, {
      source: await network.votes.getAddress(),
      now: now + 60,
      least,
    });
    const uri = voting.formatBallotText({ question: "Who is the next council?", options: [] });
    ({ id } = await voting.openBallot(ballots, await signer(by), terms, uri));
  });
  for (const [i, name] of standing.entries())
    calendar.on(day + 1 + i / standing.length, async () => {
      await voting.nominate(ballots, await signer(name), id, `https://example.org/${name}`);
      diary.write("stood", { ballot: id, by: PEOPLE[name] });
    });
  const opens = day + wanted.nominating / sdk.DAY + 0.1;
  const voters = Object.entries(approved) as [PersonName, readonly PersonName[]][];
  for (const [i, [name, approves]] of voters.entries())
    calendar.on(opens + (i * 0.8 * wanted.voting) / sdk.DAY / voters.length, async () => {
      const { options } = await voting.readBallot(ballots, id);
      const of = (one: PersonName) => options.find(({ nominee }) => nominee === PEOPLE[one])!.option;
      const choice = new Map(approves.map((one) => [of(one), undefined] as const));
      await voting.castBallot(ballots, await signer(name), id, choice);
      diary.write("polled", { ballot: id, by: PEOPLE[name] });
    });
}
