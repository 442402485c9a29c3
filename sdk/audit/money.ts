import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import { VestingFactory__factory } from "../../typechain-types/factories/contracts/vesting/VestingFactory__factory";
import { findEvents } from "../events";
import { formatDuration, formatTimestamp } from "../format";
import { EXCLUDED } from "../votes";
import { nameIn } from "./names";
import type { Fact, Subject } from "./types";

/** What a configuration calls the network's own token. */
const OWN_TOKEN = "governance";

/** The treasury's caps, those of tokens that ever had one, and that its own tokens vote nowhere. */
export async function readTreasury(at: string, subject: Subject): Promise<Fact[]> {
  const { provider, contracts, config, fromBlock } = subject;
  const treasury = Treasury__factory.connect(at, provider);
  const token = contracts.GovernanceToken!;
  const events = await Promise.all([
    findEvents(treasury, treasury.filters.CapSet(), { fromBlock }),
    findEvents(treasury, treasury.filters.CapRaiseAnnounced(), { fromBlock }),
  ]);
  const capped = [...new Set(events.flat().map(({ args }) => args.token))];
  const nameOf = (of: string) => (Number(of) === 0 ? "ETH" : nameIn(subject, of));
  const caps = await Promise.all(
    capped.map(async (of) => {
      const { cap, raised } = await treasury.capOf(of);
      return `${nameOf(of)} ${cap}${raised > 0n ? `, soon ${raised}` : ""}`;
    }),
  );
  const wanted = config?.treasury?.caps.map(
    ({ token: of, amount }) => `${nameOf(of === OWN_TOKEN ? token : of)} ${amount}`,
  );
  const delegate = await GovernanceToken__factory.connect(token, provider).delegates(at);
  const votes = delegate === EXCLUDED ? "out of every quorum" : nameIn(subject, delegate);
  return [
    { contract: "Treasury", what: "caps", actual: caps, ...(wanted && { expected: wanted }) },
    { contract: "Treasury", what: "votes", actual: [votes], expected: ["out of every quorum"] },
  ];
}

/**
 * The grants that the factory has created, as they began: those of the configuration are there. Anyone may create more, of
 * their own tokens; at the deployment there are no others.
 */
export async function readGrants(at: string, subject: Subject): Promise<Fact[]> {
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
