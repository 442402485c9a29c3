import { useState } from "react";

import { visible } from "@polity/sdk/nep/text";
import { isDisputable, ripeStep, type ProgramView } from "@polity/sdk/work/read";
import { disputeJob, finishJob, submitJob } from "@polity/sdk/work/steps";
import { FINISHED } from "@polity/sdk/work/told";
import { jobText } from "@polity/sdk/work/waiting";
import { ActionButton } from "../../actions/ActionButton";
import { useActions } from "../../actions/context";
import type { Action } from "../../actions/runner";
import { chosen, FileField, hashOf } from "../../actions/fields";
import { Submit, useForm } from "../../actions/form";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { TokenAmount } from "../../parts/TokenAmount";
import { Address, Card, Empty, Loaded, Page, plain, sentence, spanWords, Table } from "../../ui";
import { useWallet } from "../../wallet";
import { Disclose, Enter } from "./Answer";
import { Apply } from "./Apply";
import {
  isAward,
  isMine,
  isToReview,
  isToShortlist,
  isToShow,
  openJobs,
  readBoard,
  takesAnswers,
  type Board,
  type BoardJob,
} from "./board";
import { Review } from "./Review";
import { Scores } from "./Scores";
import { Shortlist } from "./Shortlist";

/** What the network has done, and for how much: the board, one's own jobs, and those to judge. */
export function WorkPage() {
  const { network } = useSite();
  const { account } = useWallet();
  const query = useChain(["work", account ?? ""], async () => (await readBoard(network, account)) ?? null);
  return (
    <Page lead="Grants, bounties and challenges. Their money is set aside when it is promised; what reviewers do not judge in time is accepted if it is a milestone, and goes back if it is a prize.">
      <Loaded query={query} rows={6}>
        {(board) =>
          board === null ? (
            <Empty>This network promises no work.</Empty>
          ) : (
            <All board={board} account={account} />
          )
        }
      </Loaded>
    </Page>
  );
}

function All({ board, account }: { board: Board; account: string | undefined }) {
  const now = useNow(5);
  const open = openJobs(board);
  const mine = open.filter((each) => isMine(each, account));
  const toReview = open.filter((each) => isToReview(each, now));
  const toJudge = toReview.filter(({ task }) => task.votingFor === undefined);
  const toShortlist = open.filter((each) => isToShortlist(each, now));
  const toShow = open.filter((each) => isToShow(each, now));
  const toAnswer = open.filter((each) => takesAnswers(each, now));
  const grants = board.jobs.filter(isAward);
  const programs = board.programs.filter(({ ended }) => !ended);
  return (
    <>
      {mine.length > 0 && (
        <Card title="Yours">
          <Jobs caption="Jobs that you are promised" jobs={mine} now={now} />
          {mine.filter(isToSubmit).map((each) => (
            <SubmitForm key={each.job.id.toString()} {...each} />
          ))}
        </Card>
      )}
      {toReview.length > 0 && (
        <Card title="To review">
          <Jobs caption="Jobs that you judge, with the other reviewers" jobs={toReview} now={now} />
          {toJudge.length > 0 && <Review jobs={toJudge} account={account!} />}
          {toShortlist.length > 0 && <Shortlist tasks={toShortlist} account={account!} />}
        </Card>
      )}
      {toShow.length > 0 && <Disclose tasks={toShow} />}
      <Card title="Board">
        <Jobs caption="Jobs that are neither paid nor back in their budget" jobs={open} now={now} />
      </Card>
      {toAnswer.length > 0 && <Enter tasks={toAnswer} />}
      {grants.length > 0 && <Scores grants={grants} />}
      <Programs programs={board.programs} />
      {programs.length > 0 && <Apply programs={programs} />}
    </>
  );
}

const isToSubmit = ({ task, job }: BoardJob) => task.kind === "grant" && job.status === "funded";

function Jobs({ caption, jobs, now }: { caption: string; jobs: BoardJob[]; now: number }) {
  return (
    <Table
      caption={caption}
      rows={jobs}
      rowKey={({ job }) => job.id.toString()}
      empty="No job is open."
      columns={[
        { name: "Job", cell: ({ job }) => job.id.toString() },
        { name: "What", cell: ({ task, program }) => `${task.kind} of ${visible(program.category)}` },
        {
          name: "Pays",
          cell: ({ job, program }) => <TokenAmount value={job.budget} token={program.token} />,
        },
        {
          name: "To",
          cell: ({ job }) => (job.provider === undefined ? "the best" : <Address address={job.provider} />),
        },
        {
          name: "State",
          cell: ({ task, job, program }) => plain(jobText(task, job, program, now)),
        },
        { name: "You can", cell: (each) => <Buttons {...each} now={now} /> },
      ]}
    />
  );
}

/** What anybody can do about a job: what time has allowed, or a dispute. */
function Buttons({ task, job, program, now }: BoardJob & { now: number }) {
  const { network } = useSite();
  const both = { work: network.work!, verdicts: network.verdicts!, ballots: network.ballots };
  const finish: Action = {
    title: `Finish job ${job.id}`,
    work: async (signer) => `${sentence(FINISHED[(await finishJob(both, signer, job.id)).step])}.`,
  };
  const dispute: Action = {
    title: `Dispute the decision about job ${job.id}`,
    work: async (signer) => {
      const { caseId } = await disputeJob(both, signer, job.id);
      return `You have disputed it: it is case ${caseId} of its arbitrator.`;
    },
  };
  if (ripeStep(task, job, program, now)) return <ActionButton action={finish}>Finish</ActionButton>;
  return isDisputable(job, now) ? <ActionButton action={dispute}>Dispute</ActionButton> : null;
}

/** Delivers a milestone: the hash of a file, which stays where it is. */
function SubmitForm({ job }: BoardJob) {
  const { network } = useSite();
  const { run } = useActions();
  const [file, setFile] = useState<File>();
  const { errors, props } = useForm<{ file: File }>(
    {
      file: () => chosen(file, "that you deliver"),
    },
    (read) =>
      run({
        title: `Deliver job ${job.id}`,
        work: async (signer) => {
          await submitJob(network.work!, signer, job.id, await hashOf(read.file));
          return "It is delivered: its hash is on the chain, and the file stays with you.";
        },
        onDone: () => setFile(undefined),
      }),
  );
  return (
    <form {...props}>
      <FileField label={`What you deliver for job ${job.id}`} error={errors.file} onFile={setFile} />
      <Submit primary>Deliver</Submit>
    </form>
  );
}

function Programs({ programs }: { programs: ProgramView[] }) {
  return (
    <Card title="Programs">
      <Table
        caption="Programs that votes have opened"
        rows={programs}
        rowKey={({ id }) => id.toString()}
        empty="No vote has opened a program yet."
        columns={[
          { name: "Program", cell: ({ id, category }) => `${id}, ${visible(category)}` },
          {
            name: "A job pays up to",
            cell: ({ maxJob, token }) => <TokenAmount value={maxJob} token={token} />,
          },
          {
            name: "Promises",
            cell: ({ byVote, ended }) => (ended ? "ended" : byVote ? "votes" : "reviewers"),
          },
          { name: "Reviews", cell: ({ reviewers }) => <Address address={reviewers} /> },
          { name: "Within", cell: ({ reviewFor }) => spanWords(reviewFor) },
          { name: "Disputed within", cell: ({ disputeFor }) => spanWords(disputeFor) },
        ]}
      />
    </Card>
  );
}
