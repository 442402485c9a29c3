import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import { anyone, receiving, spender, timelock } from "../audit/authority";
import { anything, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Auditing, Fact, Subject } from "../audit/types";
import { findEvents } from "../events";
import { readExcluded } from "../token/excluded";
import type { contracts } from "./contracts";
import { readSpenders } from "./spenders";

/** What a configuration says of it. */
export interface Expected {
  treasury?: { caps: readonly { token: string; amount: bigint }[] } | undefined;
}

type Own = Auditing<typeof contracts, Expected>;

const authority: Own["authority"] = {
  Treasury: {
    pay: timelock("pays, within the cap"),
    grantBudget: timelock("grants a budget"),
    raiseBudget: timelock("raises a budget"),
    lowerBudget: timelock("lowers a budget"),
    endBudget: timelock("ends a budget"),
    setBudgetSpender: timelock("replaces the spender of a budget"),
    freezeBudget: timelock("stops a budget"),
    unfreezeBudget: timelock("lets a budget go on"),
    scheduleRecurring: timelock("promises instalments"),
    cancelRecurring: timelock("cancels instalments to come"),
    raiseCap: timelock("announces a higher cap, in force 30 days later"),
    lowerCap: timelock("lowers a cap"),
    setGovernor: timelock("names the governor whose proposals label what is done"),
    recoverERC721: timelock("sends away an ERC-721 that came here"),
    recoverERC1155: timelock("sends away ERC-1155 tokens that came here"),
    disburse: spender("pays out of a budget, within it"),
    payRecurring: anyone("pays instalments that are due to their payees"),
    adoptGovernor: anyone("names the governor while none is named: one that the timelock lets propose"),
    deposit: anyone("gives"),
    refund: anyone("gives back what a budget has not spent"),
    reconcile: anyone("books the difference between balance and books"),
    exclude: anyone("takes the treasury's votes out of quorums"),
    receive: anyone("gives"),
    ...receiving,
  },
};

const getters: Own["getters"] = {
  Treasury: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "governor() view returns (address)": is("NetworkGovernor"),
    "budgetCount() view returns (uint256)": anything,
    "recurringCount() view returns (uint256)": anything,
  },
};

/** What a configuration calls the network's own token. */
const OWN_TOKEN = "governance";

/** The treasury's caps, those of tokens that ever had one, and that its own tokens vote nowhere. */
async function readTreasury(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, contracts, config, fromBlock } = subject;
  const treasury = Treasury__factory.connect(at, provider);
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
    ({ token: of, amount }) => `${nameOf(of === OWN_TOKEN ? contracts.GovernanceToken! : of)} ${amount}`,
  );
  return [
    { contract: "Treasury", what: "caps", actual: caps, ...(wanted && { expected: wanted }) },
    await readExcluded("Treasury", at, subject),
  ];
}

export const auditing: Own = {
  authority,
  getters,
  readers: { Treasury: readTreasury },
  seats: async ({ contracts: found, provider }) =>
    (await readSpenders(found, provider)).map(({ id, spender: holder }) => ({
      ...{ holder, does: `spends budget ${id}` },
    })),
  marks: { Treasury: "budgetCount() view returns (uint256)" },
};
