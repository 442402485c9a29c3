import { useState } from "react";

import { PolityError } from "@polity/sdk/errors";
import { formatDuration } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import { send, tryAs } from "@polity/sdk/transaction";
import { findAnswers } from "@polity/sdk/work/find";
import { reviewCall, type Verdict } from "@polity/sdk/work/steps";
import { judgedText } from "@polity/sdk/work/told";
import { useActions } from "../../actions/context";
import { FileField, hashOf, SelectField, useChoice } from "../../actions/fields";
import { Choices, Submit, useForm } from "../../actions/form";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { sentence, shortAddress } from "../../ui";
import type { BoardJob } from "./board";
import { handOn, Onward, tryWords, type Tried } from "./Onward";

/**
 * Judges a job, as its reviewers. Where these are a Safe, one member alone decides nothing: the call is tried as the Safe.
 * The council's lies on its desk then; of another Safe the page shows the call.
 */
export function Review({ jobs, account }: { jobs: readonly BoardJob[]; account: string }) {
  const job = useChoice(jobs, (one) => one.job.id);
  return (
    <>
      <SelectField
        label="Job"
        value={job.id}
        onChange={job.setId}
        options={jobs.map(({ job: one, task, program }) => [
          one.id.toString(),
          `${one.id}, a ${task.kind} of ${visible(program.category)}`,
        ])}
      />
      <ReviewForm key={job.id} {...job.chosen} account={account} />
    </>
  );
}

const VERDICTS: readonly (readonly [Verdict, string])[] = [
  ["accept", "Accept"],
  ["reject", "Refuse"],
  ["send-back", "Send back"],
];

function ReviewForm({ task, job, program, account }: BoardJob & { account: string }) {
  const site = useSite();
  const { network, provider } = site;
  const { run } = useActions();
  const isPrize = task.kind !== "grant";
  const [verdict, setVerdict] = useState<Verdict | "">("");
  const [winner, setWinner] = useState("");
  const [file, setFile] = useState<File>();
  const [tried, setTried] = useState<Tried>();
  const isOne = account === program.reviewers;
  const { errors, props } = useForm<{ verdict: Verdict; winner: string | undefined }>(
    {
      verdict: () => {
        if (verdict === "") throw new PolityError("choose what you judge");
        return verdict;
      },
      winner: () => {
        if (!isPrize || verdict !== "accept") return undefined;
        if (winner === "") throw new PolityError("choose who has won it");
        return winner;
      },
    },
    (read) =>
      run({
        title: `Judge job ${job.id}`,
        work: async (signer) => {
          setTried(undefined);
          const call = await reviewCall({ work: network.work!, verdicts: network.verdicts! }, job.id, {
            ...read,
            ...(file && { reason: await hashOf(file) }),
          });
          if (isOne) {
            await send(signer, call);
            return `${sentence(judgedText(job.id, read.verdict, program))}.`;
          }
          await tryAs(provider, program.reviewers, call);
          const handed = await handOn(site, program.reviewers, call);
          setTried(handed);
          return handed.said;
        },
      }),
  );
  return (
    <form {...props}>
      {isPrize && verdict === "accept" && (
        <Winner task={task.id} value={winner} onChange={setWinner} error={errors.winner} />
      )}
      <Choices
        legend="Your verdict"
        value={verdict}
        options={isPrize ? VERDICTS.slice(0, 2) : VERDICTS}
        onChange={setVerdict}
        error={errors.verdict}
      />
      <p className="hint">
        {isPrize
          ? "A prize goes to one of those who have shown an answer, or back to its budget."
          : "A milestone that is sent back can be delivered again; it is sent back twice at the most."}{" "}
        Whoever disagrees can dispute what you decide, for {formatDuration(program.disputeFor)}.
      </p>
      <FileField
        label="Why"
        hint="You may leave it out. Only the hash of the file is sent, the file stays with you."
        onFile={setFile}
      />
      <Submit primary>{isOne ? "Judge" : tryWords(network, program.reviewers)}</Submit>
      {tried && <Onward tried={tried} />}
    </form>
  );
}

interface WinnerProps {
  task: bigint;
  value: string;
  onChange: (account: string) => void;
  error: string | undefined;
}

/** Those who have shown an answer for a task. */
function Winner({ task, value, onChange, error }: WinnerProps) {
  const { network, deployment, names } = useSite();
  const { data, error: failure } = useChain(["answers", task.toString()], () =>
    findAnswers(network.work!, { fromBlock: deployment.block }, task),
  );
  const first = failure ? "they cannot be read now" : data ? "choose" : "being read";
  return (
    <SelectField
      label="Who has won it"
      value={value}
      onChange={onChange}
      error={error}
      options={[
        ["", data?.shown.length === 0 ? "nobody has shown an answer" : first],
        ...(data?.shown ?? []).map(
          ({ account }) =>
            [account, `${visible(names[account] ?? "")} ${shortAddress(account)}`.trim()] as const,
        ),
      ]}
    />
  );
}
