import { DEFAULT_TYPE } from "../core/code";
import { PATHS, type Holder } from "./authority";
import { discover } from "./discover";
import { authorityOf } from "./domains";
import { readFacts } from "./facts";
import { callOf, readScopes } from "./scopes";
import type { AuditedContracts, Fact, Subject } from "./types";

/** Something that is not as it should be. */
export interface Deviation {
  contract: string;
  what: string;
  /** What should be there, and is not. */
  missing: string[];
  /** What is there, and should not be. */
  unexpected: string[];
}

/** Who can make a call that others cannot, and on which path. */
export interface Privilege {
  /** `ProtocolRegistry.upgrade("econ")` */
  call: string;
  holder: Holder;
  /** Codes of the types of proposals that may make it; none for what is not decided by a vote. */
  types: string[];
  path: string;
  why: string;
}

export interface Audit {
  contracts: AuditedContracts;
  facts: Fact[];
  privileges: Privilege[];
  /** None: everything is as the configuration says, or, without one, as the order of authority demands. */
  deviations: Deviation[];
}

/**
 * Reads who holds which power in a network, from the chain and nothing else, and what is not as it should be.
 * Reverts of views surface as they are: a contract that does not answer is not one of Polity's.
 */
export async function auditDomains(subject: Subject): Promise<Audit> {
  const { domains, provider, fromBlock, contracts: named } = subject;
  // What the auditor names is held against what the governor says; what was not named is taken from there.
  const contracts = await discover(domains, provider, named, fromBlock);
  const whole: Subject = { ...subject, contracts, named };
  const [facts, privileges] = await Promise.all([readFacts(whole), readPrivileges(whole)]);
  return {
    contracts: whole.contracts,
    facts,
    privileges,
    deviations: facts.flatMap((fact) => deviationOf(fact) ?? []),
  };
}

/** Every privileged call of the contracts that are there, with the types that the rulebook opens it to today. */
async function readPrivileges(subject: Subject): Promise<Privilege[]> {
  const scopes = (await readScopes(subject)).map((scope) => ({
    call: callOf(scope, subject),
    codes: scope.codes,
  }));
  const authority = await authorityOf(subject.domains);
  const names = Object.keys(subject.contracts).filter((name) => subject.contracts[name]);
  return names.flatMap((contract) =>
    Object.entries(authority[contract] ?? {}).flatMap(([name, { holder, why }]) => {
      if (holder === "anyone" || holder === "owner") return [];
      const whole = `${contract}.${name}`;
      const row = (call: string, types: string[]) => ({
        call,
        holder,
        types,
        path: pathOf(holder, call, types),
        why,
      });
      if (holder === "guardian" || holder === "spender" || holder === "governor") return [row(whole, [])];
      const own = scopes.filter(({ call }) => call === whole || call.startsWith(`${whole}(`));
      const open = own.map(({ call, codes }) => row(call, [...new Set([DEFAULT_TYPE, ...codes])]));
      return own.some(({ call }) => call === whole) ? open : [...open, row(whole, [DEFAULT_TYPE])];
    }),
  );
}

function pathOf(holder: Holder, call: string, types: string[]): string {
  if (types.length === 0) return `${PATHS[holder]} → ${call}`;
  return `voters, by a proposal of type ${types.join(" or ")} → NetworkGovernor → TimelockController → ${call}`;
}

function deviationOf({ contract, what, actual, expected, later = [] }: Fact): Deviation | undefined {
  if (!expected) return undefined;
  const missing = expected.filter((value) => !actual.includes(value));
  const first = actual.filter((value) => !later.includes(value) || expected.includes(value));
  const unexpected = first.filter((value) => !expected.includes(value));
  if (missing.length + unexpected.length === 0 && first.length === expected.length) return undefined;
  return { contract, what, missing, unexpected };
}
