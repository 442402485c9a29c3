import { useMemo } from "react";
import { Link } from "wouter";

import type { Network } from "@polity/sdk/deployment";
import { formatCount, formatPercent } from "@polity/sdk/format";
import { chainBook, type ScopeBook } from "@polity/sdk/governor/book";
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
import { useTokenUnit } from "../../data/units";
import {
  Amount,
  Badge,
  Card,
  Copy,
  countWords,
  Facts,
  Loaded,
  Page,
  spanWords,
  Stat,
  Stats,
  Table,
  Time,
  VOTES,
} from "../../ui";
import { WithHistory } from "../../parts/WithHistory";
import { rulesInWords } from "./rules";

interface Parameter {
  key: string;
  kind: string;
  retired: boolean;
  value: string;
  /** Of a number. */
  bounds?: { min: string; max: string };
}

type Types = ScopeBook["types"];

interface Protocol {
  version: string;
  since: number;
  specHash: string;
  parameters: Parameter[];
  types: Types;
}

async function readProtocol(network: Network): Promise<Protocol> {
  const { registry, governor } = network;
  const at = { blockTag: await governor.runner!.provider!.getBlockNumber() };
  const [version, [, { activatedAt, specHash }], keys, { types }] = await Promise.all([
    registry.semver(at),
    registry.currentVersion(at),
    registry.keys(at),
    chainBook(network),
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
  return { version, since: Number(activatedAt), specHash, parameters, types };
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
            <Card title="Scheduled versions">
              <WithHistory>{({ history }) => <Scheduled history={history} />}</WithHistory>
            </Card>
            <Card title="Parameters">
              <Parameters parameters={protocol.parameters} />
            </Card>
            <Card title="Types of proposals">
              <Types types={protocol.types} />
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
    <Loaded query={query} rows={2}>
      {({ current, scheduled }) => (
        <>
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
        </>
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

function Parameters({ parameters }: { parameters: Parameter[] }) {
  const { notes } = useSite();
  const steps = useHistory().data?.history.registry.parameters;
  const changes = useMemo(() => changesOf(steps ?? []), [steps]);
  return (
    <Table
      caption="Parameters, their values and bounds"
      page={100}
      rows={parameters}
      rowKey={({ key }) => key}
      empty="The network has no parameters."
      columns={[
        {
          name: "Parameter",
          by: ({ key }) => key,
          cell: ({ key, retired }) => (
            <>
              <code>{key}</code> {retired && <Badge>retired</Badge>}
              {Object.hasOwn(notes, key) && <span className="note">{visible(notes[key]!)}</span>}
              <Changed steps={changes.get(key) ?? []} />
            </>
          ),
        },
        {
          name: "Value",
          numeric: true,
          cell: ({ value }) => <strong className="long">{grouped(value)}</strong>,
        },
        {
          name: "Bounds",
          numeric: true,
          cell: ({ bounds, kind }) => (
            <span className="quiet">
              {bounds
                ? `${grouped(bounds.min)} to ${bounds.max.length > 30 ? "any" : grouped(bounds.max)}`
                : kind}
            </span>
          ),
        },
      ]}
    />
  );
}

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

/** What each type of proposal demands. */
function Types({ types }: { types: Types }) {
  const unit = useTokenUnit();
  return (
    <Table
      caption="Types of proposals and what they demand"
      rows={[...types]}
      rowKey={([code]) => code}
      empty="The rulebook has no types."
      columns={[
        {
          name: "Type",
          cell: ([code, rules]) => (
            <>
              <Badge>{`NEP-${code}`}</Badge>
              <span className="note">{rulesInWords(rules)}</span>
            </>
          ),
        },
        { name: "Review", cell: ([, rules]) => spanWords(rules.review) },
        { name: "Voting", cell: ([, rules]) => spanWords(rules.voting) },
        { name: "Grace, at least", cell: ([, rules]) => spanWords(rules.graceMin) },
        { name: "Approval", numeric: true, cell: ([, rules]) => formatPercent(rules.approvalBps) },
        { name: "Quorum", numeric: true, cell: ([, rules]) => formatPercent(rules.quorumBps) },
        {
          name: "To propose",
          numeric: true,
          cell: ([, rules]) => <Amount value={rules.threshold} unit={VOTES} />,
        },
        { name: "Fee", numeric: true, cell: ([, rules]) => <Amount value={rules.fee} unit={unit} /> },
      ]}
    />
  );
}

function Versions({ history }: { history: History }) {
  return (
    <ol className="versions">
      {[...history.registry.versions].reverse().map((version) => (
        <li key={version.id}>
          <Version version={version} history={history} />
        </li>
      ))}
    </ol>
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
              ["Works with nodes of the version before", backwardCompatible ? "yes" : "no"],
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
