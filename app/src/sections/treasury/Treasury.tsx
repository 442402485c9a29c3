import { Link } from "wouter";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { proposalsOf } from "@polity/sdk/governor/figures/outcome";
import { budgetUse, ledgerTable, wordName } from "@polity/sdk/treasury/figures";
import type { History } from "@polity/sdk/history";
import { visible } from "@polity/sdk/nep/text";
import { readTreasury, type Holding, type TreasuryState } from "@polity/sdk/treasury/state";
import type { Movement, MovementKind } from "@polity/sdk/treasury/ledger";
import { payInstalment, type RecurringView } from "@polity/sdk/treasury/recurring";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { ActionButton } from "../../actions/ActionButton";
import type { Action } from "../../actions/runner";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { nameOf } from "../governor/proposals";
import {
  Address,
  Amount,
  Badge,
  Card,
  Empty,
  Loaded,
  Page,
  Progress,
  spanWords,
  Stat,
  Stats,
  Table,
  Time,
  unitName,
} from "../../ui";
import { CsvButton } from "../../parts/FigureTable";
import { TokenAmount } from "../../parts/TokenAmount";
import { WithHistory } from "../../parts/WithHistory";

/** What the network owns, what may leave, and all that came and went. */
export function Treasury() {
  const { network, deployment } = useSite();
  const has = network.treasury !== undefined;
  const query = useChain(
    ["treasury"],
    async (network) => {
      const block = await network.governor.runner!.provider!.getBlockNumber();
      return readTreasury(network, { fromBlock: deployment.block, block });
    },
    { enabled: has, slow: true },
  );
  return (
    <Page lead="What the network owns together. Votes spend it, and grant budgets to others to spend.">
      {has ? (
        <Loaded query={query} rows={12}>
          {(state) => <State state={state} />}
        </Loaded>
      ) : (
        <Empty>This network has no treasury: votes pay from the timelock.</Empty>
      )}
    </Page>
  );
}

function State({ state }: { state: TreasuryState }) {
  return (
    <>
      <p>
        <Address address={state.address} full />
      </p>
      <Stats>
        {state.holdings.map(({ token, unit, balance, cap }) => (
          <Stat
            key={token}
            label={`Owned in ${visible(unitName(unit))}`}
            note={
              cap === 0n ? (
                "nothing may leave"
              ) : (
                <>
                  at most <Amount value={cap} unit={unit} places={0} /> leave in 30 days
                </>
              )
            }
          >
            <Amount value={balance} unit={unit} />
          </Stat>
        ))}
      </Stats>
      <Card title="What may leave now">
        <Caps holdings={state.holdings} />
      </Card>
      {state.recurring.length > 0 && (
        <Card title="Recurring payments">
          <Recurring payments={state.recurring} />
        </Card>
      )}
      <WithHistory rows={12}>
        {({ history }) => (
          <>
            <Card title="Budgets against actual spending">
              <Budgets history={history} />
            </Card>
            <Ledger history={history} />
          </>
        )}
      </WithHistory>
    </>
  );
}

function Caps({ holdings }: { holdings: Holding[] }) {
  const capped = holdings.filter(({ cap }) => cap > 0n);
  if (capped.length === 0) return <Empty>No token has a cap: nothing may leave.</Empty>;
  return (
    <div className="columns">
      {capped.map(({ token, unit, cap, left, raise }) => (
        <div key={token} className="stack tight">
          <Progress
            label="For votes"
            value={left.votes}
            of={cap}
            told={
              <>
                <Amount value={left.votes} unit={unit} /> of <Amount value={cap} unit={unit} />
              </>
            }
          />
          <Progress
            label="For budgets and recurring payments"
            value={left.grants}
            of={cap}
            told={
              <>
                <Amount value={left.grants} unit={unit} /> of <Amount value={cap} unit={unit} />
              </>
            }
          />
          {raise && (
            <p className="quiet small">
              A cap of <Amount value={raise.cap} unit={unit} /> is announced for <Time at={raise.at} />.
            </p>
          )}
        </div>
      ))}
    </div>
  );
}

