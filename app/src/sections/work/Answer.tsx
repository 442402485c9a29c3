import { useState } from "react";

import { randomSalt } from "@polity/sdk/court/salt";
import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import {
  entryFileName,
  entryFileText,
  entrySalt,
  entrySaltIn,
  type EntryPlace,
} from "@polity/sdk/work/entry";
import { discloseAnswer, enterAnswer } from "@polity/sdk/work/steps";
import { enteredText } from "@polity/sdk/work/told";
import { useActions } from "../../actions/context";
import { chosen, FileField, hashOf, SelectField, TextField, useChoice } from "../../actions/fields";
import { Submit, useForm } from "../../actions/form";
import { FileInput, SignedFile } from "../../actions/SignedFile";
import { useSite, type Site } from "../../data/network";
import { load, save } from "../../data/storage";
import { Card, Time } from "../../ui";
import type { BoardJob } from "./board";

const placeOf = (
  { deployment, network }: Pick<Site, "deployment" | "network">,
  task: bigint,
): EntryPlace => ({
  ...{ chainId: BigInt(deployment.chainId), work: network.addresses.Work!, task },
});
const nameOf = ({ chainId, work, task }: EntryPlace) => `salt.work.${chainId}.${work}.${task}`;

/** A salt that this page has made, and the task whose answer hides behind it. */
interface Kept {
  place: EntryPlace;
  salt: string;
}

const optionOf = ({ task, program }: BoardJob) =>
  [task.id.toString(), `${task.id}, a ${task.kind} of ${visible(program.category)}`] as const;

/**
 * Enters an answer for a prize, in secret. A wallet that signs differently each time cannot find the salt again: nothing is
 * sent until its owner has it in a file.
 */
export function Enter({ tasks }: { tasks: readonly BoardJob[] }) {
  const site = useSite();
  const { run } = useActions();
  const task = useChoice(tasks, (one) => one.task.id);
  const { job } = task.chosen;
  const [file, setFile] = useState<File>();
  const [made, setMade] = useState<Kept>();
  const [saved, setSaved] = useState(false);
  const offered = made?.place.task === job.task ? made : undefined;
  const { errors, props } = useForm<{ file: File; saved: boolean }>(
    {
      file: () => chosen(file, "with your answer"),
      saved: () => {
        if (offered && !saved)
          throw new PolityError("save the file first: without it you cannot show your answer");
        return saved;
      },
    },
    (read) =>
      run({
        title: `Answer task ${job.task}`,
        work: async (signer) => {
          const { work, verdicts } = site.network;
          const place = placeOf(site, job.task);
          const salt = offered?.salt ?? load(nameOf(place)) ?? (await entrySalt(signer, place));
          if (salt === undefined) {
            setMade({ place, salt: randomSalt() });
            throw new PolityError("your wallet signs differently each time, so your answer needs a file", {
              hint: "save the file that this page has for you now, then enter it again",
            });
          }
          if (offered) save(nameOf(place), salt);
          await enterAnswer({ work: work!, verdicts: verdicts! }, signer, job.id, {
            ...{ answer: await hashOf(read.file), salt },
          });
          return `You have ${enteredText(task.chosen.task)}.`;
        },
      }),
  );
  return (
    <Card title="Answer">
      <form {...props}>
        <SelectField label="Task" value={task.id} onChange={task.setId} options={tasks.map(optionOf)} />
        <p className="hint">
          Answers are entered until <Time at={task.chosen.task.deadline} />. One that you enter again takes
          the place of the earlier one.
        </p>
        <FileField
          label="Your answer"
          hint="Keep this file as it is: you show its hash after the deadline. Nothing of it is sent now."
          error={errors.file}
          onFile={setFile}
        />
        <p className="hint">
          Your wallet signs a message twice: the signature hides your answer, and finds it again when you show
          it. Sign that message nowhere else.
        </p>
        {offered && (
          <>
            <SignedFile name={entryFileName(offered.place)} text={entryFileText(offered.place, offered.salt)}>
              Your wallet signs differently each time, so it cannot find your answer again. This file can.
              Keep it until answers are shown, and show it to nobody before.
            </SignedFile>
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
          </>
        )}
        <Submit primary>Enter it in secret</Submit>
      </form>
    </Card>
  );
}

/** Shows an answer that was entered, in the week after the deadline. */
export function Disclose({ tasks }: { tasks: readonly BoardJob[] }) {
  const site = useSite();
  const { run } = useActions();
  const task = useChoice(tasks, (one) => one.task.id);
  const { job } = task.chosen;
  const [file, setFile] = useState<File>();
  const [uri, setUri] = useState("");
  const [given, setGiven] = useState<Kept>();
  const place = placeOf(site, job.task);
  const { errors, props } = useForm<{ file: File }>(
    { file: () => chosen(file, "with the answer that you have entered") },
    (read) =>
      run({
        title: `Show your answer for task ${job.task}`,
        work: async (signer) => {
          const kept = given?.place.task === job.task ? given.salt : load(nameOf(place));
          const salt = kept ?? (await entrySalt(signer, place));
          if (salt === undefined)
            throw new PolityError(
              "your wallet signs differently each time, and your answer came with a file",
              {
                hint: "give that file below, then show your answer again",
              },
            );
          const answer = await hashOf(read.file);
          await discloseAnswer(site.network.work!, signer, job.id, { answer, salt, uri: uri.trim() });
          return `Your answer for task ${job.task} is shown: ${answer}.`;
        },
      }),
  );
  return (
    <Card title="Show your answer">
      <form {...props}>
        <SelectField label="Task" value={task.id} onChange={task.setId} options={tasks.map(optionOf)} />
        <p className="hint">
          Show it until <Time at={task.chosen.task.deadline + WORK_BOUNDS.disclosure} />: what is not shown
          counts for nothing.
        </p>
        <FileField
          label="Your answer, as you entered it"
          hint="The same file, unchanged. Its hash is sent, and everybody can compare."
          error={errors.file}
          onFile={setFile}
        />
        <TextField
          label="Where it can be read"
          hint={`An address of ${WORK_BOUNDS.text} bytes at the most.`}
          value={uri}
          onChange={setUri}
        />
        <Submit primary>Show it</Submit>
      </form>
      <details>
        <summary>Your answer came with a file</summary>
        <FileInput
          label="The file of your answer"
          hint={`${entryFileName(place)}: not needed in the browser that entered it`}
          read={(text, name) => entrySaltIn(text, name, place)}
        >
          {(salt, clear) => (
            <button
              type="button"
              onClick={() => {
                setGiven({ place, salt });
                clear();
              }}
            >
              Take this file
            </button>
          )}
        </FileInput>
      </details>
    </Card>
  );
}
