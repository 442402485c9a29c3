import type { EscrowAccount } from "@polity/sdk/escrow/read";
import { powerOf } from "@polity/sdk/escrow/read";
import { lock } from "@polity/sdk/escrow/lock";
import { PERMANENT } from "@polity/sdk/escrow/time";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { formatAmount, parseAmount } from "@polity/sdk/format";
import { formatUnits } from "@polity/sdk/calls/token";
import { PolityError } from "@polity/sdk/errors";
import { useSite } from "../../../data/network";
import { Amount, Card, dateWords, VOTES } from "../../../ui";
import { useActions } from "../../../actions/context";
import { useDraft } from "../../../actions/draft";
import { Field, Submit, type InputProps, useForm } from "../../../actions/form";
import { typedNumber } from "../../../actions/number";
import { endsOf, type Holder } from "../../votes/account/read";

/** An amount of the token, at least 1 base unit. @throws PolityError with what to write. */
export function readTokens(text: string, { least = 1n, most }: { least?: bigint; most: bigint }): bigint {
  if (!text.trim()) throw new PolityError("write an amount");
  const amount = parseAmount(typedNumber(text));
  if (amount < least) throw new PolityError(`write at least ${formatAmount(least)}`);
  if (amount > most) throw new PolityError(`you have ${formatAmount(most)}`);
  return amount;
}

/** Locks tokens for votes. */
export function LockForm({ holder, escrow }: { holder: Holder; escrow: EscrowAccount }) {
  const { network } = useSite();
  const { run } = useActions();
  const [draft, change, clear] = useDraft("lock", { amount: "", end: "" });
  const ends = escrow.permanentOnly ? [] : endsOf(escrow);
  // An end that is closer than a week cannot be chosen any more.
  const end =
    ends.includes(Number(draft.end)) || draft.end === "0" ? Number(draft.end) : (ends.at(-1) ?? PERMANENT);

  const { errors, props } = useForm<{ amount: bigint }>(
    { amount: () => readTokens(draft.amount, { least: escrow.minAmount, most: holder.held }) },
    ({ amount }) =>
      run({
        title: "Lock tokens",
        work: async (signer) => {
          const { id } = await lock(requireEscrow(network), signer, { amount, unlockTime: end });
          return `${formatUnits(amount, holder.unit)} are in lock ${id}.`;
        },
        onDone: clear,
      }),
  );
  return (
    <Card title="Lock tokens">
      <form {...props}>
        <TokensField
          label="Amount"
          holder={holder}
          value={draft.amount}
          error={errors.amount}
          onChange={(amount) => change({ amount })}
        />
        {escrow.permanentOnly ? (
          <p className="hint">
            <LockHint amount={draft.amount} end={end} escrow={escrow} />
          </p>
        ) : (
          <Field label="Until" hint={<LockHint amount={draft.amount} end={end} escrow={escrow} />}>
            {(input) => (
              <EndSelect
                input={input}
                ends={ends}
                permanent
                value={end}
                onChange={(value) => change({ end: String(value) })}
              />
            )}
          </Field>
        )}
        <Submit primary>Lock</Submit>
      </form>
    </Card>
  );
}

/** An amount of the tokens in the wallet, with a button for all of them. */
export function TokensField({
  label,
  holder: { held, unit },
  value,
  error,
  onChange,
}: {
  label: string;
  holder: Pick<Holder, "held" | "unit">;
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const hint = (
    <>
      You have <Amount value={held} unit={unit} />.{" "}
      <button type="button" className="link" onClick={() => onChange(formatAmount(held))}>
        Take all
      </button>
    </>
  );
  return (
    <Field label={`${label}, in ${unit.symbol}`} hint={hint} error={error}>
      {(input) => (
        <input
          {...input}
          inputMode="decimal"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

/** Weeks in which a lock can end. */
export function EndSelect({
  input,
  ends,
  permanent = false,
  value,
  onChange,
}: {
  input: InputProps;
  ends: readonly number[];
  permanent?: boolean;
  value: number;
  onChange: (end: number) => void;
}) {
  return (
    <select {...input} value={value} onChange={({ target }) => onChange(Number(target.value))}>
      {permanent && <option value={PERMANENT}>without an end</option>}
      {ends.map((end) => (
        <option key={end} value={end}>
          {dateWords(end)}
        </option>
      ))}
    </select>
  );
}

function LockHint({
  amount,
  end,
  escrow: { now, maxWeeks, permanentOnly },
}: {
  amount: string;
  end: number;
  escrow: EscrowAccount;
}) {
  let units: bigint;
  try {
    units = parseAmount(typedNumber(amount));
  } catch {
    return permanentOnly ? (
      <>Each token that you lock is one vote.</>
    ) : (
      <>The longer a lock lasts, the more votes it gives.</>
    );
  }
  const votes = <Amount value={powerOf([{ amount: units, unlockTime: end }], maxWeeks, now)} unit={VOTES} />;
  return end === PERMANENT ? (
    <>
      Gives {votes} for as long as it stays. To get the tokens back you first let it decay, for {maxWeeks}{" "}
      weeks at most.
    </>
  ) : (
    <>Gives {votes} now, a little less every second, and none when it ends. Then you take the tokens back.</>
  );
}
