import { useState } from "react";

import { formatUnits } from "@polity/sdk/calls/token";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { extend } from "@polity/sdk/escrow/extend";
import { increase } from "@polity/sdk/escrow/increase";
import { merge } from "@polity/sdk/escrow/merge";
import { makePermanent, startDecay } from "@polity/sdk/escrow/permanent";
import { powerOf, type EscrowAccount, type Lock } from "@polity/sdk/escrow/read";
import { PERMANENT } from "@polity/sdk/escrow/time";
import { withdraw } from "@polity/sdk/escrow/withdraw";
import { useSite } from "../../../data/network";
import { Amount, Card, dateWords, Dialog, Table, Time, VOTES } from "../../../ui";
import { useActions } from "../../../actions/context";
import { useDraft } from "../../../actions/draft";
import { Field, Submit, useForm } from "../../../actions/form";
import { EndSelect, readTokens, TokensField } from "./LockForm";
import { endsOf, type Holder } from "../../votes/account/read";

interface LocksProps {
  holder: Holder;
  escrow: EscrowAccount;
}

const isPermanent = ({ unlockTime }: Lock) => unlockTime === PERMANENT;
const isOver = (lock: Lock, now: number) => !isPermanent(lock) && lock.unlockTime <= now;

/** The account's locks, each with what can be done with it. */
export function Locks({ holder, escrow }: LocksProps) {
  const [open, setOpen] = useState<number>();
  const { locks, now, maxWeeks } = escrow;
  const chosen = locks.find(({ id }) => id === open);
  return (
    <Card title="Your locks">
      <Table
        caption="Your locks"
        rows={locks}
        rowKey={({ id }) => String(id)}
        empty="You have no locks yet. Tokens that are locked vote."
        columns={[
          { name: "Lock", cell: ({ id }) => `Lock ${id}` },
          {
            name: "Tokens",
            numeric: true,
            by: ({ amount }) => amount,
            cell: ({ amount }) => <Amount value={amount} unit={holder.unit} />,
          },
          {
            name: "Votes now",
            numeric: true,
            cell: (lock) => <Amount value={powerOf([lock], maxWeeks, now)} unit={VOTES} />,
          },
          { name: "Ends", by: ({ unlockTime }) => unlockTime, cell: (lock) => <End lock={lock} now={now} /> },
          {
            name: "Actions",
            numeric: true,
            cell: (lock) => <Act lock={lock} now={now} onOpen={() => setOpen(lock.id)} />,
          },
        ]}
      />
      <Dialog
        title={chosen ? `Change lock ${chosen.id}` : ""}
        open={chosen !== undefined}
        onClose={() => setOpen(undefined)}
      >
        {chosen && (
          <ChangeLock
            key={chosen.id}
            holder={holder}
            escrow={escrow}
            lock={chosen}
            onDone={() => setOpen(undefined)}
          />
        )}
      </Dialog>
    </Card>
  );
}

function End({ lock, now }: { lock: Lock; now: number }) {
  if (isPermanent(lock)) return <>never</>;
  return isOver(lock, now) ? <>ended; the tokens can be taken back</> : <Time at={lock.unlockTime} />;
}

function Act({ lock: { id, ...lock }, now, onOpen }: { lock: Lock; now: number; onOpen: () => void }) {
  const { network } = useSite();
  const { run } = useActions();
  if (!isOver({ id, ...lock }, now)) {
    return (
      <button type="button" onClick={onOpen}>
        Change<span className="visually-hidden"> lock {id}</span>
      </button>
    );
  }
  return (
    <span className="buttons">
      <button
        type="button"
        className="primary"
        onClick={() =>
          run({
            title: `Withdraw lock ${id}`,
            work: async (signer) => {
              await withdraw(requireEscrow(network), signer, { id });
              return "The tokens are back in your wallet.";
            },
          })
        }
      >
        Withdraw
      </button>
      <button type="button" onClick={onOpen}>
        Merge<span className="visually-hidden"> lock {id}</span>
      </button>
    </span>
  );
}

interface ChangeProps extends LocksProps {
  lock: Lock;
  onDone: () => void;
}

