import type { ProposalRecord } from "../governor/proposals";
import type { Support } from "../governor/ballot";
import type { TypeRules } from "../governor/rules";
import type { Movement } from "../treasury/ledger";

/** Where an event stands: in which block, at what time (seconds), in which transaction. */
export interface Moment {
  block: number;
  time: number;
  transaction: string;
}

/**
 * All that happened in a network up to one block, folded from its events. Amounts and votes in base units, times in
 * seconds, addresses checksummed, lists in the order of the chain. Two sources that read the same chain give the same
 * history.
 */
export interface History {
  /** The last block that is in it. */
  head: { block: number; hash: string; time: number };
  /** The first block that was looked at. */
  since: { block: number; time: number };
  proposals: HistoricProposal[];
  versions: HistoricVersion[];
  /** What each version changed, and each parameter's first value. */
  parameters: ParameterStep[];
  movements: Movement[];
  budgets: HistoricBudget[];
  /** Who held the guardian's mandate, until when. */
  guardians: (Moment & { guardian: string; until: number })[];
  /** Everybody who ever held, locked, delegated or voted; those with nothing now included. By address. */
  accounts: Map<string, HistoricAccount>;
  /** Supply and locked tokens after each block that changed one of them. */
  totals: { block: number; time: number; supply: bigint; locked: bigint }[];
  /** Vesting vaults of the network's factory. */
  vaults: (Moment & { vault: string; beneficiary: string })[];
}

/** A proposal and all that happened to it. */
export interface HistoricProposal extends ProposalRecord {
  proposed: Moment;
  /** `TRAIN`, `GOV`, … */
  type: string;
  /** Seconds between the queueing and the earliest execution. */
  grace: number;
  /** Of its type as they were when it was made: they hold for it for ever. */
  rules: TypeRules;
  /** Share of for in for and against that its rules demand, in basis points. */
  neededBps: number;
  /** Last second of the review: votes count as of it. */
  snapshot: number;
  /** Last second of the vote, with its extension if there was one. */
  deadline: number;
  extended?: Moment;
  queued?: Moment & { eta: number };
  executed?: Moment;
  canceled?: Moment;
  votes: Record<Support, bigint>;
  ballots: HistoricBallot[];
  /** Votes that had to take part, and all that could; absent until the snapshot has passed. */
  quorum?: bigint;
  electorate?: bigint;
}

/** A ballot as it was cast; who votes in parts casts several. */
export interface HistoricBallot extends Moment {
  voter: string;
  votes: Record<Support, bigint>;
  /** As the voter wrote it: nothing in it is checked. */
  reason: string;
}

export interface HistoricVersion extends Moment {
  id: number;
  /** `1.4.0` */
  semver: string;
  namespace: string;
  /** What its proposers declared: each in the unit that the registry's `EconomicImpact` states. */
  impact: Readonly<Record<string, bigint>>;
  backwardCompatible: boolean;
  specHash: string;
  specURI: string;
  /** The version whose values it brought back, for a rollback. */
  restores?: number;
  /** The proposal whose execution activated it; absent for what the deployment set. */
  proposalId?: bigint;
}

export interface ParameterStep extends Moment {
  key: string;
  versionId: number;
  /** In the words of a NEP file; absent for its definition. */
  before?: string;
  after: string;
}

export interface HistoricBudget {
  id: bigint;
  granted: Moment;
  proposalId: bigint;
  spender: string;
  /** The zero address is ether. */
  token: string;
  category: string;
  /** For each period, as it is now. */
  amount: bigint;
  start: number;
  period: number;
  periods: number;
  rollover: boolean;
  frozen: boolean;
  ended?: Moment;
}

export interface HistoricAccount {
  address: string;
  /** Tokens in its wallet. */
  held: bigint;
  /** Its locks; `unlockTime` 0 never ends. */
  locks: { id: number; amount: bigint; unlockTime: number }[];
  /** Whom its tokens in the wallet, and its locks, count for; absent for nobody. */
  delegatee: { held?: string; locked?: string };
}
