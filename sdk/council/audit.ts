import { ZeroAddress, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { ISafe__factory } from "../../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import { answer } from "../audit/discover";
import { fact } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { AuditedContracts, Auditing, Change, Fact, Subject } from "../audit/types";
import { scanAll } from "../events/scan";
import { connectSafe, readSafe, SAFE_CODE } from "../safe/read";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  council?: { members: readonly string[]; threshold: number } | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

/** A Safe's functions obey its owners; they are Safe's own. */
const authority: Own["authority"] = {};

const getters: Own["getters"] = {
  Council: {
    "getThreshold() view returns (uint256)": ({ config }) => config?.council?.threshold,
  },
};

const SAFE_OWN = "Safe's own";

/** The members; what they themselves have replaced since is as it should be. */
async function readOwners(at: string, subject: Subject<Expected>): Promise<Fact> {
  const { config, accounts = {}, deployment, provider } = subject;
  const names = (all: readonly string[]) => all.map((one) => nameIn(subject, one)).sort();
  const owners = [...(await connectSafe(at, provider).getOwners())];
  if (!config?.council) return fact("Council", "getOwners", names(owners));
  const expected = config.council.members.map((member) => accounts[member] ?? member);
  const same = [...owners].sort().join() === [...expected].sort().join();
  const decided: Change[] = [];
  // Before the hand-over there is nobody whom the members could have replaced.
  for (const { before, after, transaction } of same || deployment ? [] : await readReplaced(at, subject)) {
    const index = expected.indexOf(before);
    if (index === -1) continue;
    expected[index] = after;
    decided.push({
      before: `the council's ${nameIn(subject, before)}`,
      ...{ after: nameIn(subject, after), by: [], transaction },
    });
  }
  return { ...fact("Council", "getOwners", names(owners), names(expected)), decided };
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
    await readOwners(at, subject),
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

export const auditing: Own = { authority, getters, leadsTo, readers: { Council: readCouncil } };
