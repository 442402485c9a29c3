import { ZeroAddress, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { answer } from "../audit/discover";
import { fact } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { AuditedContracts, Auditing, Fact, Subject } from "../audit/types";
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
    "getOwners() view returns (address[])": ({ config, accounts = {} }) =>
      config?.council?.members.map((member) => accounts[member] ?? member),
    "getThreshold() view returns (uint256)": ({ config }) => config?.council?.threshold,
  },
};

const SAFE_OWN = "Safe's own";

/** A Safe's modules, guards and handler: who else could act for it, or keep it from acting. */
async function readCouncil(at: string, subject: Subject): Promise<Fact[]> {
  const { modules, ...state } = await readSafe(connectSafe(at, subject.provider));
  const names = (...list: string[]) =>
    list.filter((of) => of !== ZeroAddress).map((of) => nameIn(subject, of));
  const own = (part: keyof typeof SAFE_CODE) =>
    state[part] === SAFE_CODE[part] ? [SAFE_OWN] : names(state[part]);
  return [
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
