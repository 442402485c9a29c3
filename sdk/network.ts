import type { IERC5805 } from "../typechain-types/@openzeppelin/contracts/interfaces/IERC5805";
import type { Conventions } from "./conventions";
import type {
  AddressesOf,
  AnyDomain,
  ConnectedOf,
  ExpectationOf,
  SlicesOf,
  StandingsOf,
} from "./core/domain";
import type { Domains } from "./domains";

/** Where a network's contracts are, under the names that NEP files use. */
export type Addresses = AddressesOf<Domains>;

/** What a configuration says of powers; a network's whole configuration is one. */
export type Expectation = ExpectationOf<Domains>;

/** What happened in a network, by domain. */
export type Slices = SlicesOf<Domains>;

/** How a network stands. */
export type Standings = StandingsOf<Domains>;

/** A network's contracts, typed. */
export interface Network extends ConnectedOf<Domains> {
  /** The domains that the engines work on. */
  domains: readonly AnyDomain[];
  addresses: Addresses;
  /** What the governor counts: tokens held, staked, or both. */
  votes: IERC5805;
  /** The block of its first contract, or an earlier one, where its deployment's file says it. */
  block?: number | undefined;
  /** What it has agreed on and its chain does not say, where its deployment's file says it. */
  conventions?: Conventions | undefined;
}
