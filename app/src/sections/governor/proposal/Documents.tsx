import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";

import { conventionOf } from "@polity/sdk/conventions";
import type { History } from "@polity/sdk/history";
import { readDocumentSteps } from "@polity/sdk/governor/documents";
import {
  readStep,
  type Difference,
  type DocumentRef,
  type DocumentStep,
  type ReadStep,
} from "@polity/sdk/nep/documents";
import { visible } from "@polity/sdk/nep/text";
import { askedFor, documents } from "../../../data/documents";
import { useHistory } from "../../../data/history";
import { useSite } from "../../../data/network";
import { inOrder, lazily, useSections } from "../../../shell/section";
import { Card, Copy, Facts, Loaded, Markdown, sentence, Tabs } from "../../../ui";
import type { TextFacts } from "../call-facts";
import { readProposals, type LiveProposal } from "../proposals";

/** The texts that a proposal decides, and what differs from those before them; nothing for one that decides none. */
export function Documents({ proposal, text }: { proposal: LiveProposal; text: TextFacts | undefined }) {
  const { deployment, network } = useSite();
  const { conventions: known } = deployment;
  const { data: past } = useHistory();
  const { record, view } = proposal;
  const executed = view.state === "Executed";
  const names = text?.nep.parameterChanges.some(
    ({ key, document }) => document !== undefined || conventionOf(known, key)?.document,
  );
  const query = useQuery({
    queryKey: ["documents", record.id.toString(), view.state],
    queryFn: () =>
      readDocumentSteps(network, text!.nep, {
        ...{ known, before: executed ? valuesBefore(past!.history, record.id) : new Map<string, string>() },
        records: async () => (await readProposals(network, deployment.block)).map((one) => one.record),
      }),
    // What was before an executed one, only the history knows.
    enabled: Boolean(names) && (!executed || past !== undefined),
  });
  if (!names) return null;
  return (
    <Card title="What it decides as text">
      <Loaded query={query} rows={4}>
        {(steps) => steps.map((step) => <Document key={step.key} step={step} />)}
      </Loaded>
    </Card>
  );
}

function valuesBefore({ registry }: History, proposal: bigint): Map<string, string> {
  const versions = registry.versions.filter(({ proposalId }) => proposalId === proposal).map(({ id }) => id);
  return new Map(
    registry.parameters.flatMap(({ key, versionId, before }) =>
      before !== undefined && versions.includes(versionId) ? [[key, before]] : [],
    ),
  );
}

function Document({ step }: { step: DocumentStep }) {
  const { notes } = useSite();
  const [asked, setAsked] = useState(false);
  const references = [step.after, step.before, ...Object.values(step.evidence ?? {})];
  const others = [
    ...new Set(references.map((each) => askedFor(each?.at)).filter((host) => host !== undefined)),
  ];
  const query = useQuery({
    queryKey: ["document", step],
    queryFn: () => readStep(step, documents),
    enabled: asked || others.length === 0,
  });
  return (
    <section className="stacked">
      <h3>{Object.hasOwn(notes, step.key) ? visible(notes[step.key]!) : <code>{step.key}</code>}</h3>
      <Facts
        rows={[
          ["Parameter", <code key="key">{step.key}</code>],
          ...referenceRows("The text", step.after),
          ...referenceRows("The text before", step.before),
          ...referenceRows("Its test", step.evidence?.test),
          ...referenceRows("Its backtest", step.evidence?.backtest),
        ]}
      />
      {!asked && others.length > 0 ? (
        <p className="buttons">
          <button type="button" onClick={() => setAsked(true)}>
            Read it
          </button>
          <span className="hint">It is asked of {others.join(" and ")}, who then know that you read it.</span>
        </p>
      ) : (
        <Loaded query={query} rows={4}>
          {(read) => (
            <>
              <Texts read={read} />
              {read.said && <Said said={read.said} />}
            </>
          )}
        </Loaded>
      )}
    </section>
  );
}

const referenceRows = (name: string, document: DocumentRef | undefined) =>
  document
    ? ([
        [name, visible(document.at ?? "nobody has said where it is")],
        [
          `${name}: sha256`,
          <span key={name} className="long-id">
            {document.hash} <Copy text={document.hash} what="the hash" />
          </span>,
        ],
      ] as const)
    : [];

/** What speaks for a document, as the sections show it that know what it is. */
function Said({ said }: { said: Readonly<Record<string, string>> }) {
  const sections = useSections();
  const [parts] = useState(() => lazily(inOrder(sections, ({ evidence }) => evidence)));
  return (
    <Suspense>
      {parts.map((Show, i) => (
        <Show key={i} said={said} />
      ))}
    </Suspense>
  );
}

function Texts({ read: { text, before, problems, difference } }: { read: ReadStep }) {
  return (
    <>
      {problems.map((line) => (
        <p key={line} className="notice warn">
          {sentence(visible(line))}.
        </p>
      ))}
      {text !== undefined && <p className="quiet small">The text has the hash that is voted on.</p>}
      {text !== undefined && before ? (
        <Tabs
          label="The text"
          tabs={[
            { name: "What differs", content: () => <Differences difference={difference} /> },
            { name: "The text", content: () => <Markdown text={text} /> },
          ]}
        />
      ) : (
        text !== undefined && <Markdown text={text} />
      )}
    </>
  );
}

function Differences({ difference }: { difference: Difference | undefined }) {
  if (!difference) {
    return (
      <p className="quiet">
        The two texts have too little in common to show what differs, or one is missing.
      </p>
    );
  }
  return (
    <>
      <p className="quiet small">
        {difference.added} lines added, {difference.removed} removed.
      </p>
      <pre className="difference" tabIndex={0}>
        {difference.hunks.flatMap(({ lines, oldStart }) =>
          lines.map((line, i) => (
            <span key={`${oldStart}.${i}`} className={CLASSES[line[0]!]}>
              {visible(line)}
              {"\n"}
            </span>
          )),
        )}
      </pre>
    </>
  );
}

const CLASSES: Readonly<Record<string, string>> = { "+": "added", "-": "removed" };
