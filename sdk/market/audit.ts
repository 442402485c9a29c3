import { Market__factory } from "../../typechain-types/factories/contracts/market/Market__factory";
import { anyone, owner, timelock } from "../audit/authority";
import { anything, is } from "../audit/facts";
import type { Auditing, Seat, Subject } from "../audit/types";
import { disputesAuthority } from "../court/arbitrable";
import { arbitratorSeats } from "../court/arbitrates";
import { findEvents } from "../events";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  Market: {
    delist: timelock("takes a service off the list; its stake stays its provider's"),
    acceptToken: timelock("says whether payments in a token can be rated"),
    ...disputesAuthority,
    list: anyone("lists a service, with a stake of one's own"),
    update: owner("describes a service by another file: its provider"),
    addAuthorizer: owner("names who claims for a service, for good: its provider"),
    linkAgent: owner("names the agent that a service is: its provider, who owns the agent"),
    requestExit: owner("begins to leave: the provider"),
    rate: owner("rates a service: whoever has paid it"),
    dispute: owner("disputes a payment, for the fee: whoever has made it"),
    addStake: anyone("adds to the stake of a service"),
    exit: anyone("gives a provider its stake, when nothing is disputed any more"),
    withdraw: anyone("pays an account what rulings gave it"),
    burnForfeited: anyone("burns what rulings took beyond that"),
    endSilence: anyone("leaves everything as it was when the arbitrator was silent for 180 days"),
  },
  Till: {
    sweep: anyone("splits what has come into the shares that the parameters and the till's code name"),
    attribute: anyone("gives apps what is set aside for them"),
    withdraw: anyone("pays an account what it is owed"),
    payNetwork: anyone("gives the treasury the network's share that it has refused before"),
    exclude: anyone("keeps the till's tokens out of every quorum"),
  },
};

const getters: Own["getters"] = {
  Market: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "REGISTRY() view returns (address)": is("ProtocolRegistry"),
    "SETTLEMENT() view returns (address)": anything,
    "TILL() view returns (address)": anything,
    "serviceCount() view returns (uint256)": anything,
    "forfeited() view returns (uint256)": anything,
  },
};

/** Who provides services and claims for them, as anyone may with a stake, and who rules about payments. */
async function readSeats(subject: Subject): Promise<Seat[]> {
  const { contracts: found, provider, fromBlock } = subject;
  if (!found.Market) return [];
  const market = Market__factory.connect(found.Market, provider);
  const [count, named, arbitrators] = await Promise.all([
    market.serviceCount(),
    findEvents(market, market.filters.AuthorizerAdded(), { fromBlock }),
    arbitratorSeats("Market", subject),
  ]);
  const services = await Promise.all(
    Array.from({ length: Number(count) }, (_, i) => market.serviceOf(i + 1)),
  );
  const seat = (holder: string, does: string): Seat => ({ holder, does, open: true });
  return [
    ...services.flatMap(({ provider: by, status }, i) =>
      status === GONE ? [] : [seat(by, `provides service ${i + 1}`)],
    ),
    ...named.map(({ args: { service, authorizer } }) => seat(authorizer, `claims for service ${service}`)),
    ...arbitrators,
  ];
}
/** The status of a service whose provider has left. */
const GONE = 3n;

export const auditing: Own = {
  authority,
  seats: readSeats,
  getters,
  marks: { Market: "serviceCount() view returns (uint256)" },
};
