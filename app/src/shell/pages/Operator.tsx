import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { formatCount } from "@polity/sdk/format";
import { readIndexerHealth } from "@polity/sdk/history/indexer";
import { dueReader, type Due } from "@polity/sdk/keeper/chain";
import { verbsOf } from "@polity/sdk/keeper/domains";
import type { Step } from "@polity/sdk/keeper/types";
import { visible } from "@polity/sdk/nep/text";
import { readEndpointHealth, type EndpointHealth } from "@polity/sdk/provider/health";
import { postOver } from "@polity/sdk/provider/patient-provider";
import { describeStatus, readStatus, type StatusWords } from "@polity/sdk/status";
import { send } from "@polity/sdk/transaction";
import { useActions } from "../../actions/context";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { refreshAll } from "../../data/refresh";
import {
  Badge,
  Card,
  countWords,
  Empty,
  Facts,
  Loaded,
  Page,
  plain,
  sentence,
  shortAddress,
  Time,
} from "../../ui";
import { WrongNetwork } from "../../wallet";

/** For whoever keeps the network going: what is due, how it stands, and whether what the page reads from is well. */
export function Operator() {
  const { indexer } = useSite();
  return (
    <Page lead="What is due and anybody may do, how the network stands, and how well it can be read from here.">
      <WrongNetwork />
      <DueNow />
      <div className="columns">
        <Endpoint />
        {indexer !== undefined && <Indexer url={indexer} />}
      </div>
      <Standing />
    </Page>
  );
}

