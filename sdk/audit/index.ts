import type { Provider } from "ethers";

import { DOMAINS } from "../domains";
import type { Expectation } from "../network";
import { auditDomains, type Audit } from "./audit";
import { discover as discoverContracts } from "./discover";
import type { AuditedContracts, Subject } from "./types";

export type * from "./audit";
export { PATHS, type Authority, type Holder, type Power } from "./authority";
export { authorityOf } from "./domains";
export * from "./roles";
export type * from "./types";

/** What {@link audit} works with; without a list of domains, those of Polity. */
export type AuditSubject = Omit<Subject<Expectation>, "domains"> & Partial<Pick<Subject, "domains">>;

/**
 * Reads who holds which power in a network, from the chain and nothing else, and what is not as it should be.
 * Reverts of views surface as they are: a contract that does not answer is not one of Polity's.
 */
export function audit(subject: AuditSubject): Promise<Audit> {
  return auditDomains({ domains: DOMAINS, ...subject });
}

/**
 * A network's contracts from its governor alone; see `discover.ts`.
 * @throws PolityError when there is no such governor.
 */
export function discover(provider: Provider, governor: string, fromBlock: number): Promise<AuditedContracts> {
  return discoverContracts(DOMAINS, provider, { NetworkGovernor: governor }, fromBlock);
}
