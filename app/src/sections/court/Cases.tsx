import { useState } from "react";

import { readCases, type Ballot, type CaseView } from "@polity/sdk/court/cases";
import { findDispute, readEvidence, submitEvidence, type EvidenceView } from "@polity/sdk/court/disputes";
import { UNKNOWN_WORTH } from "@polity/sdk/court/figures";
import { PHASES, rulingText } from "@polity/sdk/court/phases";
import { CASE_PHASES } from "@polity/sdk/court/cases";
import { appealCase, closeCase, referCase, sealCase, seatJurors } from "@polity/sdk/court/steps";
import { commitVote, revealVote } from "@polity/sdk/court/vote";
import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import type { Network } from "@polity/sdk/network";
import { ActionButton } from "../../actions/ActionButton";
import { useActions } from "../../actions/context";
import { Choices, Field, Submit, useForm } from "../../actions/form";
import type { Action } from "../../actions/runner";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { Address, Amount, Badge, Card, Empty, Loaded, Table, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { offersOf } from "./steps";

type CourtContract = NonNullable<Network["court"]>;

/** A case with what it is about, where that is a payment of the network. */
interface Told {
  view: CaseView;
  paymentId?: bigint;
  evidence: EvidenceView[];
}

/** All cases, the newest first. */
export function Cases({ court }: { court: CourtContract }) {
  const { network, deployment } = useSite();
  const query = useChain(
    ["cases"],
    async () => {
      const views = await readCases(court);
      const read = views.map((view) => tell(network, view, deployment.block));
      return (await Promise.all(read)).reverse();
    },
    { slow: true },
  );
  return (
    <Loaded query={query} rows={6}>
      {(cases) =>
        cases.length === 0 ? (
          <Card title="Cases">
            <Empty>Nothing was disputed yet.</Empty>
          </Card>
        ) : (
          cases.map((told) => <OneCase key={told.view.id.toString()} court={court} {...told} />)
        )
      }
    </Loaded>
  );
}

async function tell(
  { addresses, disputedBudgets }: Network,
  view: CaseView,
  fromBlock: number,
): Promise<Told> {
  if (!disputedBudgets || view.arbitrable !== addresses.DisputedBudgets) return { view, evidence: [] };
  const place = { arbitrator: addresses.JurorCourt!, arbitratorId: view.id };
  const dispute = await findDispute(disputedBudgets, place, fromBlock);
  if (!dispute) return { view, evidence: [] };
  return {
    ...{ view, paymentId: dispute.paymentId },
    evidence: await readEvidence(disputedBudgets, dispute.id, fromBlock),
  };
}

const BALLOTS: Record<Extract<Ballot, string>, string> = {
  open: "no vote yet",
  committed: "has voted in secret",
  lost: "was shown too early, and lost its slice",
};

function OneCase({ court, view, paymentId, evidence }: Told & { court: CourtContract }) {
  const unit = useTokenUnit();
  const { network } = useSite();
  const { id, arbitrable, phase, until, value, ruling, byBench, draws } = view;
  const isOver = phase === "decided" || phase === "executed";
  return (
    <Card
      title={`Case ${id}`}
      aside={<Badge {...(!isOver && { tone: "good" })}>{isOver ? "decided" : "open"}</Badge>}
    >
      <div className="stack tight">
        <p>
          {paymentId === undefined ? (
            <>
              Of <Address address={arbitrable} />
            </>
          ) : (
            <>About payment {paymentId.toString()}: choice 1 makes it, choice 2 returns it to its budget</>
          )}
          {value !== UNKNOWN_WORTH && (
            <>
              ; worth <Amount value={value} unit={unit} />
            </>
          )}
          .
        </p>
        <p>
          It {PHASES[CASE_PHASES.indexOf(phase)]}
          {until !== undefined && (
            <>
              {" "}
              until <Time at={until} />
            </>
          )}
          .{(byBench || isOver) && ` Ruling${isOver ? "" : " as of now"}: ${rulingText(ruling)}.`}
        </p>
        {evidence.length > 0 && (
          <ul>
            {evidence.map(({ party, evidence: where, block }, i) => (
              <li key={`${block} ${i}`}>
                Evidence of <Address address={party} />: <span className="long">{visible(where)}</span>
              </li>
            ))}
          </ul>
        )}
        {draws.map(({ size, seats, settled }, draw) => (
          <details key={draw} open={draw === draws.length - 1}>
            <summary>
              A bench of {size}
              {settled && ", shared out"}
            </summary>
            <Table
              caption={`The seats of draw ${draw} in case ${id}, and how they voted`}
              rows={seats}
              rowKey={({ seat }) => String(seat)}
              empty="Nobody has a seat yet."
              columns={[
                { name: "Seat", cell: ({ seat }) => String(seat) },
                { name: "Juror", cell: ({ juror }) => <Address address={juror} /> },
                {
                  name: "Vote",
                  cell: ({ ballot }) => (typeof ballot === "bigint" ? rulingText(ballot) : BALLOTS[ballot]),
                },
              ]}
            />
          </details>
        ))}
        <Buttons court={court} view={view} />
        {paymentId !== undefined && !isOver && network.disputedBudgets && (
          <EvidenceForm budgets={network.disputedBudgets} paymentId={paymentId} />
        )}
      </div>
    </Card>
  );
}

function Buttons({ court, view }: { court: CourtContract; view: CaseView }) {
  const { account } = useWallet();
  const { deployment } = useSite();
  const { id } = view;
  const offers = offersOf(view, account);
  const actions: [is: boolean, label: string, work: Action["work"]][] = [
    [
      offers.reveal,
      "Reveal your vote",
      async (signer) => {
        const revealed = await revealVote(court, signer, { caseId: id });
        return `Your votes are revealed: ${revealed.map(({ choice }) => rulingText(choice)).join(", ")}.`;
      },
    ],
    [
      offers.seal,
      "Draw its jurors",
      async (signer) => {
        const { target } = await sealCase(court, signer, id);
        return target === undefined
          ? "The jurors are drawn: now they can be seated."
          : `Block ${target} draws the jurors: come back after it.`;
      },
    ],
    [
      offers.seat,
      "Seat its jurors",
      async (signer) => {
        const { tickets } = await seatJurors(court, signer, id, deployment.block);
        return `${tickets.length} seats are taken.`;
      },
    ],
    [
      offers.close,
      "Take it on",
      async (signer) => {
        const { receipts } = await closeCase(court, signer, id);
        return `The case was taken on, in ${receipts.length} transactions.`;
      },
    ],
    [
      offers.appeal,
      "Appeal to a larger bench",
      async (signer) => `The next bench has ${(await appealCase(court, signer, id)).size} jurors.`,
    ],
    [
      offers.refer,
      "Ask for a vote",
      async (signer) => {
        await referCase(court, signer, id);
        return "Now a proposal of the type COURT can rule. If none does in time, your bond is burned.";
      },
    ],
  ];
  const offered = actions.filter(([is]) => is);
  return (
    <>
      {offers.vote && <VoteForm court={court} view={view} />}
      {offered.length > 0 && (
        <p className="buttons">
          {offered.map(([, label, work]) => (
            <ActionButton key={label} kind="primary" action={{ title: `${label}: case ${id}`, work }}>
              {label}
            </ActionButton>
          ))}
        </p>
      )}
    </>
  );
}

function VoteForm({ court, view: { id, choices } }: { court: CourtContract; view: CaseView }) {
  const { run } = useActions();
  const [choice, setChoice] = useState("");
  const options = Array.from({ length: Number(choices) + 1 }, (_, i) => BigInt(i)).map(
    (each) => [each.toString(), rulingText(each)] as const,
  );
  const { errors, props } = useForm<{ choice: bigint }>(
    {
      choice: () => {
        if (choice === "") throw new PolityError("choose a ruling");
        return BigInt(choice);
      },
    },
    (read) =>
      run({
        title: `Vote in case ${id}`,
        work: async (signer) => {
          const voted = await commitVote(court, signer, { caseId: id, choice: read.choice });
          return `You voted in secret for ${voted.length} of your seats: reveal it here when votes are revealed.`;
        },
      }),
  );
  return (
    <form {...props}>
      <Choices
        legend="Your ruling"
        value={choice}
        options={options}
        onChange={setChoice}
        error={errors.choice}
      />
      <p className="hint">
        Your wallet signs the vote twice: the signature hides it, and finds it again when it is revealed. Sign
        that message nowhere else, and tell nobody how you vote.
      </p>
      <Submit primary>Vote in secret</Submit>
    </form>
  );
}

function EvidenceForm({
  budgets,
  paymentId,
}: {
  budgets: NonNullable<Network["disputedBudgets"]>;
  paymentId: bigint;
}) {
  const { run } = useActions();
  const [text, setText] = useState("");
  const { errors, props } = useForm<{ where: string }>(
    {
      where: () => {
        if (!text.trim()) throw new PolityError("write where the file is");
        return text.trim();
      },
    },
    ({ where }) =>
      run({
        title: `Bring forward evidence about payment ${paymentId}`,
        work: async (signer) => {
          await submitEvidence(budgets, signer, paymentId, where);
          return "Jurors can read it.";
        },
        onDone: () => setText(""),
      }),
  );
  return (
    <form {...props}>
      <Field label="Evidence" hint="Where the file is, like ipfs://…" error={errors.where}>
        {(input) => <input {...input} value={text} onChange={({ target }) => setText(target.value)} />}
      </Field>
      <Submit>Bring it forward</Submit>
    </form>
  );
}
