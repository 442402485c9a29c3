import { useState } from "react";

import { readCases, seatsOf, type CaseView } from "@polity/sdk/court/cases";
import { findDispute, readEvidence, submitEvidence, type EvidenceView } from "@polity/sdk/court/disputes";
import { UNKNOWN_WORTH } from "@polity/sdk/court/figures";
import { ballotText, nextOf, phaseText, type CaseStep } from "@polity/sdk/court/next";
import { PAYMENT_CHOICES, rulingText } from "@polity/sdk/court/phases";
import { appealCase, closeCase, referCase, sealCase, seatJurors } from "@polity/sdk/court/steps";
import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import type { Network } from "@polity/sdk/network";
import { ActionButton } from "../../actions/ActionButton";
import { useActions } from "../../actions/context";
import { Field, Submit, useForm } from "../../actions/form";
import type { Action } from "../../actions/runner";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { Address, Amount, Badge, Card, Empty, Loaded, sentence, Table, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { RevealForm, VoteForm } from "./Vote";

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
            <>
              About payment {paymentId.toString()}: {PAYMENT_CHOICES}
            </>
          )}
          {value !== UNKNOWN_WORTH && (
            <>
              ; worth <Amount value={value} unit={unit} />
            </>
          )}
          .
        </p>
        <p>
          It {phaseText(view)}
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
                  name: "Voted",
                  cell: ({ ballot }) => ballotText(ballot),
                },
              ]}
            />
          </details>
        ))}
        <NextStep court={court} view={view} />
        {paymentId !== undefined && !isOver && network.disputedBudgets && (
          <EvidenceForm budgets={network.disputedBudgets} paymentId={paymentId} />
        )}
      </div>
    </Card>
  );
}

/** What takes the case on, for whoever can. */
function NextStep({ court, view }: { court: CourtContract; view: CaseView }) {
  const { account } = useWallet();
  const { deployment } = useSite();
  const { id } = view;
  const next = nextOf(view);
  if (!next) return null;
  const own = account === undefined ? [] : seatsOf(view, account).map(({ ballot }) => ballot);
  const works: Partial<Record<CaseStep, Action["work"]>> = {
    seal: async (signer) => {
      const { target } = await sealCase(court, signer, id);
      return target === undefined
        ? "The jurors are drawn: now they can be seated."
        : `Block ${target} draws the jurors: come back after it.`;
    },
    seat: async (signer) => {
      const { tickets } = await seatJurors(court, signer, id, deployment.block);
      return `${tickets.length} seats are taken.`;
    },
    close: async (signer) => {
      const { receipts } = await closeCase(court, signer, id);
      return `The case was taken on, in ${receipts.length} transactions.`;
    },
    appeal: async (signer) => `The next bench has ${(await appealCase(court, signer, id)).size} jurors.`,
    refer: async (signer) => {
      await referCase(court, signer, id);
      return "Now a proposal of the type COURT can rule. If none does in time, your bond is burned.";
    },
  };
  const { step, by, does } = next;
  const [work, label] = [works[step], sentence(does)];
  return (
    <>
      <p className="quiet">
        Next, by {by}: {does}.
      </p>
      {step === "vote" && own.some((ballot) => ballot !== "lost") && <VoteForm court={court} view={view} />}
      {step === "reveal" && own.includes("committed") && (
        <RevealForm court={court} view={view} account={account!} />
      )}
      {work && (
        <p className="buttons">
          <ActionButton kind="primary" action={{ title: `${label}: case ${id}`, work }}>
            {label}
          </ActionButton>
        </p>
      )}
    </>
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
