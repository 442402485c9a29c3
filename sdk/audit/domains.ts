import type { AnyDomain } from "../core/domain";
import type { Authority } from "./authority";
import type { AnyAuditing } from "./types";

/** What an audit knows of some domains, in their order. */
export async function auditingOf(domains: readonly AnyDomain[]): Promise<AnyAuditing[]> {
  const loaded = await Promise.all(domains.flatMap(({ audit }) => (audit ? [audit()] : [])));
  return loaded.map(({ auditing }) => auditing);
}

/**
 * Who may call what: every function that changes state, by contract. A test holds it equal to the ABIs; docs/privileges.md
 * is made from it.
 */
export async function authorityOf(domains: readonly AnyDomain[]): Promise<Record<string, Authority>> {
  const lists = (await auditingOf(domains)).flatMap(({ authority }) => Object.entries(authority));
  return Object.fromEntries(lists.flatMap(([name, list]) => (list ? [[name, list]] : [])));
}
