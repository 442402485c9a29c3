import { ZeroAddress } from "ethers";

import { anyone, owner, timelock } from "../audit/authority";
import { anything, is } from "../audit/facts";
import type { Auditing, Subject, Wanted } from "../audit/types";
import { isTheTreasury } from "../treasury/wanted";
import { readExcluded } from "../token/excluded";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  Sale: {
    open: timelock("opens a sale with tokens of a budget"),
    close: timelock("ends a sale early"),
    buy: anyone("buys for oneself in an open sale, if its list has the buyer"),
    refund: owner("takes back one's own payment where a sale has failed"),
    claim: anyone("hands buyers what they bought"),
    collect: anyone("deposits proceeds in the treasury"),
    returnUnsold: anyone("gives what is unsold back to its budget"),
  },
  Distributor: {
    open: timelock("opens a distribution with tokens of a budget"),
    close: timelock("ends a distribution early"),
    claim: anyone("hands an account what the list has for it"),
    claimAndDelegate: anyone("the same, with a delegation that the account has signed"),
    claimMany: anyone("hands many accounts what the list has for them"),
    returnRest: anyone("gives what nobody claimed back to its budget"),
  },
};

/** They do not move with a network to a new escrow: what they vest and lock goes on to be the former one's. */
const bound = ({ contracts }: Pick<Subject, "contracts">, wanted: string | undefined) =>
  contracts.FormerEscrow === undefined ? wanted : undefined;

const ofBudgets: Readonly<Record<string, Wanted<object>>> = {
  "TIMELOCK() view returns (address)": is("TimelockController"),
  "TREASURY() view returns (address)": isTheTreasury,
  "TOKEN() view returns (address)": is("GovernanceToken"),
  "VESTING() view returns (address)": (subject) => bound(subject, subject.contracts.VestingFactory),
};

const getters: Own["getters"] = {
  Sale: { ...ofBudgets, "saleCount() view returns (uint256)": anything },
  Distributor: {
    ...ofBudgets,
    "ESCROW() view returns (address)": (subject) =>
      bound(subject, subject.contracts.VoteEscrow ?? ZeroAddress),
    "distributionCount() view returns (uint256)": anything,
  },
};

export const auditing: Own = {
  authority,
  getters,
  readers: {
    Sale: async (at, subject) => [await readExcluded("Sale", at, subject)],
    Distributor: async (at, subject) => [await readExcluded("Distributor", at, subject)],
  },
  marks: {
    Sale: "saleCount() view returns (uint256)",
    Distributor: "distributionCount() view returns (uint256)",
  },
};