function ChangeLock(props: ChangeProps) {
  const { lock, escrow } = props;
  const live = !isOver(lock, escrow.now);
  // Where locks begin permanent, one that decays takes no tokens and no other end.
  const leaving = escrow.permanentOnly && !isPermanent(lock);
  return (
    <div className="stacked">
      {live && !leaving && <Increase {...props} />}
      {live && !leaving && !isPermanent(lock) && <Extend {...props} />}
      {live && <Permanence {...props} />}
      <Merge {...props} />
    </div>
  );
}

function Increase({ holder, lock: { id }, onDone }: ChangeProps) {
  const { network } = useSite();
  const { run } = useActions();
  const [draft, change, clear] = useDraft(`increase.${id}`, { amount: "" });
  const { errors, props } = useForm<{ amount: bigint }>(
    { amount: () => readTokens(draft.amount, { most: holder.held }) },
    ({ amount }) =>
      run({
        title: `Add to lock ${id}`,
        work: async (signer) => {
          const after = await increase(requireEscrow(network), signer, { id, amount });
          return `Lock ${id} holds ${formatUnits(after.amount, holder.unit)} now.`;
        },
        onDone: () => {
          clear();
          onDone();
        },
      }),
  );
  return (
    <form {...props}>
      <TokensField
        label="Add tokens"
        holder={holder}
        value={draft.amount}
        error={errors.amount}
        onChange={(amount) => change({ amount })}
      />
      <Submit>Add</Submit>
    </form>
  );
}

function Extend({ escrow, lock: { id, unlockTime }, onDone }: ChangeProps) {
  const { network } = useSite();
  const { run } = useActions();
  const ends = endsOf(escrow, unlockTime);
  const [chosen, setChosen] = useState<number>();
  const end = chosen ?? ends.at(-1);
  if (end === undefined) return <p className="quiet">It ends as late as a lock can.</p>;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        run({
          title: `Extend lock ${id}`,
          work: async (signer) => {
            await extend(requireEscrow(network), signer, { id, unlockTime: end });
            return `Lock ${id} ends at ${dateWords(end)} now.`;
          },
          onDone,
        });
      }}
    >
      <Field
        label="Move its end"
        hint={`It ends at ${dateWords(unlockTime)} now, and can only be moved to later.`}
      >
        {(input) => <EndSelect input={input} ends={ends} value={end} onChange={setChosen} />}
      </Field>
      <Submit>Extend</Submit>
    </form>
  );
}

function Permanence({ escrow, lock, onDone }: ChangeProps) {
  const { network } = useSite();
  const { run } = useActions();
  const { id } = lock;
  const permanent = isPermanent(lock);
  const [title, words, act] = permanent
    ? ([
        `Let lock ${id} decay`,
        `It begins to decay, and ends in ${escrow.maxWeeks} weeks at the latest.`,
        startDecay,
      ] as const)
    : ([
        `Make lock ${id} permanent`,
        "It has no end any more: its votes do not decay.",
        makePermanent,
      ] as const);
  return (
    <div className="choice">
      <p className="hint">{words}</p>
      <button
        type="button"
        onClick={() =>
          run({
            title,
            work: async (signer) => {
              const { unlockTime } = await act(requireEscrow(network), signer, { id });
              return unlockTime === PERMANENT
                ? `Lock ${id} is permanent.`
                : `Lock ${id} ends at ${dateWords(unlockTime)}.`;
            },
            onDone,
          })
        }
      >
        {permanent ? "Let it decay" : "Make it permanent"}
      </button>
    </div>
  );
}

function Merge({ escrow, lock: { id }, onDone }: ChangeProps) {
  const { network } = useSite();
  const { run } = useActions();
  const others = escrow.locks.filter((other) => other.id !== id && !isOver(other, escrow.now));
  const [chosen, setChosen] = useState<number>();
  const to = others.find((other) => other.id === chosen)?.id ?? others[0]?.id;
  if (to === undefined) return null;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        run({
          title: `Merge lock ${id} into lock ${to}`,
          work: async (signer) => {
            await merge(requireEscrow(network), signer, { from: id, to });
            return `Lock ${to} holds what lock ${id} held, too.`;
          },
          onDone,
        });
      }}
    >
      <Field label="Merge it into" hint="The later of their ends holds for all of it.">
        {(input) => (
          <select {...input} value={to} onChange={({ target }) => setChosen(Number(target.value))}>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                lock {other.id},{" "}
                {isPermanent(other) ? "without an end" : `until ${dateWords(other.unlockTime)}`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Submit>Merge</Submit>
    </form>
  );
}
