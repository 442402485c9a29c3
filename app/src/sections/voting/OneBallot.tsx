import { useState } from "react";

import { parseDecimal } from "@polity/sdk/format";
import { PolityError } from "@polity/sdk/errors";
import type { Network } from "@polity/sdk/network";
import { visible } from "@polity/sdk/nep/text";
import { aboutText } from "@polity/sdk/voting/about";
import { formatVotes } from "@polity/sdk/voting/ballot";
import { castBallot, nominate, type BallotChoice } from "@polity/sdk/voting/open";
import { byVotes, optionName, type ToldBallot } from "@polity/sdk/voting/told";
import { useActions } from "../../actions/context";
import { Field, Submit, useForm } from "../../actions/form";
import { typedNumber } from "../../actions/number";
import { useSite } from "../../data/network";
import { Address, Amount, Badge, Card, Progress, shortAddress, Time, VOTES } from "../../ui";
import { useWallet } from "../../wallet";

type Ballots = NonNullable<Network["ballots"]>;

const PHASE = {
  nominating: ["takes nominations", undefined],
  waiting: ["not open yet", undefined],
  open: ["open", "good"],
  closed: ["closed", undefined],
} as const;

/** What options are called: who stands, by name or address, or words that a stranger wrote. */
function useLabels() {
  const { names } = useSite();
  const nameOf = (address: string) =>
    Object.hasOwn(names, address) ? names[address]! : shortAddress(address);
  return (ballot: ToldBallot, option: number) => visible(optionName(ballot, option, nameOf));
}

/** One ballot: what it asks, how it stands, and what the reader can do. */
export function OneBallot({
  ballots,
  ballot,
  votes,
}: {
  ballots: Ballots;
  ballot: ToldBallot;
  votes: bigint;
}) {
  const { id, text, subject, phase, opens, closes, turnout, quorum, opener, won, nomineeBps } = ballot;
  const [word, tone] = PHASE[phase];
  const labelOf = useLabels();
  return (
    <Card
      title={text ? visible(text.question) : `Ballot ${id}, about ${aboutText(subject)}`}
      aside={<Badge {...(tone && { tone })}>{word}</Badge>}
    >
      <div className="stack tight">
        {byVotes(ballot).map(({ option, votes: given }) => (
          <Progress
            key={option}
            label={labelOf(ballot, option)}
            value={given}
            of={turnout === 0n ? 1n : turnout}
            {...(won?.includes(option) && { tone: "good" as const })}
            told={
              <>
                <Amount value={given} unit={VOTES} places={0} />
                {won?.includes(option) && ", won"}
              </>
            }
          />
        ))}
        <p className="quiet">
          <Amount value={turnout} unit={VOTES} places={0} /> took part
          {quorum > 0n && (
            <>
              {" "}
              of <Amount value={quorum} unit={VOTES} places={0} /> that have to
            </>
          )}
          . Opened by <Address address={opener} />; votes are taken from <Time at={opens} /> until{" "}
          <Time at={closes} />.{" "}
          {!text && ballot.uri && <>Its text, as the opener says, is at {visible(ballot.uri)}.</>}
        </p>
        {nomineeBps > 0 && phase === "nominating" && <Stand ballots={ballots} id={id} />}
        {votes > 0n &&
          (ballot.kind === "split" ? (
            <SplitForm ballots={ballots} ballot={ballot} votes={votes} />
          ) : (
            <ApprovalForm ballots={ballots} ballot={ballot} votes={votes} />
          ))}
      </div>
    </Card>
  );
}

function Stand({ ballots, id }: { ballots: Ballots; id: bigint }) {
  const { account, connect } = useWallet();
  const { run } = useActions();
  const onStand = () =>
    account
      ? run({
          title: `Stand in ballot ${id}`,
          work: async (signer) => {
            const { option } = await nominate(ballots, signer, id, "");
            return `You stand as option ${option}.`;
          },
        })
      : connect();
  return (
    <p className="buttons">
      <button type="button" onClick={onStand}>
        Stand
      </button>
    </p>
  );
}

interface FormProps {
  ballots: Ballots;
  ballot: ToldBallot;
  votes: bigint;
}

/** Sends a vote, which stays as it is. */
function useCast({ ballots, ballot: { id } }: FormProps) {
  const { run } = useActions();
  return (choice: BallotChoice) =>
    run({
      title: `Vote in ballot ${id}`,
      work: async (signer) => {
        const { weight } = await castBallot(ballots, signer, id, choice);
        return `${formatVotes(weight)} are cast, for good.`;
      },
    });
}

function ApprovalForm(props: FormProps) {
  const { ballot, votes } = props;
  const cast = useCast(props);
  const labelOf = useLabels();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const { errors, props: form } = useForm(
    {
      options: () => {
        if (chosen.size === 0) throw new PolityError("choose somebody or something");
        return new Map([...chosen].map((option) => [option, undefined]));
      },
    },
    ({ options }) => cast(options),
  );
  const onToggle = (option: number) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(option)) after.add(option);
      return after;
    });
  return (
    <form {...form}>
      <fieldset>
        <legend>Approve as many as you like: each gets your {formatVotes(votes)}</legend>
        {ballot.options.map(({ option }) => (
          <label key={option} className="check">
            <input
              type="checkbox"
              checked={chosen.has(option)}
              onChange={() => onToggle(option)}
              {...(errors.options && { "aria-invalid": true })}
            />{" "}
            {labelOf(ballot, option)}
          </label>
        ))}
      </fieldset>
      {errors.options && (
        <p className="form-error" role="alert">
          {errors.options}
        </p>
      )}
      <Submit primary>Vote, for good</Submit>
    </form>
  );
}

const WHOLE = 10_000n;

function SplitForm(props: FormProps) {
  const { ballot, votes } = props;
  const cast = useCast(props);
  const labelOf = useLabels();
  const [parts, setParts] = useState<Readonly<Record<number, string>>>({});
  const { errors, props: form } = useForm(
    {
      parts: (): BallotChoice => {
        const read = Object.entries(parts)
          .map(([option, part]) => [Number(option), parseDecimal(typedNumber(part) || "0", 2)] as const)
          .filter(([, part]) => part > 0n);
        const sum = read.reduce((all, [, part]) => all + part, 0n);
        if (sum !== WHOLE) throw new PolityError("the parts have to make 100 % together");
        return new Map(read.map(([option, part]) => [option, Number(part)]));
      },
    },
    ({ parts: choice }) => cast(choice),
  );
  return (
    <form {...form}>
      <p className="hint">Divide your {formatVotes(votes)}, in percent.</p>
      {ballot.options.map(({ option }) => (
        <Field key={option} label={labelOf(ballot, option)}>
          {(input) => (
            <input
              {...input}
              inputMode="decimal"
              value={parts[option] ?? ""}
              onChange={({ target }) => setParts((before) => ({ ...before, [option]: target.value }))}
            />
          )}
        </Field>
      ))}
      {errors.parts && (
        <p className="form-error" role="alert">
          {errors.parts}
        </p>
      )}
      <Submit primary>Vote, for good</Submit>
    </form>
  );
}
