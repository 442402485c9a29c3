import { wordText } from "../calls/words";
import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft } from "../history/types";
import { UNKEPT_OF_DISPUTES } from "../court/events";
import type { contracts } from "./contracts";
import { KINDS, type WorkKind } from "./names";

/** A program. Amounts in base units. */
export interface HistoricProgram {
  id: bigint;
  category: string;
  token: string;
  reviewers: string;
  byVote: boolean;
  opened: Moment;
  ended?: Moment;
}

/** What somebody asked for. */
export interface HistoricApplication {
  id: bigint;
  program: bigint;
  applicant: string;
  amounts: bigint[];
  /** The hash of its terms: a grant for it has the same, or that of an award's terms, which name it. */
  terms: string;
  uri: string;
  asked: Moment;
}

/** What was promised. */
export interface HistoricTask {
  id: bigint;
  program: bigint;
  kind: WorkKind;
  /** Absent for prizes. */
  payee?: string;
  firstJob: bigint;
  jobs: number;
  /** When the last milestone is due, or until when answers are entered; in seconds. */
  deadline: number;
  terms: string;
  /** The proposal that it implements. */
  proposal?: bigint;
  uri: string;
  promised: Moment;
  /** How many entered an answer. */
  entries: number;
}

/** A job. `by` is absent where silence decided. */
export interface HistoricJob {
  id: bigint;
  task: bigint;
  budget: bigint;
  provider?: string;
  submitted?: Moment;
  sentBack: number;
  decided?: { accepted: boolean; by?: string; moment: Moment };
  disputed?: { by: string; moment: Moment };
  /** What the arbitrator said. */
  ruled?: { accepted: boolean };
  paid?: Moment;
  /** When its money went back. */
  back?: Moment;
}

/** What somebody says came of a task. */
export interface HistoricOutcome {
  task: bigint;
  reporter: string;
  metric: string;
  value: bigint;
  uri: string;
  reported: Moment;
}

export interface WorkHistory {
  programs: Map<bigint, HistoricProgram>;
  applications: Map<bigint, HistoricApplication>;
  tasks: Map<bigint, HistoricTask>;
  jobs: Map<bigint, HistoricJob>;
  outcomes: HistoricOutcome[];
}

const job = ({ state, edit }: SliceDraft<WorkHistory>, id: bigint): HistoricJob => edit(state.jobs, id);

export const history: Historical<typeof contracts, WorkHistory> = {
  version: 1,
  initial: () => ({
    ...{ programs: new Map(), applications: new Map(), tasks: new Map(), jobs: new Map(), outcomes: [] },
  }),
  fold: {
    Work: {
      ProgramOpened({ state, add }, { programId: id, terms, token }, opened) {
        const { category, reviewers, byVote } = terms;
        add(state.programs, id, { id, category: wordText(category), token, reviewers, byVote, opened });
      },
      ProgramEnded({ state, edit }, { programId }, moment) {
        edit(state.programs, programId).ended = moment;
      },
      ReviewersSet({ state, edit }, { programId, reviewers }) {
        edit(state.programs, programId).reviewers = reviewers;
      },
      Applied(
        { state, add },
        { applicationId: id, programId: program, applicant, amounts, terms, uri },
        asked,
      ) {
        add(state.applications, id, { id, program, applicant, amounts: [...amounts], terms, uri, asked });
      },
      TaskOpened({ state, add }, event, promised) {
        const { taskId: id, programId: program, kind, payee, firstJob, jobs, deadline, brief } = event;
        add(state.tasks, id, {
          ...{ id, program, kind: KINDS[Number(kind)]!, firstJob, jobs: Number(jobs), promised, entries: 0 },
          ...(BigInt(payee) !== 0n && { payee }),
          ...{ deadline: Number(deadline), terms: brief.terms, uri: brief.uri },
          ...(brief.proposalId !== 0n && { proposal: brief.proposalId }),
        });
        const each = { task: id, budget: 0n, sentBack: 0, ...(BigInt(payee) !== 0n && { provider: payee }) };
        for (let i = 0n; i < jobs; i++) add(state.jobs, firstJob + i, { id: firstJob + i, ...each });
      },
      JobFunded(draft, { jobId, amount }) {
        job(draft, jobId).budget = amount;
      },
      Entered({ state, edit }, { taskId }) {
        edit(state.tasks, taskId).entries++;
      },
      ProviderSet(draft, { jobId, provider }) {
        const changed = job(draft, jobId);
        // Nobody's again: it was claimed in vain.
        if (BigInt(provider) === 0n) delete changed.provider;
        else changed.provider = provider;
      },
      JobSubmitted(draft, { jobId }, moment) {
        job(draft, jobId).submitted = moment;
      },
      SentBack(draft, { jobId }) {
        job(draft, jobId).sentBack++;
      },
      Decided(draft, { jobId, accepted, by }, moment) {
        job(draft, jobId).decided = { accepted, moment, ...(BigInt(by) !== 0n && { by }) };
      },
      Ruled(draft, { jobId, accepted }) {
        job(draft, jobId).ruled = { accepted };
      },
      PaymentReleased(draft, { jobId }, moment) {
        job(draft, jobId).paid = moment;
      },
      Refunded(draft, { jobId }, moment) {
        job(draft, jobId).back = moment;
      },
      OutcomeReported({ state }, { taskId: task, reporter, metric, value, uri }, reported) {
        state.outcomes.push({ task, reporter, metric: wordText(metric), value, uri, reported });
      },
      // What comes with others, and what waits for whom it belongs to.
      JobCreated: null,
      BudgetSet: null,
      JobCompleted: null,
      JobRejected: null,
      JobExpired: null,
      Disclosed: null,
      Held: null,
      Credited: null,
      Withdrawn: null,
      ReputationSkipped: null,
    },

    Verdicts: {
      JobDisputed(draft, { jobId, disputer }, moment) {
        job(draft, jobId).disputed = { by: disputer, moment };
      },
      Shortlisted: null,
      JobRuled: null,
      BondsWithdrawn: null,
      ...UNKEPT_OF_DISPUTES,
    },
  },
  untimed: {
    Work: {
      ...{ ReviewersSet: () => true, JobFunded: () => true, Entered: () => true, ProviderSet: () => true },
      ...{ SentBack: () => true, Ruled: () => true },
    },
  },

  async findMissing({ work }, { programs, applications, tasks, jobs }, at) {
    const kept = { programs, applications, tasks, jobs };
    const counts = await Promise.all([
      counted(work?.programCount(at)),
      counted(work?.applicationCount(at)),
      counted(work?.taskCount(at)),
      counted(work?.jobCounter(at)),
    ]);
    const names = ["programs", "applications", "tasks", "jobs"] as const;
    const i = names.findIndex((name, index) => differs(counts[index], kept[name].size));
    const name = names[i];
    return name && `${counts[i]} ${name}, and events of ${kept[name].size}`;
  },
};