/** What the keeper would do now, each step a transaction of the reader's wallet. */
function DueNow() {
  const { network, deployment } = useSite();
  // Later readings ask for what is new alone.
  const [reader] = useState(() => dueReader(network, { fromBlock: deployment.block }));
  const query = useChain(["due"], async (): Promise<Due & { verbs: Readonly<Record<string, string>> }> => {
    const [read, verbs] = await Promise.all([reader, verbsOf(network.domains)]);
    return { ...(await read()), verbs };
  });
  return (
    <Card title="Due now">
      <p className="quiet small">
        Anybody may take these steps, and it pays nobody not to: whoever comes first pays the gas.{" "}
        <code>gov advance --watch --all</code> takes them by itself.
      </p>
      <Loaded query={query} rows={3}>
        {({ due, verbs, block }) =>
          due.length === 0 ? (
            <Empty>Nothing is due as of block {formatCount(block)}.</Empty>
          ) : (
            <ul className="activity due">
              {due.map((step) => (
                <li key={step.key}>
                  <DueStep step={step} verb={verbs[step.kind] ?? step.kind} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function DueStep({ step, verb }: { step: Step; verb: string }) {
  const { run } = useActions();
  const client = useQueryClient();
  const name = visible(step.name);
  return (
    <>
      <span>
        <strong>{sentence(verb)}</strong> {name}
      </span>
      <button
        type="button"
        className="small-button"
        aria-label={`Do it: ${verb} ${name}`}
        onClick={() =>
          run({
            title: sentence(verb),
            work: async (signer) => {
              await send(signer, step.call);
              return "It is done.";
            },
            onDone: () => refreshAll(client),
          })
        }
      >
        Do it
      </button>
    </>
  );
}

/** How the endpoint answers, asked plainly: the page's own patience would hide what is wrong. */
function Endpoint() {
  const { rpc, deployment } = useSite();
  const query = useQuery({
    queryKey: ["health", rpc],
    queryFn: () =>
      readEndpointHealth((body) => postOver(rpc, body), {
        fromBlock: deployment.block,
        address: deployment.contracts.NetworkGovernor,
      }),
    gcTime: 0,
  });
  return (
    <Card
      title="The endpoint"
      aside={
        <button
          type="button"
          className="small-button"
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {query.isFetching ? "Asking…" : "Ask again"}
        </button>
      }
    >
      <Loaded query={query} rows={6}>
        {(health) => <Health health={health} chainId={deployment.chainId} rpc={rpc} />}
      </Loaded>
    </Card>
  );
}

function Health({ health, chainId, rpc }: { health: EndpointHealth; chainId: number; rpc: string }) {
  const { latency, block, time, batches, range, whole } = health;
  const right = health.chainId === chainId;
  return (
    <Facts
      rows={[
        [
          "Address",
          <span key="rpc" className="long">
            {visible(new URL(rpc).host)}
          </span>,
        ],
        [
          "Chain",
          <>
            {health.chainId}{" "}
            {right ? <Badge tone="good">the network’s</Badge> : <Badge tone="bad">not the network’s</Badge>}
          </>,
        ],
        ["Answers within", `${Math.round(latency)} ms`],
        [
          "Newest block",
          <>
            {formatCount(block)}, of <Time at={time} show="relative" />
          </>,
        ],
        [
          "Several questions at once",
          batches ? (
            <Badge tone="good">answered</Badge>
          ) : (
            <Badge tone="warn">not answered: reading takes longer</Badge>
          ),
        ],
        [
          "Logs at once",
          range === 0 ? (
            <Badge tone="bad">none: no proposals, ballots or ledger</Badge>
          ) : whole ? (
            `all ${formatCount(range)} blocks`
          ) : (
            `${formatCount(range)} blocks: a first visit takes longer`
          ),
        ],
      ]}
    />
  );
}

function Indexer({ url }: { url: string }) {
  const query = useChain(
    ["indexer", url],
    async (network) => {
      const [{ ready, block }, head] = await Promise.all([
        readIndexerHealth(url),
        network.governor.runner!.provider!.getBlockNumber(),
      ]);
      return { ready, block, head };
    },
    { slow: true },
  );
  return (
    <Card title="The indexer">
      <Loaded query={query} rows={3}>
        {({ ready, block, head }) => (
          <Facts
            rows={[
              [
                "Address",
                <span key="url" className="long">
                  {visible(new URL(url).host)}
                </span>,
              ],
              [
                "Has caught up",
                ready ? (
                  <Badge tone="good">yes</Badge>
                ) : (
                  <Badge tone="warn">not yet: the chain is read</Badge>
                ),
              ],
              ["Newest block", block === undefined ? "none" : formatCount(block)],
              [
                "Behind the chain",
                block === undefined ? "all of it" : `${formatCount(Math.max(0, head - block))} blocks`,
              ],
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

/** As `dao status` says it. */
function Standing() {
  const { deployment } = useSite();
  const query = useChain(
    ["status"],
    async (network) => {
      const status = await readStatus(network, deployment.block);
      return { words: await describeStatus(network, status), block: status.block, now: status.now };
    },
    { slow: true },
  );
  return (
    <Card title="How the network stands">
      <Loaded query={query} rows={12}>
        {({ words, block, now }) => (
          <div className="stack long">
            <p className="quiet small">
              {visible([deployment.name, ...words.flatMap(({ headline }) => headline ?? [])].join(", "))}, as
              of <Time at={now} />, block {formatCount(block)}. <code>dao status</code> says the same.
            </p>
            <ul>
              {words
                .flatMap(({ summary = [] }) => summary)
                .map((line, i) => (
                  <li key={i}>{said(line)}</li>
                ))}
            </ul>
            {words
              .flatMap(({ details = [] }) => details)
              .map((detail, i) => (
                <Detail key={i} detail={detail} />
              ))}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

/** A line of the status as a page writes it: addresses are looked up elsewhere, and take a line of a phone here. */
const said = (line: string): string =>
  plain(visible(line.trim())).replaceAll(/\b0x[0-9a-fA-F]{40}\b/g, shortAddress);

function Detail({ detail }: { detail: NonNullable<StatusWords["details"]>[number] }) {
  if ("table" in detail) {
    if (detail.table.length === 0) return null;
    return (
      <details>
        <summary>{countWords(detail.table.length, "value")}</summary>
        <div className="table">
          <table>
            <tbody>
              {detail.table.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) => (
                    <td key={j}>{visible(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    );
  }
  const [first = "", ...rest] = detail;
  if (rest.length === 0) return <p>{sentence(said(first))}</p>;
  return (
    <details>
      <summary>{sentence(said(first))}</summary>
      <ul>
        {rest.map((line, i) => (
          <li key={i}>{said(line)}</li>
        ))}
      </ul>
    </details>
  );
}
