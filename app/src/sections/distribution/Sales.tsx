import { useState } from "react";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { buy } from "@polity/sdk/distribution/buy";
import { costAt } from "@polity/sdk/distribution/price";
import { readPurchase, readSales, type PurchaseView, type SaleView } from "@polity/sdk/distribution/sales";
import { claimPurchase, refundPurchase, settleSale } from "@polity/sdk/distribution/settle";
import { explain, PolityError } from "@polity/sdk/errors";
import { parseAmount } from "@polity/sdk/format";
import type { Network } from "@polity/sdk/network";
import { useActions } from "../../actions/context";
import { Field, Submit, useForm } from "../../actions/form";
import { typedNumber } from "../../actions/number";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { TokenAmount } from "../../parts/TokenAmount";
import { Amount, Badge, Card, Empty, FileDrop, Loaded, Progress, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { proofIn } from "./lists";
import { offersOf } from "./offers";

type Sale = NonNullable<Network["sale"]>;

/** A sale, and what the reader's account has bought in it. */
interface Bought {
  view: SaleView;
  purchase?: PurchaseView;
}

/** All sales, the newest first. */
export function Sales({ sale }: { sale: Sale }) {
  const { account } = useWallet();
  const query = useChain(["sales", account ?? ""], async (): Promise<Bought[]> => {
    const views = await readSales(sale);
    const read = views.map(async (view) => ({
      view,
      ...(account && { purchase: await readPurchase(sale, view.id, account) }),
    }));
    return (await Promise.all(read)).reverse();
  });
  return (
    <Loaded query={query} rows={6}>
      {(sales) =>
        sales.length === 0 ? (
          <Card title="Sales">
            <Empty>No vote has opened a sale yet.</Empty>
          </Card>
        ) : (
          sales.map(({ view, purchase }) => (
            <OneSale key={view.id.toString()} sale={sale} view={view} purchase={purchase} account={account} />
          ))
        )
      }
    </Loaded>
  );
}

const STATUS = {
  pending: ["not begun", undefined],
  open: ["open", "good"],
  succeeded: ["succeeded", "good"],
  failed: ["failed", "bad"],
} as const;

interface OneProps {
  sale: Sale;
  view: SaleView;
  purchase: PurchaseView | undefined;
  account: string | undefined;
}

function OneSale({ sale, view, purchase, account }: OneProps) {
  const unit = useTokenUnit();
  const { id, status, start, end, sold, amount, price, endPrice, raised, least, cap, payment, vesting } =
    view;
  const [word, tone] = STATUS[status];
  const offers = offersOf(view, purchase);
  return (
    <Card title={`Sale ${id}`} aside={<Badge {...(tone && { tone })}>{word}</Badge>}>
      <div className="stack tight">
        <Progress
          label="Sold"
          value={sold}
          of={amount}
          told={
            <>
              <Amount value={sold} unit={unit} /> of <Amount value={amount} unit={unit} />
            </>
          }
        />
        {least > 0n && (
          <Progress
            label="Raised of the least amount"
            value={raised}
            of={least}
            told={
              <>
                <TokenAmount value={raised} token={payment} /> of{" "}
                <TokenAmount value={least} token={payment} />
              </>
            }
          />
        )}
        <p className="quiet">
          <TokenAmount value={price} token={payment} /> for one token
          {endPrice < price && status !== "succeeded" && status !== "failed" && (
            <>
              , falling to <TokenAmount value={endPrice} token={payment} />
            </>
          )}
          {cap > 0n && (
            <>
              , at most <Amount value={cap} unit={unit} /> for each account
            </>
          )}
          .{" "}
          {status === "pending" ? (
            <>
              It begins at <Time at={start} />.
            </>
          ) : (
            <>
              Its last moment is <Time at={end} />.
            </>
          )}
          {least > 0n && " Below the least amount it fails, and every buyer takes the payment back."}
          {vesting && " What is bought goes into a vault of the buyer, and vests from the sale's end on."}
        </p>
        {purchase && purchase.bought > 0n && (
          <p>
            You bought <Amount value={purchase.bought} unit={unit} />
            {offers.refund > 0n && (
              <>
                {" "}
                and can take <TokenAmount value={offers.refund} token={payment} /> back
              </>
            )}
            .
          </p>
        )}
        {offers.buy && <BuyForm sale={sale} view={view} account={account} />}
        <Ends sale={sale} view={view} account={account} {...offers} />
      </div>
    </Card>
  );
}

/** What is left to do once a sale is over. */
function Ends({
  sale,
  view,
  account,
  claim,
  refund,
  settle,
}: Omit<OneProps, "purchase"> & Pick<ReturnType<typeof offersOf>, "claim" | "refund" | "settle">) {
  const { network } = useSite();
  const { run } = useActions();
  const unit = useTokenUnit();
  const { id, payment } = view;
  const onClaim = () =>
    run({
      title: `Take what you bought in sale ${id}`,
      work: async (signer) => {
        const { amount } = await claimPurchase(sale, signer, id, account!);
        return `${formatUnits(amount, unit)} are yours.`;
      },
    });
  const onRefund = () =>
    run({
      title: `Take your payment back from sale ${id}`,
      work: async (signer) => {
        const { amount } = await refundPurchase(sale, signer, id, account!);
        return `${formatUnits(amount, await readTokenUnit(network, payment))} are back in your wallet.`;
      },
    });
  const onSettle = () =>
    run({
      title: `Settle sale ${id}`,
      work: async (signer) => {
        const { collected, returned } = await settleSale(sale, signer, view);
        const paid = formatUnits(collected, await readTokenUnit(network, payment));
        return `The treasury got ${paid}, and ${formatUnits(returned, unit)} went back to its budget.`;
      },
    });
  if (claim === 0n && refund === 0n && !settle) return null;
  return (
    <p className="buttons">
      {claim > 0n && (
        <button type="button" className="primary" onClick={onClaim}>
          Take what you bought
        </button>
      )}
      {refund > 0n && (
        <button type="button" className="primary" onClick={onRefund}>
          Take your payment back
        </button>
      )}
      {settle && (
        <button type="button" onClick={onSettle}>
          Send the treasury what it is due
        </button>
      )}
    </p>
  );
}

function BuyForm({ sale, view, account }: Omit<OneProps, "purchase">) {
  const unit = useTokenUnit();
  const { network } = useSite();
  const { run } = useActions();
  const now = useNow(5);
  const [text, setText] = useState("");
  const [list, setList] = useState<{ text: string; name: string }>();
  const { id, allowList, payment, amount: whole, sold } = view;
  const { errors, props } = useForm<{ amount: bigint; proof: string[] | undefined }>(
    {
      amount: () => readBought(text, whole - sold),
      proof: () => {
        if (allowList === undefined) return undefined;
        if (!list) throw new PolityError("this sale is for the accounts of a list: give it");
        if (!account) throw new PolityError("connect the account that buys");
        return proofIn(list.text, list.name, allowList, account);
      },
    },
    ({ amount, proof }) =>
      run({
        title: `Buy in sale ${id}`,
        work: async (signer) => {
          const { bought, cost } = await buy(sale, signer, {
            ...{ saleId: id, amount },
            ...(proof && { proof }),
          });
          const paid = formatUnits(cost, await readTokenUnit(network, payment));
          return `You bought ${formatUnits(bought, unit)} for ${paid}.`;
        },
        onDone: () => setText(""),
      }),
  );
  return (
    <form {...props}>
      <Field
        label={`Buy, in ${unit.symbol}`}
        hint={<Cost text={text} view={view} now={now} />}
        error={errors.amount}
      >
        {(input) => (
          <input
            {...input}
            inputMode="decimal"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {allowList !== undefined && (
        <FileDrop
          accept=".csv,text/csv"
          aria-label={`The list of sale ${id}: choose a file`}
          onFile={(text, name) => setList({ text, name })}
        >
          <p className="hint">
            For the accounts of a list: give the file that was published with the proposal
            {list && `; ${list.name} is chosen`}.
          </p>
          {errors.proof && (
            <p className="form-error" role="alert">
              {errors.proof}
            </p>
          )}
        </FileDrop>
      )}
      <Submit primary>Buy</Submit>
    </form>
  );
}

/** @throws PolityError with what to write. */
function readBought(text: string, left: bigint): bigint {
  if (!text.trim()) throw new PolityError("write an amount");
  const amount = parseAmount(typedNumber(text));
  if (amount === 0n) throw new PolityError("write an amount above 0");
  return amount < left ? amount : left;
}

function Cost({ text, view, now }: { text: string; view: SaleView; now: number }) {
  let amount: bigint;
  try {
    amount = readBought(text, view.amount - view.sold);
  } catch (error) {
    return text.trim() ? <>{explain(error)}</> : <>The price never rises while the sale is open.</>;
  }
  return (
    <>
      Costs <TokenAmount value={costAt(view, amount, now)} token={view.payment} /> now, or less.
    </>
  );
}
