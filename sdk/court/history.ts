import { ZeroAddress } from "ethers";

import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft } from "../history/types";
import { UNKEPT_OF_DISPUTES } from "./events";
import type { contracts } from "./contracts";

/** A case. Worth is in base units of the governance token. */
export interface HistoricCase {
  id: bigint;
  arbitrable: string;
  payer: string;
  /** The number of the parameters that it keeps. */
  terms: bigint;
  value: bigint;
  choices: bigint;
  opened: Moment;
  /** Of the last bench, or for good; none before a bench has ruled. */
  ruling?: bigint;
  /** When it went to the vote, who asked for that (nobody where it had to), and until when one can rule. */
  referred?: Moment & { by?: string; until: number };
  decided?: Moment;
  /** Whether a vote has ruled. */
  byVote?: boolean;
  executed?: Moment;
}

/** What a seat came to. `voted` is absent where nothing was revealed. */
export interface HistoricSeat {
  juror: string;
  voted?: bigint;
  denounced?: boolean;
}

/** A draw of jurors, by {@link drawKey}. Tokens in base units, fees in wei. */
export interface HistoricDraw {
  caseId: bigint;
  draw: bigint;
  size: number;
  /** Who paid for it, and until when evidence is taken before it. */
  opened: Moment & { payer: string; evidence: number };
  /** When its block was known: seats are taken from then on. */
  drawn?: Moment;
  seats: HistoricSeat[];
  /** What the bench ruled, if a majority of its seats agreed; when, and until when that can be appealed. */
  ruling?: bigint;
  ruled?: Moment & { until: number };
  settled?: { coherent: number; shared: bigint; burned: bigint; fees: bigint };
}

/** An account that ever staked, in base units. */
export interface HistoricJuror {
  juror: string;
  stake: bigint;
}

/** A payment that waited, in base units of its token. */
export interface HistoricPayment {
  id: bigint;
  budgetId: bigint;
  payee: string;
  token: string;
  amount: bigint;
  /** When it began to wait, and until when it can be disputed. */
  waiting: Moment & { until: number };
  /** By whom, and as which dispute of those of the budgets. */
  disputed?: { by: string; moment: Moment; disputeId: bigint };
  ruling?: bigint;
  /** When it was made, or went back. */
  ended?: Moment;
  returned?: boolean;
}

/** How long the parts of a draw last, in seconds. */
export interface HistoricTerms {
  seating: number;
  commit: number;
  reveal: number;
}

export interface CourtHistory {
  /** By the number that cases keep. */
  terms: Map<bigint, HistoricTerms>;
  cases: Map<bigint, HistoricCase>;
  /** By {@link drawKey}. */
  draws: Map<string, HistoricDraw>;
  jurors: Map<string, HistoricJuror>;
  payments: Map<bigint, HistoricPayment>;
  /** Who rules in each dispute of the budgets, and as which dispute of its own. */
  disputes: Map<bigint, { arbitrator: string; arbitratorId: bigint }>;
}

export const drawKey = (caseId: bigint, draw: bigint): string => `${caseId}:${draw}`;

/** The draws of a case, in their order. */
export function drawsOf({ draws }: CourtHistory, caseId: bigint): HistoricDraw[] {
  const found: HistoricDraw[] = [];
  for (let next; (next = draws.get(drawKey(caseId, BigInt(found.length))));) found.push(next);
  return found;
}

/** A draw that an event is about. */
const drawIn = (
  { state, edit }: SliceDraft<CourtHistory>,
  { caseId, draw }: { caseId: bigint; draw: bigint },
): HistoricDraw => edit(state.draws, drawKey(caseId, draw));

function end(
  { state, edit }: SliceDraft<CourtHistory>,
  paymentId: bigint,
  moment: Moment,
  returned: boolean,
): void {
  const payment = edit(state.payments, paymentId);
  payment.ended = moment;
  payment.returned = returned;
}

