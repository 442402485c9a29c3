import { ZeroAddress, type Provider } from "ethers";

import { VestingFactory__factory } from "../../typechain-types/factories/contracts/vesting/VestingFactory__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { AuditedContracts, Auditing, Fact, Subject } from "../audit/types";
import { findEvents } from "../events";
import { formatDuration, formatTimestamp } from "../format";
import { treasuryOrTimelock } from "../treasury/wanted";
import type { contracts } from "./contracts";

/** What a configuration says of it. */
export interface Expected {
  vesting?:
    | readonly {
        beneficiary: string;
        amount: bigint;
        /** In seconds; a grant without one starts on the day of its deployment. */
        start?: number | undefined;
        duration: number;
        cliff: number;
        revocable: boolean;
      }[]
    | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  VestingFactory: {
    create: anyone("creates and funds grants with the caller's tokens"),
  },

  VestingVault: {
    revoke: timelock("takes back what has not vested, of a revocable grant"),
    "release(address)": anyone("pays what has vested to the beneficiary"),
    "release()": anyone("pays what has vested to the beneficiary"),
    delegate: owner("delegates the votes of the grant: its beneficiary"),
    delegateLocked: owner("delegates the votes of its locks: its beneficiary"),
    createLock: owner("locks tokens of the grant: its beneficiary"),
    createPermanentLock: owner("locks tokens of the grant: its beneficiary"),
    increaseAmount: owner("locks tokens of the grant: its beneficiary"),
    extend: owner("moves the end of a lock: its beneficiary"),
    makePermanent: owner("makes a lock permanent: its beneficiary"),
    startDecay: owner("lets a lock decay: its beneficiary"),
    merge: owner("merges locks: its beneficiary"),
    withdraw: owner("takes back a lock into the grant: its beneficiary"),
    transferOwnership: owner("offers the grant to another: its beneficiary"),
    acceptOwnership: owner("takes the grant that was offered: the one it was offered to"),
    receive: anyone("receives ETH, which is the beneficiary's"),
  },
};

const getters: Own["getters"] = {
  VestingFactory: { "TOKEN() view returns (address)": is("GovernanceToken") },
  VestingVault: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TREASURY() view returns (address)": treasuryOrTimelock,
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "ESCROW() view returns (address)": ({ contracts }) => contracts.VoteEscrow ?? ZeroAddress,
  },
};

/**
 * The grants that the factory has created, as they began: those of the configuration are there. Anyone may create more, of
 * their own tokens; at the deployment there are no others.
 */
async function readGrants(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, fromBlock, config, accounts = {}, deployment } = subject;
  const factory = VestingFactory__factory.connect(at, provider);
  const [created, funded] = await Promise.all([
    findEvents(factory, factory.filters.VaultCreated(), { fromBlock }),
    findEvents(factory, factory.filters.VaultFunded(), { fromBlock }),
  ]);
  const line = (
    who: string,
    amount: bigint,
    duration: bigint | number,
    cliff: bigint | number,
    revocable: boolean,
  ) =>
    `${nameIn(subject, who)}: ${amount} over ${formatDuration(Number(duration))}, cliff ${formatDuration(Number(cliff))}${revocable ? ", revocable" : ""}`;
  const from = (start: bigint | number) => `, from ${formatTimestamp(start)}`;
  const found = created.map(({ args }) => {
    const paid = funded.filter((event) => event.args.vault === args.vault);
    const amount = paid.reduce((sum, event) => sum + event.args.amount, 0n);
    const terms = line(args.beneficiary, amount, args.durationSeconds, args.cliffSeconds, args.revocable);
    return { terms, whole: terms + from(args.start) };
  });
  const actual = found.map(({ whole }) => whole);
  const wanted = config?.vesting?.map(({ beneficiary, amount, start, duration, cliff, revocable }) => {
    const terms = line(accounts[beneficiary] ?? beneficiary, amount, duration, cliff, revocable);
    if (start !== undefined) return terms + from(start);
    return found.find((grant) => grant.terms === terms)?.whole ?? terms;
  });
  const others = deployment ? [] : actual.filter((grant) => !wanted?.includes(grant));
  const expected = wanted && [...wanted, ...others];
  return [{ contract: "VestingFactory", what: "grants", actual, ...(expected && { expected }) }];
}

/** The code that all grants of a factory run: whom it obeys, each of them does. */
async function patternOf(
  { VestingFactory }: AuditedContracts,
  provider: Provider,
): Promise<AuditedContracts> {
  if (VestingFactory === undefined) return {};
  return { VestingVault: await VestingFactory__factory.connect(VestingFactory, provider).IMPLEMENTATION() };
}

export const auditing: Own = {
  authority,
  getters,
  readers: { VestingFactory: readGrants },
  leadsTo: patternOf,
};