function Budgets({ history }: { history: History }) {
  const { uses, table } = budgetUse(history);
  const standing = new Map(table.rows.map((row) => [row[0], row.at(-1) as string]));
  if (uses.length === 0) return <Empty>No vote has granted a budget yet.</Empty>;
  return (
    <>
      <ul className="budgets">
        {uses.map(({ budget, granted, spent, begun }) => {
          const { token } = budget;
          return (
            <li key={budget.id.toString()}>
              <h3>
                {visible(wordName(budget.category))} <Badge>{standing.get(budget.id) ?? ""}</Badge>
              </h3>
              <p className="quiet small">
                Budget {budget.id.toString()}: <TokenAmount value={budget.amount} token={token} /> for each of{" "}
                {budget.periods} periods of {spanWords(budget.period)}, of which {begun} have begun. A{" "}
                <Link href={`/proposals/${budget.proposalId}`}>vote</Link> granted it to{" "}
                <Address address={budget.spender} />
              </p>
              <Progress
                label="Spent"
                value={spent}
                of={granted}
                told={
                  <>
                    <TokenAmount value={spent} token={token} /> of{" "}
                    <TokenAmount value={granted} token={token} /> granted so far
                  </>
                }
              />
            </li>
          );
        })}
      </ul>
      <p>
        <CsvButton figures={table} name="budgets" />
      </p>
    </>
  );
}

function Recurring({ payments }: { payments: RecurringView[] }) {
  const now = useNow(60);
  return (
    <Table
      caption="Recurring payments"
      rows={payments}
      rowKey={({ id }) => id.toString()}
      empty="No payment recurs."
      columns={[
        { name: "To", cell: ({ payee }) => <Address address={payee} /> },
        { name: "For", cell: ({ category }) => visible(wordName(category)) },
        {
          name: "Each time",
          numeric: true,
          by: ({ amount }) => amount,
          cell: ({ amount, token }) => <TokenAmount value={amount} token={token} />,
        },
        { name: "Every", cell: ({ period }) => spanWords(period) },
        { name: "Still to come", numeric: true, cell: ({ left }) => left },
        { name: "Next due", by: ({ due }) => due, cell: ({ due }) => <Time at={due} /> },
        {
          name: "Actions",
          cell: (payment) => payment.left > 0 && payment.due <= now && <PayButton payment={payment} />,
        },
      ]}
    />
  );
}

/** Anybody may have an instalment paid that is due. */
function PayButton({ payment: { id, token } }: { payment: RecurringView }) {
  const { network } = useSite();
  const action: Action = {
    title: `Pay the instalment of recurring payment ${id}`,
    work: async (signer) => {
      const unit = await readTokenUnit(network, token);
      const { amount, payee } = await payInstalment(requireTreasury(network), signer, id);
      return `${formatUnits(amount, unit)} went to ${payee}.`;
    },
  };
  return <ActionButton action={action}>Pay</ActionButton>;
}

const KINDS: Readonly<Record<MovementKind, string>> = {
  deposit: "Deposit from",
  payment: "Payment to",
  disbursement: "From a budget to",
  recurring: "Recurring payment to",
  refund: "Refund from",
  difference: "Difference that was booked",
};

/** A word of the ledger, for a person: a number without what fills it up, a hash by its first and last digits. */
function wordsOf(word: string): string[] {
  const name = wordName(word);
  if (name === "none") return [];
  if (/^0x0{8}/.test(name)) return [`no. ${BigInt(name)}`];
  return [/^0x[0-9a-f]{64}$/i.test(name) ? `${name.slice(0, 10)}…${name.slice(-8)}` : name];
}

function Ledger({ history }: { history: History }) {
  const figures = ledgerTable(history);
  const names = new Map(proposalsOf(history).map((proposal) => [proposal.id, nameOf(proposal)]));
  return (
    <Card title="Ledger" aside={<CsvButton figures={figures} name="ledger" />}>
      <p className="quiet small">Every movement since the beginning, the newest first.</p>
      <Table<Movement>
        caption="Ledger, the newest first"
        rows={[...history.treasury.movements].reverse()}
        rowKey={(movement) => String(history.treasury.movements.indexOf(movement))}
        page={25}
        empty="Nothing has come or gone yet."
        columns={[
          {
            name: "What",
            cell: ({ kind, counterparty, category, reference }) => (
              <>
                {KINDS[kind]} {counterparty && <Address address={counterparty} />}
                <span className="note">{visible([category, reference].flatMap(wordsOf).join(", "))}</span>
              </>
            ),
          },
          { name: "When", by: ({ time }) => time, cell: ({ time }) => <Time at={time} show="date" /> },
          {
            name: "Decided by",
            cell: ({ proposalId }) =>
              proposalId > 0n ? (
                <Link href={`/proposals/${proposalId}`}>
                  {visible(names.get(proposalId) ?? `${proposalId}`.slice(0, 10))}
                </Link>
              ) : (
                <span className="quiet">–</span>
              ),
          },
          {
            name: "Amount",
            numeric: true,
            by: ({ amount }) => amount,
            cell: ({ amount, token }) => <TokenAmount value={amount} token={token} signed />,
          },
          {
            name: "Balance after it",
            numeric: true,
            cell: ({ balance, token }) => <TokenAmount value={balance} token={token} />,
          },
        ]}
      />
    </Card>
  );
}
