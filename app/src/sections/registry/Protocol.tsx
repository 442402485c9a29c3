import { useMemo, useState } from "react";
import { Link } from "wouter";

import { groupBy } from "@polity/sdk/analytics/table";
import { say } from "@polity/sdk/language";
import type { Network } from "@polity/sdk/deployment";
import { formatCount, formatPercent } from "@polity/sdk/format";
import type { History } from "@polity/sdk/history";
import type { HistoricVersion, ParameterStep } from "@polity/sdk/registry/history";
import { readUpcoming, type UpcomingVersion } from "@polity/sdk/registry/upcoming";
import { declaredIn } from "@polity/sdk/nep/declared";
import { impactLines } from "@polity/sdk/nep/impact";
import { decodeKey, decodeParameter, formatParameter, PARAMETER_KINDS } from "@polity/sdk/nep/parameters";
import { visible } from "@polity/sdk/nep/text";
import { useChain } from "../../data/chain";
import { useHistory } from "../../data/history";
import { useSite } from "../../data/network";
import { hrefOf, nameOf } from "../governor/proposals";
import {
  Badge,
  Card,
  Copy,
  countWords,
  Empty,
  Facts,
  isNarrow,
  Loaded,
  Page,
  Stat,
  Stats,
  Table,
  Time,
} from "../../ui";
import { WithHistory } from "../../parts/WithHistory";

interface Parameter {
  key: string;
  kind: string;
  retired: boolean;
  value: string;
  /** Of a number. */
  bounds?: { min: string; max: string };
}

interface Protocol {
  version: string;
  since: number;
  specHash: string;
  parameters: Parameter[];
}

async function readProtocol(network: Network): Promise<Protocol> {
  const { registry, governor } = network;
  const at = { blockTag: await governor.runner!.provider!.getBlockNumber() };
  const [version, [, { activatedAt, specHash }], keys] = await Promise.all([
    registry.semver(at),
    registry.currentVersion(at),
    registry.keys(at),
  ]);
  const parameters = await Promise.all(
    keys.map(async (key): Promise<Parameter> => {
      const { kind: number, retired, min, max, value } = await registry.parameter(key, at);
      const kind = PARAMETER_KINDS[Number(number) - 1]!;
      const read = (word: string) => formatParameter(decodeParameter(kind, word));
      const bounded = kind === "uint" || kind === "int";
      return {
        ...{ key: decodeKey(key), kind, retired, value: read(value) },
        ...(bounded && { bounds: { min: read(min), max: read(max) } }),
      };
    }),
  );
  return { version, since: Number(activatedAt), specHash, parameters };
}

