import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import {
  ballotText,
  findDispute,
  nextOf,
  nextOfPayment,
  phaseText,
  readDispute,
  readEvidence,
  readPayment,
  requireDisputedBudgets,
  statusText,
  type DisputeView,
  type Next,
} from "@polity/sdk/court";
import { UNKNOWN_WORTH } from "@polity/sdk/court/figures";
import { rulingText } from "@polity/sdk/court/phases";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import { getBlock } from "@polity/sdk/provider";
import { formatTable } from "../../scripts/lib/table";
import { text } from "../core/command";
import { readingCommand, type Context } from "../core/context";
import { CASE, caseOf, eitherOf, PAYMENT } from "../parts/court";
import { tellAccount } from "../parts/treasury";

/** What an arbitrator says of itself, in words that follow "it". */
const STANDS: Record<NonNullable<DisputeView["status"]>, string> = {
  waiting: "has not ruled yet",
  appealable: "has ruled, and an appeal can be made",
  solved: "has ruled for good",
};

export default readingCommand({
  words: "Shows a case or a payment: where it stands, who rules, votes, evidence, and what can be done now",
  options: { id: text(CASE), payment: text(`${PAYMENT}: whoever rules about it`) },
  run: (context) => {
    const { id, payment } = eitherOf(context.options);
    return id === undefined ? showPayment(context, payment) : showCase(context, id);
  },
});

async function showCase(context: Context, caseId: bigint) {
  const { network, deployment } = context;
  const view = await caseOf(context, caseId);
  const { id, arbitrable, choices, value, ruling, byBench, phase, until, target, draws } = view;
  const budgets = arbitrable === network.addresses.DisputedBudgets ? network.disputedBudgets : undefined;
  const about =
    budgets &&
    (await findDispute(
      budgets,
      { arbitrator: network.addresses.JurorCourt!, arbitratorId: id },
      deployment.block,
    ));
  const evidence = about ? await readEvidence(budgets, about.id, deployment.block) : [];
  const isOver = phase === "decided" || phase === "executed";
  const worth = value === UNKNOWN_WORTH ? "an amount that nobody has said" : `${formatTokens(value)} tokens`;
  const benches = draws.map(({ size, settled, seats }, draw) => {
    const head = `draw ${draw}: a bench of ${size}${settled ? ", shared out" : ""}`;
    const rows = seats.map(({ seat, juror, ballot }) => [
      `seat ${seat}`,
      context.nameOf(juror),
      ballotText(ballot),
    ]);
    return [head, ...(rows.length > 0 ? [formatTable(rows)] : [])].join("\n");
  });
  return {
    text: [
      `case ${id} of ${tellAccount(context, arbitrable)}: ${choices} choices, about ${worth}`,
      ...(about ? [`it is about payment ${about.paymentId}`] : []),
      `it ${phaseText(view)}${until === undefined ? "" : ` until ${formatTimestamp(until)}`}`,
      ...(byBench || isOver ? [`ruling${isOver ? "" : " as of now"}: ${rulingText(ruling)}`] : []),
      ...(phase === "sealing" && target !== undefined ? [`block ${target} draws its jurors`] : []),
      ...nextLine(nextOf(view)),
      ...evidence.map((each) => evidenceLine(context, each)),
      ...benches,
    ].join("\n"),
    json: { case: view, ...(about && { payment: about.paymentId }), evidence },
  };
}

async function showPayment(context: Context, paymentId: bigint) {
  const { network, deployment } = context;
  const budgets = requireDisputedBudgets(network);
  const payment = await readPayment(budgets, paymentId);
  const { id, budgetId, payee, token, amount, status, until, disputer, disputeId } = payment;
  const [{ timestamp: now }, unit, dispute, evidence] = await Promise.all([
    getBlock(context.host.provider, "latest"),
    readTokenUnit(network, token),
    disputeId === 0n ? undefined : readDispute(budgets, disputeId),
    disputeId === 0n ? [] : readEvidence(budgets, disputeId, deployment.block),
  ]);
  return {
    text: [
      `payment ${id} out of budget ${budgetId} to ${tellAccount(context, payee)}: ${formatUnits(amount, unit)}`,
      `it ${statusText(payment)}${status === "waiting" ? ` until ${formatTimestamp(until)}` : ""}`,
      ...(dispute
        ? [
            `${tellAccount(context, disputer)} disputes it before ${tellAccount(context, dispute.arbitrator)}, whose number for it is ${dispute.arbitratorId}`,
            ...(dispute.ruled ? [] : await standing(context, dispute)),
          ]
        : []),
      ...nextLine(nextOfPayment(payment, now)),
      ...evidence.map((each) => evidenceLine(context, each)),
    ].join("\n"),
    json: { payment, ...(dispute && { dispute }), evidence },
  };
}

async function standing({ network }: Context, { status, ruling, appeal, silentFrom }: DisputeView) {
  const ether = await readTokenUnit(network, ZeroAddress);
  return [
    ...(status === undefined
      ? ["its arbitrator does not say how it stands"]
      : [`its arbitrator ${STANDS[status]}`]),
    ...(status !== "waiting" && ruling !== undefined ? [`ruling as of now: ${rulingText(ruling)}`] : []),
    ...(appeal
      ? [`an appeal costs ${formatUnits(appeal.cost, ether)}, until ${formatTimestamp(appeal.until)}`]
      : []),
    `without a ruling anybody can end it from ${formatTimestamp(silentFrom)} on: finish`,
  ];
}

const nextLine = (next: Next | undefined): string[] =>
  next ? [`next, by ${next.by}: ${next.does} (${next.step})`] : [];

const evidenceLine = (context: Context, { party, evidence }: { party: string; evidence: string }) =>
  `evidence of ${tellAccount(context, party)}: ${visible(evidence)}`;
