import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft } from "../history/types";
import { UNKEPT_OF_DISPUTES } from "../court/events";
import type { contracts } from "./contracts";
import {
  addAttributed,
  addSwept,
  incomeKey,
  noIncome,
  type AttributedArgs,
  type Income,
  type SweptArgs,
} from "./income";

/** A service that was ever listed. */
export interface HistoricService {
  id: bigint;
  provider: string;
  till: string;
  kind: number;
  listed: Moment;
  /** When a vote took it off the list. */
  delisted?: Moment;
  /** When its provider left with its stake. */
  left?: Moment;
}

/** What a network's till of fees has given the treasury in a token, in base units. */
export interface Fees {
  token: string;
  came: bigint;
  /** What the treasury keeps; the rest is for those who contribute. */
  kept: bigint;
  shared: bigint;
}

export interface MarketHistory {
  services: Map<bigint, HistoricService>;
  /** What services were paid, by {@link incomeKey}. */
  incomes: Map<string, Income>;
  /** By token. */
  fees: Map<string, Fees>;
}

/** The income that an event is about, for the fold to write to. */
function incomeIn(
  { state, add, edit }: SliceDraft<MarketHistory>,
  { service, token }: SweptArgs | AttributedArgs,
): Income {
  const key = incomeKey({ service, token });
  if (state.incomes.has(key)) return edit(state.incomes, key);
  const { provider } = edit(state.services, service);
  return add(state.incomes, key, noIncome({ service, provider, token }));
}

export const history: Historical<typeof contracts, MarketHistory> = {
  version: 2,
  initial: () => ({ services: new Map(), incomes: new Map(), fees: new Map() }),
  fold: {
    Market: {
      ServiceListed({ state, add }, { service: id, provider, till, listing }, listed) {
        add(state.services, id, { id, provider, till, kind: Number(listing.kind), listed });
      },
      ServiceDelisted({ state, edit }, { service }, moment) {
        edit(state.services, service).delisted = moment;
      },
      ServiceExited({ state, edit }, { service }, moment) {
        edit(state.services, service).left = moment;
      },
      Swept(draft, swept) {
        addSwept(incomeIn(draft, swept), swept);
      },
      Attributed(draft, attributed) {
        addAttributed(incomeIn(draft, attributed), attributed);
      },

      // Stakes, ratings and disputes are read from the contract as they are now.
      AgentLinked: null,
      AuthorizerAdded: null,
      Burned: null,
      DisputeRuled: null,
      ExitRequested: null,
      PaymentDisputed: null,
      Rated: null,
      ServiceUpdated: null,
      StakeAdded: null,
      TokenAccepted: null,
      Withdrawn: null,
      ...UNKEPT_OF_DISPUTES,
    },
    // What tills have split is said by the market.
    Till: null,
    FeeTill: {
      Swept({ state, add, edit }, { token, amount, kept, shared }) {
        const fees = state.fees.has(token)
          ? edit(state.fees, token)
          : add(state.fees, token, { token, came: 0n, kept: 0n, shared: 0n });
        fees.came += amount;
        fees.kept += kept;
        fees.shared += shared;
      },
    },
  },

  // Of what was split only the amounts are kept: their blocks need not be asked for their times.
  untimed: {
    Market: { Swept: () => true, Attributed: () => true },
    FeeTill: { Swept: () => true },
  },

  async findMissing({ market }, { services }, at) {
    const count = await counted(market?.serviceCount(at));
    return differs(count, services.size) ? `${count} services, and events of ${services.size}` : undefined;
  },
};