/** The parameters that nodes read, and how they came to be. */
export function Protocol() {
  const query = useChain(["protocol"], readProtocol);
  return (
    <Page lead="What every node of the network reads from the chain. Only a vote changes it.">
      <Loaded query={query} rows={12}>
        {(protocol) => (
          <>
            <Stats>
              <Stat
                label="Version"
                note={
                  <>
                    in force since <Time at={protocol.since} show="date" />
                  </>
                }
              >
                {protocol.version}
              </Stat>
              <Stat label="Parameters">{protocol.parameters.length}</Stat>
            </Stats>
            <WithHistory rows={1}>{({ history }) => <Scheduled history={history} />}</WithHistory>
            <Card title="Parameters">
              <Parameters parameters={protocol.parameters} />
            </Card>
            <Card title="Versions">
              <WithHistory>{({ history }) => <Versions history={history} />}</WithHistory>
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What nodes have to be ready for. */
function Scheduled({ history }: { history: History }) {
  const waiting = [...history.governor.proposals.values()].filter(
    ({ queued, executed, canceled }) => queued && !executed && !canceled,
  );
  const query = useChain(["upcoming", ...waiting.map(({ id }) => String(id))], (network) =>
    readUpcoming(network, waiting),
  );
  return (
    <Loaded query={query} rows={1}>
      {({ current, scheduled }) => (
        <Card {...(scheduled.length > 0 && { title: "Scheduled versions" })}>
          {current.switchBlocks !== undefined && (
            <p className="quiet">
              Nodes follow version {current.version} {current.followed ? "since" : "from"} block{" "}
              {formatCount(current.switchBlock)}
              {current.followed ? "" : " on"}.
            </p>
          )}
          {scheduled.length === 0 && <p className="quiet">No version is scheduled.</p>}
          <ol className="versions">
            {scheduled.map((version) => (
              <li key={String(version.proposalId)}>
                <ScheduledVersion version={version} />
              </li>
            ))}
          </ol>
        </Card>
      )}
    </Loaded>
  );
}

function ScheduledVersion({ version }: { version: UpcomingVersion }) {
  const { proposalId, earliest, until, backwardCompatible, changes, restores } = version;
  return (
    <>
      <h3>{version.version}</h3>
      <p>
        By <Link href={hrefOf({ id: proposalId })}>{visible(nameOf(version))}</Link>, from{" "}
        <Time at={earliest} /> on; it expires <Time at={until} /> if nobody executes it.{" "}
        {backwardCompatible
          ? "Nodes of the version before work with it."
          : "Nodes of the version before do not work with it: upgrade first."}
        {restores !== undefined && ` It brings back the values of ${restores}.`}
      </p>
      <ul className="changes">
        {changes.map(({ key, now, next }) => (
          <li key={key}>
            <code>{visible(key)}</code>: {now === undefined ? "no such parameter" : grouped(now)} →{" "}
            <strong>{grouped(next)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The parameters by the word before the dot in their names. Where a screen is small, a group opens by a touch, and what is searched for is open. */
function Parameters({ parameters }: { parameters: Parameter[] }) {
  const { notes } = useSite();
  const steps = useHistory().data?.history.registry.parameters;
  const changes = useMemo(() => changesOf(steps ?? []), [steps]);
  const [words, setWords] = useState("");
  const [open] = useState(() => !isNarrow());
  const noteOf = (key: string) => (Object.hasOwn(notes, key) ? visible(notes[key]!) : "");
  const found = parameters.filter(({ key }) => isFound(words, `${key} ${noteOf(key)}`));
  const searched = words.trim() !== "";
  return (
    <>
      <div className="filters" role="search">
        <label>
          Search
          <input
            type="search"
            value={words}
            maxLength={100}
            onChange={({ target }) => setWords(target.value)}
          />
        </label>
        <p className="quiet" role="status">
          {found.length} of {parameters.length}
        </p>
      </div>
      {found.length === 0 && (
        <Empty>{searched ? "No parameter is like that." : "The network has no parameters."}</Empty>
      )}
      {[...groupBy(found, ({ key }) => key.split(".")[0]!)].map(([group, members]) => (
        <details key={`${group} ${String(searched)}`} className="group" open={open || searched}>
          <summary>
            {group} <span className="quiet small">{countWords(members.length, "parameter")}</span>
          </summary>
          <Group name={group} parameters={members} noteOf={noteOf} changes={changes} />
        </details>
      ))}
    </>
  );
}

interface GroupProps {
  name: string;
  parameters: Parameter[];
  noteOf: (key: string) => string;
  changes: ReadonlyMap<string, ParameterStep[]>;
}

const Group = ({ name, parameters, noteOf, changes }: GroupProps) => (
  <Table
    caption={`Parameters of ${name}, their values and bounds`}
    page={100}
    rows={parameters}
    rowKey={({ key }) => key}
    empty="The network has no parameters."
    columns={[
      {
        name: "Parameter",
        cell: ({ key, retired }) => (
          <>
            <code>{key}</code> {retired && <Badge>retired</Badge>}
            {noteOf(key) && <span className="note">{noteOf(key)}</span>}
            <Changed steps={changes.get(key) ?? []} />
          </>
        ),
      },
      {
        name: "Value",
        numeric: true,
        cell: ({ key, value }) => (
          <>
            <strong className="long">{grouped(value)}</strong>
            {isShare(key, value) && <span className="note">{formatPercent(Number(value))}</span>}
          </>
        ),
      },
      {
        name: "May be",
        numeric: true,
        cell: ({ bounds, kind }) => (
          <span className="quiet">
            {bounds
              ? `${grouped(bounds.min)} to ${bounds.max.length > 30 ? "any" : grouped(bounds.max)}`
              : KINDS[kind as keyof typeof KINDS]}
          </span>
        ),
      },
    ]}
  />
);

/** What stands in place of bounds, for what is no number. */
const KINDS = { bool: "true or false", bytes32: "a hash" };

/** A share is in basis points by the convention of its name. */
const isShare = (key: string, value: string) => key.endsWith("Bps") && /^\d{1,6}$/.test(value);

/** Whether a text has every word that is looked for. */
const isFound = (words: string, text: string) =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));

/** The changes of each parameter, the newest first. The value that it began with is not a change. */
function changesOf(steps: readonly ParameterStep[]): Map<string, ParameterStep[]> {
  const changes = new Map<string, ParameterStep[]>();
  for (const step of steps.filter(({ before }) => before !== undefined).reverse())
    changes.set(step.key, [...(changes.get(step.key) ?? []), step]);
  return changes;
}

/** How a parameter came to its value. */
function Changed({ steps }: { steps: readonly ParameterStep[] }) {
  if (steps.length === 0) return null;
  return (
    <details className="small">
      <summary>Changed {countWords(steps.length, "time")}</summary>
      <ul className="changes">
        {steps.map(({ time, versionId, before, after }) => (
          <li key={versionId}>
            <Time at={time} show="date" />: {grouped(before!)} → <strong>{grouped(after)}</strong>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Digits in groups of three; a word without text by its first and last digits. */
function grouped(text: string): string {
  if (/^0x0{64}$/.test(text)) return "zero";
  if (/^0x[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 10)}…${text.slice(-8)}`;
  return /^-?\d{4,}$/.test(text) ? formatCount(BigInt(text)) : text;
}

/** Versions that are shown at once; the others unfold. */
const NEWEST = 3;

function Versions({ history }: { history: History }) {
  const versions = [...history.registry.versions].reverse();
  const listOf = (some: readonly HistoricVersion[]) => (
    <ol className="versions">
      {some.map((version) => (
        <li key={version.id}>
          <Version version={version} history={history} />
        </li>
      ))}
    </ol>
  );
  const earlier = versions.slice(NEWEST);
  return (
    <>
      {listOf(versions.slice(0, NEWEST))}
      {earlier.length > 0 && (
        <details>
          <summary>
            {earlier.length === 1 ? "The first version" : `${earlier.length} earlier versions`}
          </summary>
          {listOf(earlier)}
        </details>
      )}
    </>
  );
}

function Version({ version, history }: { version: HistoricVersion; history: History }) {
  const { figures } = useSite().deployment.conventions?.proposals ?? {};
  const { id, semver, time, restores, proposalId, specHash, specURI, backwardCompatible, namespace } =
    version;
  const steps = history.registry.parameters.filter(({ versionId }) => versionId === id);
  const changed = steps.filter(({ before }) => before !== undefined);
  const proposal = proposalId === undefined ? undefined : history.governor.proposals.get(proposalId);
  const restored = history.registry.versions.find((one) => one.id === restores)?.semver;
  return (
    <>
      <h3>
        {semver}{" "}
        <span className="quiet small">
          <Time at={time} />
        </span>
      </h3>
      <p>
        {proposal ? (
          <>
            By <Link href={hrefOf(proposal)}>{visible(nameOf(proposal))}</Link>
          </>
        ) : (
          "Set by the deployment"
        )}
        {restored && `; brings back the values of ${restored}`}
      </p>
      {changed.length > 0 ? (
        <ul className="changes">
          {changed.map(({ key, before, after }) => (
            <li key={key}>
              <code>{key}</code>: {grouped(before!)} → <strong>{grouped(after)}</strong>
            </li>
          ))}
        </ul>
      ) : (
        <p className="quiet">{steps.length} parameters got their first value.</p>
      )}
      {proposal && restores === undefined && (
        <details>
          <summary>What was declared</summary>
          <Facts
            rows={[
              ["Namespace", namespace],
              ...impactLines(declaredIn(proposal.description).impact, figures).map(
                ({ label, value }) => [visible(label), value] as const,
              ),
              ["Works with nodes of the version before", backwardCompatible ? say("yes") : say("no")],
              ["Specification", visible(specURI)],
              [
                "Its keccak256",
                <span key="hash" className="long-id">
                  {specHash} <Copy text={specHash} what="the hash" />
                </span>,
              ],
            ]}
          />
        </details>
      )}
    </>
  );
}
