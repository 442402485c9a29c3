import { useState } from "react";

import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { amountOf, timeOf } from "@polity/sdk/work/milestones";
import type { ProgramView } from "@polity/sdk/work/read";
import { applyForGrant } from "@polity/sdk/work/steps";
import { appliedText } from "@polity/sdk/work/told";
import { useActions } from "../../actions/context";
import { chosen, FileField, hashOf, SelectField, TextField, useChoice } from "../../actions/fields";
import { Submit, useForm } from "../../actions/form";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { useUnits } from "../../data/units";
import { Card, unitName } from "../../ui";

const NOTHING = { amount: "", due: "" };

/** Asks for a grant in one of the programs, milestone by milestone. It binds nobody. */
export function Apply({ programs }: { programs: readonly ProgramView[] }) {
  const { network } = useSite();
  const { run } = useActions();
  const now = useNow(5);
  const program = useChoice(programs, ({ id }) => id);
  const { token, category, id } = program.chosen;
  const unit = useUnits([token]).get(token);
  const [milestones, setMilestones] = useState([NOTHING]);
  const [file, setFile] = useState<File>();
  const [uri, setUri] = useState("");
  const set = (at: number, part: Partial<typeof NOTHING>) =>
    setMilestones(milestones.map((one, i) => (i === at ? { ...one, ...part } : one)));

  const amountAt = (i: number) => () => {
    if (!unit) throw new PolityError("the program's token is still being read");
    return amountOf(milestones[i]!.amount.trim(), unit);
  };
  const dueAt = (i: number) => () => {
    if (milestones[i]!.due === "") throw new PolityError("choose until when it is done");
    return timeOf(milestones[i]!.due, now);
  };
  const readers = Object.fromEntries<() => bigint | number>(
    milestones.flatMap((_, i) => [[`amount ${i}`, amountAt(i)] as const, [`due ${i}`, dueAt(i)] as const]),
  );
  const { errors, props } = useForm<Record<string, bigint | number | File>>(
    { ...readers, terms: () => chosen(file, "that says what is to be done, and how it is judged") },
    (read) =>
      run({
        title: `Ask for a grant of ${visible(category)}`,
        work: async (signer) => {
          const asked = await applyForGrant(network.work!, signer, {
            program: id,
            amounts: milestones.map((_, i) => read[`amount ${i}`] as bigint),
            dues: milestones.map((_, i) => read[`due ${i}`] as number),
            terms: await hashOf(read.terms as File),
            uri: uri.trim(),
          });
          return `Application ${asked.id} in program ${id}: ${appliedText(asked.id, program.chosen)}.`;
        },
        onDone: () => setMilestones([NOTHING]),
      }),
  );
  return (
    <Card title="Ask for a grant">
      <form {...props}>
        <SelectField
          label="Program"
          value={program.id}
          onChange={program.setId}
          options={programs.map((each) => [
            each.id.toString(),
            `${each.id}, ${visible(each.category)}: ${each.byVote ? "votes promise" : "its reviewers promise"}`,
          ])}
        />
        {milestones.map(({ amount, due }, i) => (
          <fieldset key={i}>
            <legend>Milestone {i + 1}</legend>
            <TextField
              label={`It pays, in ${unit ? unitName(unit) : "whole tokens"}`}
              error={errors[`amount ${i}`]}
              value={amount}
              onChange={(value) => set(i, { amount: value })}
            />
            <TextField
              label="It is due on"
              type="date"
              error={errors[`due ${i}`]}
              value={due}
              onChange={(value) => set(i, { due: value })}
            />
          </fieldset>
        ))}
        <p className="buttons">
          {milestones.length < WORK_BOUNDS.jobs && (
            <button type="button" onClick={() => setMilestones([...milestones, NOTHING])}>
              Add a milestone
            </button>
          )}
          {milestones.length > 1 && (
            <button type="button" onClick={() => setMilestones(milestones.slice(0, -1))}>
              Remove milestone {milestones.length}
            </button>
          )}
        </p>
        <FileField
          label="What is to be done"
          hint="A file that says what is done and how it is judged. Only its hash is sent."
          error={errors.terms}
          onFile={setFile}
        />
        <TextField
          label="Where that file can be read"
          hint={`An address of ${WORK_BOUNDS.text} bytes at the most. Everybody can read it.`}
          value={uri}
          onChange={setUri}
        />
        <Submit primary>Ask for it</Submit>
      </form>
      <p className="hint">Asking binds nobody. Milestones are done one after the other, in this order.</p>
    </Card>
  );
}
