import { useState } from "react";
import { Link } from "wouter";

import { formatUnits } from "@polity/sdk/calls/token";
import type { Support } from "@polity/sdk/governor/ballot";
import { signRelayedBallot } from "@polity/sdk/governor/ballots";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import { vote } from "@polity/sdk/governor/vote";
import { unseenCharacter, visible } from "@polity/sdk/nep/text";
import { useSite } from "../../../data/network";
import { nameOf } from "../proposals";
import { Amount, VOTES } from "../../../ui";
import { useActions } from "../../../actions/context";
import { useDraft } from "../../../actions/draft";
import { Choices, Field, useForm } from "../../../actions/form";
import { useRelay } from "../../../actions/relay";
import { SignedFile } from "../../../actions/SignedFile";
import { readChoice, SIDES, type WrittenVote } from "./shares";

const NAMES = { for: "For", against: "Against", abstain: "Abstain" } as const;
/** Nothing is chosen beforehand: a vote cannot be changed. */
const EMPTY = { choice: "" as WrittenVote["choice"], for: "", against: "", abstain: "", reason: "" };

interface VoteFormProps {
  proposal: ProposalRecord;
  /** Votes that can be cast, in base units. */
  left: bigint;
  /** Whether some are cast already. */
  part: boolean;
}

/** Votes for one side or in parts, with a reason; or signs a ballot for somebody else to hand in. */
export function VoteForm({ proposal, left, part }: VoteFormProps) {
  const { network } = useSite();
  const { run } = useActions();
  const relay = useRelay();
  const { id } = proposal;
  const [draft, change, clear] = useDraft(`vote.${id}`, EMPTY);
  const [ballot, setBallot] = useState<string>();
  const { choice, reason } = draft;
  const unseen = unseenCharacter(reason);

  const { errors, props } = useForm<{ choice: Parameters<typeof vote>[2]["choice"] }>(
    { choice: () => readChoice(left, draft) },
    (values) =>
      run({
        title: `Vote on ${nameOf(proposal)}`,
        work: async (signer) => {
          const { weight } = await vote(network.governor, signer, {
            proposalId: id,
            choice: values.choice,
            reason: reason.trim(),
          });
          return `${formatUnits(weight, VOTES)} are cast.`;
        },
        onDone: clear,
      }),
  );
  const sign = (support: Support) =>
    run({
      title: `Sign a ballot on ${nameOf(proposal)}`,
      work: async (signer) => {
        const signed = await signRelayedBallot(network.governor, signer, { proposalId: id, support });
        // A list, as relayers take them.
        const text = `${JSON.stringify([signed], null, 2)}\n`;
        const counts = () => network.governor.hasVoted(id, signed.voter);
        const sent = await relay?.send({ text, counts, done: "It is sent, and your votes are cast." });
        if (sent?.file !== false) setBallot(text);
        else clear();
        return sent?.said ?? "It is signed. Hand the file to whoever relays it.";
      },
    });

  return (
    <>
      <p>
        You can cast <Amount value={left} unit={VOTES} />
        {part && ", the rest of yours"}. A vote cannot be changed.
      </p>
      <form {...props}>
        <Choices
          legend="Your vote"
          value={choice}
          options={[...SIDES.map((side) => [side, NAMES[side]] as const), ["parts", "In parts"]]}
          onChange={(value) => change({ choice: value })}
          error={choice === "" ? errors.choice : undefined}
        />
        {choice === "parts" && (
          <fieldset className="parts">
            <legend>Share of your votes, in percent; what is left can be cast later</legend>
            {SIDES.map((side, i) => (
              <Field key={side} label={NAMES[side]} error={i === 0 ? errors.choice : undefined}>
                {(input) => (
                  <input
                    {...input}
                    inputMode="decimal"
                    value={draft[side]}
                    onChange={({ target }) => change({ [side]: target.value })}
                  />
                )}
              </Field>
            ))}
          </fieldset>
        )}
        <Field
          label="Reason"
          hint="Optional. It is public, for ever."
          error={
            unseen &&
            `The reason holds the character ${unseen}, which nobody sees and which can turn text around. It is shown as \ufffd: "${visible(reason)}"`
          }
        >
          {(input) => (
            <textarea
              {...input}
              rows={2}
              value={reason}
              onChange={({ target }) => change({ reason: target.value })}
            />
          )}
        </Field>
        <div className="form-buttons">
          <button
            type="button"
            disabled={choice === "" || choice === "parts" || part}
            onClick={() => {
              if (choice !== "" && choice !== "parts") sign(choice);
            }}
          >
            {relay ? "Sign, and let the relay send it" : "Sign a ballot for a relayer"}
          </button>
          <button type="submit" className="primary">
            Vote
          </button>
        </div>
        {(choice === "parts" || part) && (
          <p className="hint">A signed ballot casts all votes for one side, and carries no reason.</p>
        )}
        {relay && (
          <p className="hint">
            The relay is {relay.host}. It pays the gas, and can change nothing of what you sign.
          </p>
        )}
      </form>
      {ballot !== undefined && (
        <SignedFile name={`ballot-${id.toString().slice(0, 10)}.json`} text={ballot}>
          Anybody can hand this in below, or under <Link href="/files">Signed files</Link>, and pays the gas.
          You pay nothing.
        </SignedFile>
      )}
    </>
  );
}
