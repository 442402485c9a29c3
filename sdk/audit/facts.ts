import { Contract, Interface } from "ethers";

import { auditingOf } from "./domains";
import { nameIn } from "./names";
import type { AnyAuditing, Fact, Subject, Wanted } from "./types";

/** The answer must be the address of another contract of the network. */
export const is =
  (name: string): Wanted<object> =>
  ({ contracts }) =>
    contracts[name];

/** The answer is only shown. */
export const anything: Wanted<object> = () => undefined;

/** A fact, and what it should be where something says so. @param later What votes may add, as the configuration asks. */
export const fact = (
  contract: string,
  what: string,
  actual: string[],
  expected?: string[],
  later: string[] = [],
): Fact => ({
  ...{ contract, what, actual },
  ...(expected && { expected, ...(later.length > 0 && { later }) }),
});

/** Everything about a network's powers, each fact with what it should be. */
export async function readFacts(subject: Subject): Promise<Fact[]> {
  const known = await auditingOf(subject.domains);
  const present = Object.entries(subject.contracts).filter((entry): entry is [string, string] => !!entry[1]);
  const lists = await Promise.all(
    present.map(async ([contract, at]) => {
      const auditing = known.find(({ authority, getters, readers }) =>
        [authority, getters, readers].some((part) => part && Object.hasOwn(part, contract)),
      );
      return auditing ? readContract(auditing, contract, at, subject) : [];
    }),
  );
  return lists.flat();
}

async function readContract(
  auditing: AnyAuditing,
  contract: string,
  at: string,
  subject: Subject,
): Promise<Fact[]> {
  const getters = Object.entries(auditing.getters?.[contract] ?? {});
  return [
    ...(await Promise.all(
      getters.map(([signature, wanted]) =>
        readGetter(contract, at, subject, signature, wanted as Wanted<object>),
      ),
    )),
    ...((await auditing.readers?.[contract]?.(at, subject as Subject<never>)) ?? []),
  ];
}

async function readGetter(
  contract: string,
  at: string,
  subject: Subject,
  signature: string,
  wanted: Wanted<object>,
): Promise<Fact> {
  const abi = new Interface([`function ${signature}`]);
  const { name, outputs } = abi.fragments[0] as unknown as { name: string; outputs: { type: string }[] };
  const value = (await new Contract(at, abi, subject.provider).getFunction(name)()) as unknown;
  const addresses = outputs[0]!.type.startsWith("address");
  const text = (one: unknown) => (addresses ? nameIn(subject, String(one)) : String(one));
  const list = (all: unknown) => (Array.isArray(all) ? all : [all]).map(text);
  const expected = wanted(subject);
  return fact(contract, name, list(value).sort(), expected === undefined ? undefined : list(expected).sort());
}
