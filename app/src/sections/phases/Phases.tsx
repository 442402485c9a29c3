import { useState } from "react";

import { PolityError } from "@polity/sdk/errors";
import { findProposal } from "@polity/sdk/governor/proposals";
import { advancePhase } from "@polity/sdk/phases/advance";
import { CONDITIONS, conditionText, gateLines, PHASE_NAMES, phaseText } from "@polity/sdk/phases/names";
import { readPhases, type Condition, type PhasesView } from "@polity/sdk/phases/read";
import type { Network } from "@polity/sdk/network";
import { ActionButton } from "../../actions/ActionButton";
import { Field, Submit, useForm } from "../../actions/form";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import {
  Address,
  Badge,
  Card,
  Empty,
  Loaded,
  Page,
  plain,
  sentence,
  Stat,
  Stats,
  Table,
  Time,
} from "../../ui";

type PhasesContract = NonNullable<Network["phases"]>;

/** Where the network stands, what is missing for the next step, and who counts as a founder. */
export function Phases() {
  const { phases } = useSite().network;
  return (
    <Page lead="Four phases lead from the founders to the community. A step is never taken back, and from its latest date on anyone may take it.">
      {phases ? (
        <Standing phases={phases} />
      ) : (
        <Empty>This network has no phases: who decides is the same from the first day on.</Empty>
      )}
    </Page>
  );
}

function Standing({ phases }: { phases: PhasesContract }) {
  const { network, deployment } = useSite();
  const [written, setWritten] = useState("");
  const query = useChain(["phases", written], async () => {
    const words = written.split(",").map((word) => word.trim());
    const named = words.filter((word) => word !== "");
    const found = await Promise.all(
      named.map((word) => findProposal(network, word, { fromBlock: deployment.block })),
    );
    const ids = found.map(({ id }) => id);
    return { ids, view: await readPhases(phases, { ids }) };
  });
  return (
    <>
      <Loaded query={query} rows={10}>
        {({ view, ids }) => (
          <>
            {!view.inForce && (
              <p className="notice bad">
                A vote has left these phases: the governor’s rulebook does not ask for them any more, and they
                bind nothing.
              </p>
            )}
            <Strip view={view} />
            <Step phases={phases} view={view} ids={ids} />
          </>
        )}
      </Loaded>
      {(written !== "" || asksForDecisions(query.data?.view)) && <Evidence onNamed={setWritten} />}
      {query.data && <Founders founders={query.data.view.founders} />}
    </>
  );
}

const asksForDecisions = (view: PhasesView | undefined): boolean =>
  (view?.conditions ?? []).some(({ name, bound }) => name === "minDecisions" && bound > 0n);

/** The four phases, and when each begins. */
function Strip({ view: { current, since, steps } }: { view: PhasesView }) {
  const note = (phase: number) => {
    if (phase < current) return "over";
    if (phase === current)
      return (
        <>
          since <Time at={since} show="date" />
        </>
      );
    const latestAt = steps[phase - 1]?.latestAt;
    return latestAt === undefined ? (
      "by a vote"
    ) : (
      <>
        by a vote, or by anyone from <Time at={latestAt} show="minute" /> on
      </>
    );
  };
  return (
    <Stats>
      {PHASE_NAMES.map((name, phase) => (
        <Stat
          key={name}
          label={phase === current ? `Phase ${phase}, now` : `Phase ${phase}`}
          note={note(phase)}
        >
          {name}
        </Stat>
      ))}
    </Stats>
  );
}

/** What the next step asks for, and the step itself once anyone may take it. */
function Step({ phases, view, ids }: { phases: PhasesContract; view: PhasesView; ids: readonly bigint[] }) {
  const { current, conditions, open, steps } = view;
  if (!conditions)
    return (
      <Card title="The last phase">
        <p>No founder is needed for anything any more, and there is no phase after this one.</p>
      </Card>
    );
  const next = phaseText(current + 1);
  const isMissing = conditions.some(({ met }) => !met);
  const later = steps.filter(({ from }) => from > current);
  return (
    <>
      <Card title={`What the step to phase ${next} asks for`}>
        <Table
          caption="Conditions of the next step"
          columns={[
            { name: "Condition", cell: ({ name }: Condition) => sentence(CONDITIONS[name] ?? name) },
            { name: "Needed", cell: needed },
            { name: "Now", cell: ({ name, value }) => plain(conditionText(name, value)) },
            {
              name: "State",
              cell: ({ met }) => <Badge tone={met ? "good" : "warn"}>{met ? "met" : "missing"}</Badge>,
            },
          ]}
          rows={conditions}
          rowKey={({ name }) => name}
          empty="Nothing is asked for."
        />
        <p className="quiet small">
          {ids.length === 0
            ? "No decision is named as evidence yet."
            : `${ids.length} decisions are named as evidence.`}
        </p>
        {!open ? (
          <p>A vote takes this step, by a proposal of the type GOV that names the evidence.</p>
        ) : isMissing ? (
          <p>Anyone may take this step as soon as nothing is missing.</p>
        ) : (
          <p className="buttons">
            <ActionButton
              kind="primary"
              action={{
                title: `Begin phase ${next}`,
                work: async (signer) => {
                  const { phase } = await advancePhase(phases, signer, ids);
                  return `It is phase ${phaseText(phase)} from now on.`;
                },
              }}
            >
              {`Begin phase ${next}`}
            </ActionButton>
          </p>
        )}
      </Card>
      {later.length > 0 && (
        <Card title="What later steps ask for">
          {later.map(({ from, gate }) => (
            <p key={from}>
              <strong>To phase {phaseText(from + 1)}:</strong> {plain(gateLines(gate).join("; "))}.
            </p>
          ))}
        </Card>
      )}
    </>
  );
}

const needed = ({ name, bound }: Condition) =>
  name === "handsOff" && bound === 0n ? "any council" : plain(conditionText(name, bound));

/** Names the decisions that are the evidence. */
function Evidence({ onNamed }: { onNamed: (written: string) => void }) {
  const [text, setText] = useState("");
  const { errors, props } = useForm<{ named: string }>({ named: () => readNamed(text) }, ({ named }) =>
    onNamed(named),
  );
  return (
    <Card title="Evidence">
      <form {...props}>
        <Field
          label="Decisions that prove that holders decide"
          hint="Numbers of proposals or their ids, with commas between them. Each must have been executed in this phase."
          error={errors.named}
        >
          {(input) => <input {...input} value={text} onChange={({ target }) => setText(target.value)} />}
        </Field>
        <Submit>Hold them against the conditions</Submit>
      </form>
    </Card>
  );
}

/** @throws PolityError with what to write. */
function readNamed(text: string): string {
  if (!/\d/.test(text)) throw new PolityError("write the number of a proposal, or its id");
  return text;
}

function Founders({ founders }: { founders: readonly string[] }) {
  return (
    <Card title="Founders">
      <p>
        What these accounts hold does not count as the community’s. A vote may declare more of them, and never
        fewer; wallets that nobody declared cannot be seen.
      </p>
      <ul className="members">
        {founders.map((founder) => (
          <li key={founder}>
            <Address address={founder} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
