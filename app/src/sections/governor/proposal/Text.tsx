import { useMemo } from "react";

import { say } from "@polity/sdk/language";
import { formatCount } from "@polity/sdk/format";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import { contradictionWords, type Contradiction } from "@polity/sdk/nep/contradictions";
import { readForeignText } from "@polity/sdk/nep/foreign";
import { impactLines } from "@polity/sdk/nep/impact";
import { visible } from "@polity/sdk/nep/text";
import type { Nep } from "@polity/sdk/nep/validate";
import { useSite } from "../../../data/network";
import type { TextFacts } from "../call-facts";
import { useProposals } from "../proposals";
import { linkRows } from "./links";
import { Card, Copy, Facts, Markdown, spanWords } from "../../../ui";

/** What the proposer wrote: a NEP with its metadata, or any text. */
export function Text({
  record,
  text,
  contradictions,
}: {
  record: ProposalRecord;
  text: TextFacts | undefined;
  contradictions: readonly Contradiction[];
}) {
  return (
    <Card title="Its text">
      {text ? (
        <>
          <p className="quiet small">Everything here is what its authors say; nobody has checked it.</p>
          <Contradictions found={contradictions} />
          <Metadata nep={text.nep} />
          <Markdown text={text.nep.body} />
        </>
      ) : (
        <>
          <p className="notice warn">The text is no NEP: it lacks the fields and sections that one has.</p>
          <Foreign description={record.description} />
        </>
      )}
      <details>
        <summary>As it is on the chain</summary>
        <p className="quiet small">
          {formatCount(record.description.length)} characters{" "}
          <Copy text={record.description} what="the text" />
        </p>
        <pre tabIndex={0}>{visible(record.description)}</pre>
      </details>
    </Card>
  );
}

/** A text that another client has written, without the tags that only such clients read. */
function Foreign({ description }: { description: string }) {
  const { text, discussion, signatures } = readForeignText(description);
  const rows = [
    ...(discussion === undefined ? [] : [["Discussion", <Link key="link" to={discussion} />] as const]),
    ...(signatures.length > 0
      ? [["Calls, as its proposer says", visible(signatures.join(", "))] as const]
      : []),
  ];
  return (
    <>
      <Markdown text={text} />
      {rows.length > 0 && <Facts rows={rows} />}
    </>
  );
}

/** Where what is declared and what is changed do not go together. */
export function Contradictions({ found }: { found: readonly Contradiction[] }) {
  const { figures } = useSite().deployment.conventions?.proposals ?? {};
  return found.map((one) => (
    <p key={one.figure} className="notice warn">
      <strong>{visible(figures?.find(({ name }) => name === one.figure)?.description ?? one.figure)}</strong>{" "}
      {contradictionWords(one)}.
    </p>
  ));
}

const Link = ({ to }: { to: string }) => (
  <a href={to} target="_blank" rel="noopener noreferrer nofollow">
    {visible(to)}
  </a>
);

function Metadata({ nep }: { nep: Nep }) {
  const { data: all } = useProposals();
  const links = useMemo(() => linkRows(nep, all ?? []), [nep, all]);
  const { figures } = useSite().deployment.conventions?.proposals ?? {};
  const { economicImpact: impact = {}, upgradePath: path } = nep;
  return (
    <Facts
      rows={[
        ["Authors", visible(nep.authors.join(", "))],
        ["Written", nep.created],
        ["Discussion", <Link key="link" to={nep.discussionsTo} />],
        ...links,
        ...impactLines(impact, figures).map(
          ({ label, value }) => [`${visible(label)}, declared`, value] as const,
        ),
        ...(path
          ? ([
              ...(path.gracePeriodDays === undefined
                ? []
                : [["Grace period", spanWords(path.gracePeriodDays * 86_400)] as const]),
              ["Works with nodes of the version before", path.backwardCompatible ? say("yes") : say("no")],
            ] as const)
          : []),
      ]}
    />
  );
}
