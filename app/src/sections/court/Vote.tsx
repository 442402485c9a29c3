import { useState } from "react";

import type { CaseView } from "@polity/sdk/court/cases";
import { rulingText } from "@polity/sdk/court/phases";
import { saltFileName, saltFileText, saltIn, type KeptSalt } from "@polity/sdk/court/salt";
import { commitVote, revealVote } from "@polity/sdk/court/vote";
import { PolityError } from "@polity/sdk/errors";
import type { Network } from "@polity/sdk/network";
import { ActionButton } from "../../actions/ActionButton";
import { useActions } from "../../actions/context";
import { Choices, Submit, useForm } from "../../actions/form";
import { FileInput, SignedFile } from "../../actions/SignedFile";
import { useSite } from "../../data/network";
import { keeperOf, placesOf, rememberSalt } from "./salts";

interface VoteProps {
  court: NonNullable<Network["court"]>;
  view: CaseView;
}

/**
 * A juror's vote. A wallet that signs differently each time cannot find the vote's salt again: nothing is sent until its
 * juror has the salt in a file.
 */
export function VoteForm({ court, view: { id, choices } }: VoteProps) {
  const { run } = useActions();
  const [choice, setChoice] = useState("");
  const [offered, setOffered] = useState<readonly KeptSalt[]>([]);
  const [saved, setSaved] = useState(false);
  const options = Array.from({ length: Number(choices) + 1 }, (_, i) => BigInt(i)).map(
    (each) => [each.toString(), rulingText(each)] as const,
  );
  const salts = keeperOf(offered, (fresh) => {
    setOffered(fresh);
    throw new PolityError("your wallet signs differently each time, so your vote needs a file", {
      hint: "save the file that this page has for you now, then vote again",
    });
  });
  const { errors, props } = useForm<{ choice: bigint; saved: boolean }>(
    {
      choice: () => {
        if (choice === "") throw new PolityError("choose a ruling");
        return BigInt(choice);
      },
      saved: () => {
        if (offered.length > 0 && !saved)
          throw new PolityError("save the file first: without it you cannot reveal your vote");
        return saved;
      },
    },
    (read) =>
      run({
        title: `Vote in case ${id}`,
        work: async (signer) => {
          offered.forEach(rememberSalt);
          const voted = await commitVote(court, signer, { caseId: id, choice: read.choice, salts });
          const with_ = voted.some(({ kept }) => kept) ? ", with the file that you saved" : "";
          return `You voted in secret for ${voted.length} of your seats: reveal it here when votes are revealed${with_}.`;
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
      {offered.map((kept) => (
        <SignedFile key={kept.place.seat} name={saltFileName(kept.place)} text={saltFileText(kept)}>
          Your wallet signs differently each time, so it cannot find your vote for seat {kept.place.seat}{" "}
          again. This file can. Keep it until votes are revealed: without it you lose the slice. Show it to
          nobody: whoever has it knows your vote, and can take half of the slice.
        </SignedFile>
      ))}
      {offered.length > 0 && (
        <div className="field">
          <label>
            <input
              type="checkbox"
              checked={saved}
              aria-invalid={errors.saved !== undefined}
              onChange={({ target }) => setSaved(target.checked)}
            />{" "}
            I have saved what is above
          </label>
          {errors.saved && <p className="form-error">{errors.saved}</p>}
        </div>
      )}
      <Submit primary>Vote in secret</Submit>
    </form>
  );
}

/** Reveals a juror's votes, by the wallet or by the files that were written when they were made. */
export function RevealForm({ court, view, account }: VoteProps & { account: string }) {
  const site = useSite();
  const [given, setGiven] = useState<readonly KeptSalt[]>([]);
  const salts = keeperOf(given, () => undefined);
  const reveal = {
    title: `Reveal your vote: case ${view.id}`,
    work: async (signer: Parameters<typeof revealVote>[1]) => {
      const revealed = await revealVote(court, signer, { caseId: view.id, salts });
      return `Your votes are revealed: ${revealed.map(({ choice }) => rulingText(choice)).join(", ")}.`;
    },
  };
  return (
    <div className="stack tight">
      <p className="buttons">
        <ActionButton kind="primary" action={reveal}>
          Reveal your vote
        </ActionButton>
      </p>
      <details>
        <summary>Your vote came with a file</summary>
        {placesOf(site, view, account).map((place) => (
          <FileInput
            key={place.seat}
            label={`The file of seat ${place.seat}`}
            hint={`${saltFileName(place)}: not needed in the browser that voted`}
            read={(text, file) => saltIn(text, file, place)}
          >
            {(salt, clear) => (
              <button
                type="button"
                onClick={() => {
                  setGiven([...given, { place, salt }]);
                  clear();
                }}
              >
                Take this file for seat {place.seat}
              </button>
            )}
          </FileInput>
        ))}
      </details>
    </div>
  );
}
