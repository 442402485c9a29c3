import { finishPayment } from "@polity/sdk/court/disputes";
import { nextOfPayment, statusText } from "@polity/sdk/court/next";
import { disputePayment, readPayments, type PaymentView } from "@polity/sdk/court/payments";
import { formatUnits } from "@polity/sdk/calls/token";
import type { Network } from "@polity/sdk/network";
import { ActionButton } from "../../actions/ActionButton";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useTokenUnit } from "../../data/units";
import { TokenAmount } from "../../parts/TokenAmount";
import { Address, Card, Loaded, sentence, Table, Time } from "../../ui";

type Budgets = NonNullable<Network["disputedBudgets"]>;

const FINISHED = {
  made: "It is made.",
  returned: "It went back to its budget.",
  silenced: "Its arbitrator was silent: it is left as it was.",
  "given up": "Its payee refuses it: it went back to its budget.",
} as const;

/** Payments out of disputed budgets that are not over. */
export function Payments({ budgets }: { budgets: Budgets }) {
  const now = useNow(5);
  const unit = useTokenUnit();
  const query = useChain(["payments"], async () =>
    (await readPayments(budgets)).filter(({ status }) => status !== "paid" && status !== "returned"),
  );
  const dispute = ({ id }: PaymentView) => ({
    title: `Dispute payment ${id}`,
    work: async (signer: Parameters<typeof disputePayment>[1]) => {
      const { bond, caseId } = await disputePayment(budgets, signer, id);
      return `You gave a bond of ${formatUnits(bond, unit)}. It is case ${caseId} of its arbitrator.`;
    },
  });
  const finish = ({ id }: PaymentView) => ({
    title: `Finish payment ${id}`,
    work: async (signer: Parameters<typeof finishPayment>[1]) => {
      const { done } = await finishPayment(budgets, signer, id);
      return done.map((what) => FINISHED[what]).join(" ");
    },
  });
  return (
    <Card title="Payments that can be disputed">
      <Loaded query={query} rows={3}>
        {(payments) => (
          <Table
            caption="Payments out of disputed budgets that are not over"
            rows={payments}
            rowKey={({ id }) => id.toString()}
            empty="No payment waits."
            columns={[
              { name: "Payment", cell: ({ id }) => id.toString() },
              { name: "To", cell: ({ payee }) => <Address address={payee} /> },
              { name: "Amount", cell: ({ amount, token }) => <TokenAmount value={amount} token={token} /> },
              {
                name: "It",
                cell: (payment) => (
                  <>
                    {statusText(payment)}
                    {payment.status === "waiting" && (
                      <>
                        {" "}
                        until <Time at={payment.until} />
                      </>
                    )}
                  </>
                ),
              },
              {
                name: "You can",
                cell: (payment) => {
                  const next = nextOfPayment(payment, now);
                  if (next?.step === "dispute" || next?.step === "finish")
                    return (
                      <ActionButton action={{ dispute, finish }[next.step](payment)}>
                        {sentence(next.does)}
                      </ActionButton>
                    );
                  return next ? sentence(next.does) : "";
                },
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