export const history: Historical<typeof contracts, CourtHistory> = {
  version: 3,
  initial: () => ({
    ...{ terms: new Map(), cases: new Map(), draws: new Map(), jurors: new Map() },
    ...{ payments: new Map(), disputes: new Map() },
  }),
  fold: {
    JurorCourt: {
      ParametersSet({ state, add }, { terms, parameters: { seating, commit, reveal } }) {
        add(state.terms, terms, {
          ...{ seating: Number(seating), commit: Number(commit), reveal: Number(reveal) },
        });
      },
      CaseOpened({ state, add }, { caseId: id, arbitrable, payer, terms, value, choices }, opened) {
        add(state.cases, id, { id, arbitrable, payer, terms, value, choices, opened });
      },
      DrawOpened({ state, add }, { caseId, draw, size, payer, deadline }, moment) {
        add(state.draws, drawKey(caseId, draw), {
          ...{ caseId, draw, size: Number(size), seats: [] },
          opened: { ...moment, payer, evidence: Number(deadline) },
        });
      },
      SeedTaken(draft, { caseId, draw }, moment) {
        drawIn(draft, { caseId, draw }).drawn = moment;
      },
      Seated(draft, { caseId, draw, juror, seat }) {
        drawIn(draft, { caseId, draw }).seats[Number(seat)] = { juror };
      },
      Denounced(draft, { caseId, draw, seat }) {
        drawIn(draft, { caseId, draw }).seats[Number(seat)]!.denounced = true;
      },
      Revealed(draft, { caseId, draw, seat, choice }) {
        drawIn(draft, { caseId, draw }).seats[Number(seat)]!.voted = choice;
      },
      BenchRuled(draft, { caseId, draw, ruling, deadline }, moment) {
        Object.assign(drawIn(draft, { caseId, draw }), {
          ...{ ruling, ruled: { ...moment, until: Number(deadline) } },
        });
        draft.edit(draft.state.cases, caseId).ruling = ruling;
      },
      Referred({ state, edit }, { caseId, referrer, deadline }, moment) {
        edit(state.cases, caseId).referred = {
          ...{ ...moment, until: Number(deadline) },
          ...(referrer !== ZeroAddress && { by: referrer }),
        };
      },
      CaseDecided({ state, edit }, { caseId, ruling, byVote }, moment) {
        Object.assign(edit(state.cases, caseId), { ruling, byVote, decided: moment });
      },
      CaseExecuted({ state, edit }, { caseId }, moment) {
        edit(state.cases, caseId).executed = moment;
      },
      DrawSettled(draft, { caseId, draw, coherent, shared, burned, fees }) {
        drawIn(draft, { caseId, draw }).settled = { coherent: Number(coherent), shared, burned, fees };
      },
      StakeChanged({ state, add, edit }, { juror, stake }) {
        if (state.jurors.has(juror)) edit(state.jurors, juror).stake = stake;
        else add(state.jurors, juror, { juror, stake });
      },
      // What ERC-792 says as well, secrets, and what accounts take out.
      DisputeCreation: null,
      AppealPossible: null,
      AppealDecision: null,
      TargetSet: null,
      Committed: null,
      ExitChanged: null,
      Withdrawn: null,
      Credited: null,
      Claimed: null,
      ArbitrableAdmitted: null,
    },

    DisputedBudgets: {
      PaymentWaiting({ state, add }, { paymentId: id, budgetId, payee, token, amount, until }, moment) {
        const waiting = { ...moment, until: Number(until) };
        add(state.payments, id, { id, budgetId, payee, token, amount, waiting });
      },
      PaymentDisputed({ state, edit }, { paymentId, disputeId, disputer }, moment) {
        edit(state.payments, paymentId).disputed = { by: disputer, moment, disputeId };
      },
      PaymentRuled({ state, edit }, { paymentId, ruling }) {
        edit(state.payments, paymentId).ruling = ruling;
      },
      PaymentMade(draft, { paymentId }, moment) {
        end(draft, paymentId, moment, false);
      },
      PaymentReturned(draft, { paymentId }, moment) {
        end(draft, paymentId, moment, true);
      },
      // Both are followed by PaymentReturned.
      PaymentCancelled: null,
      PaymentGivenUp: null,
      // The treasury's own events say what was paid; the court's say what was disputed.
      PaidAtOnce: null,
      BondsWithdrawn: null,
      InstructorSet: null,
      TermsSet: null,
      ...UNKEPT_OF_DISPUTES,
      Dispute({ state, add }, { arbitrator, disputeId: arbitratorId, evidenceGroupId: id }) {
        add(state.disputes, id, { arbitrator, arbitratorId });
      },
    },
  },
  untimed: {
    JurorCourt: {
      ...{ ParametersSet: () => true, Seated: () => true, Denounced: () => true, Revealed: () => true },
      ...{ DrawSettled: () => true, StakeChanged: () => true },
    },
    DisputedBudgets: { PaymentRuled: () => true, Dispute: () => true },
  },

  async findMissing({ court, disputedBudgets }, { cases, payments }, at) {
    const [ofCases, ofPayments] = await Promise.all([
      counted(court?.caseCount(at)),
      counted(disputedBudgets?.paymentCount(at)),
    ]);
    if (differs(ofCases, cases.size)) return `${ofCases} cases, and events of ${cases.size}`;
    return differs(ofPayments, payments.size)
      ? `${ofPayments} payments that waited, and events of ${payments.size}`
      : undefined;
  },
};
