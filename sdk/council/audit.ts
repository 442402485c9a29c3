import { ZeroAddress, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { Ballots__factory } from "../../typechain-types/factories/contracts/voting/Ballots__factory";
import { IERC5805__factory } from "../../typechain-types/factories/@openzeppelin/contracts/interfaces/IERC5805__factory";
import { ISafe__factory } from "../../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import { answer } from "../audit/discover";
import { fact } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { AuditedContracts, Auditing, Change, Fact, Subject } from "../audit/types";
import { scanAll } from "../events/scan";
import { connectSafe, readSafe, SAFE_CODE } from "../safe/read";
import type { Addresses } from "../network";
import { votesAddress } from "../votes/address";
import { readElections, samePeople } from "../voting/elections";
import type { Elections } from "../voting/wanted";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  council?: { members: readonly string[]; threshold: number } | undefined;
  elections?: Elections | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

/** A Safe's functions obey its owners; they are Safe's own. */
const authority: Own["authority"] = {};

const SAFE_OWN = "Safe's own";

/** A council as somebody decided it: the configuration, or the voters in a ballot. */
interface Seats {
  members: readonly string[];
  threshold: number;
  ballot?: bigint;
}

/** The council of the configuration, and those whom elections of the network have decided since, the newest first. */
async function readSeats({
  config,
  accounts = {},
  contracts,
  provider,
  fromBlock: block,
}: Subject<Expected>): Promise<Seats[]> {
  if (!config?.council) return [];
  const { members, threshold } = config.council;
  const first = { members: members.map((member) => accounts[member] ?? member), threshold };
  if (!config.elections || !contracts.Ballots) return [first];
  const ballots = Ballots__factory.connect(contracts.Ballots, provider);
  const votes = IERC5805__factory.connect(votesAddress(contracts as Addresses), provider);
  const elected = await readElections({ ballots, votes, block }, config.elections);
  const sign = config.elections.threshold;
  return [
    ...elected.map(({ winners, ballot }) => ({ members: winners, threshold: sign, ballot: ballot.id })),
    first,
  ];
}

/** The members, and how many of them sign. What they themselves have replaced since is as it should be. */
async function readOwners(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { config, deployment, provider } = subject;
  const safe = connectSafe(at, provider);
  const [read, threshold, seats] = await Promise.all([
    safe.getOwners(),
    safe.getThreshold(),
    readSeats(subject),
  ]);
  const owners = [...read];
  const names = (all: readonly string[]) => all.map((one) => nameIn(subject, one)).sort();
  const newest = seats[0];
  if (!newest)
    return [
      fact("Council", "getOwners", names(owners)),
      fact("Council", "getThreshold", [String(threshold)]),
    ];
  // Before the hand-over there is nobody whom the members could have replaced.
  const unknown = !seats.some(({ members }) => samePeople(members, owners));
  const replaced = unknown && !deployment ? await readReplaced(at, subject) : [];
  const found = seats.map((seat) => ({ ...seat, ...withReplaced(seat.members, replaced, subject) }));
  // Whoever is in no list is held against the newest one.
  const {
    ballot,
    decided,
    expected,
    threshold: sign,
  } = found.find(({ expected }) => samePeople(expected, owners)) ?? found[0]!;
  const elected: Change[] =
    ballot === undefined
      ? []
      : [
          {
            before: `the council ${names(config!.council!.members).join(", ")}`,
            after: names(seats.find((seat) => seat.ballot === ballot)!.members).join(", "),
            ...{ by: [], ballot },
          },
        ];
  return [
    { ...fact("Council", "getOwners", names(owners), names(expected)), decided: [...elected, ...decided] },
    fact("Council", "getThreshold", [String(threshold)], [String(sign)]),
  ];
}

/** Members after those were replaced who signed for it themselves. */
function withReplaced(
  members: readonly string[],
  replaced: readonly { before: string; after: string; transaction: string }[],
  subject: Subject<Expected>,
): { expected: string[]; decided: Change[] } {
  const expected = [...members];
  const decided: Change[] = [];
  for (const { before, after, transaction } of replaced) {
    const index = expected.indexOf(before);
    if (index === -1) continue;
    expected[index] = after;
    decided.push({
      before: `the council's ${nameIn(subject, before)}`,
      ...{ after: nameIn(subject, after), by: [], transaction },
    });
  }
  return { expected, decided };
}

/**
 * Members whom a transaction of the Safe has replaced, one for one. That it was signed by enough of them, the Safe says
 * itself; what only adds members or lowers the threshold stays a deviation.
 */
async function readReplaced(at: string, { provider, fromBlock }: Subject<Expected>) {
  const safe = ISafe__factory.createInterface();
  const events = ["AddedOwner", "RemovedOwner", "ExecutionSuccess"] as const;
  const topics = [events.map((name) => safe.getEvent(name).topicHash)];
  const logs = await scanAll(provider, { address: at, topics }, { fromBlock });
  const told = logs.map((log) => ({ log, event: safe.parseLog(log)! }));
  const all = (name: (typeof events)[number], transaction: string) =>
    told.flatMap(({ log, event }) =>
      event.name === name && log.transactionHash === transaction ? [String(event.args[0])] : [],
    );
  return [...new Set(logs.map(({ transactionHash }) => transactionHash))].flatMap((transaction) => {
    const [come, gone] = [all("AddedOwner", transaction), all("RemovedOwner", transaction)];
    if (all("ExecutionSuccess", transaction).length === 0 || come.length !== gone.length) return [];
    return gone.map((before, i) => ({ before, after: come[i]!, transaction }));
  });
}

/** A Safe's modules, guards and handler: who else could act for it, or keep it from acting. */
async function readCouncil(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { modules, ...state } = await readSafe(connectSafe(at, subject.provider));
  const names = (...list: string[]) =>
    list.filter((of) => of !== ZeroAddress).map((of) => nameIn(subject, of));
  const own = (part: keyof typeof SAFE_CODE) =>
    state[part] === SAFE_CODE[part] ? [SAFE_OWN] : names(state[part]);
  return [
    ...(await readOwners(at, subject)),
    fact("Council", "modules", names(...modules), []),
    fact("Council", "guard", names(state.guard), []),
    fact("Council", "module guard", names(state.moduleGuard), []),
    // Other code could do anything, and another handler can say that the council has signed what it has not.
    fact("Council", "fallback handler", own("fallbackHandler"), [SAFE_OWN]),
    fact("Council", "singleton", own("singleton"), [SAFE_OWN]),
  ];
}

/** A guardian that is a Safe is the council in office. */
async function leadsTo({ NetworkGovernor }: AuditedContracts, provider: Provider): Promise<AuditedContracts> {
  const { account } = await NetworkGovernor__factory.connect(NetworkGovernor!, provider).guardian();
  if (account === ZeroAddress) return {};
  const threshold = await answer(provider, account, "getThreshold() view returns (uint256)");
  return threshold ? { Council: account } : {};
}

export const auditing: Own = { authority, leadsTo, readers: { Council: readCouncil } };
