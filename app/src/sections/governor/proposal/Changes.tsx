import { useQuery } from "@tanstack/react-query";

import { visible } from "@polity/sdk/nep/text";
import { formatUnits } from "@polity/sdk/calls/token";
import { lastBlockOf, readEffects, readPastChanges, type CallFacts } from "../call-facts";
import { useSite } from "../../../data/network";
import { isLive, type LiveProposal } from "../proposals";
import { Address, Badge, Card, Copy, Loaded, sentence, Time } from "../../../ui";
import type { ProposalFacts } from "./facts";
import { usePastOf } from "./past";

const ETHER = { symbol: "ETH", decimals: 18 };

/** The exact calls of a proposal, and what each changes. */
export function Changes({ proposal, facts: { calls, text } }: Props) {
  const { state } = proposal.view;
  const executed = state === "Executed";
  const over = !executed && !isLive(proposal);
  const title = executed ? "What it changed" : over ? "What it would have changed" : "What it changes";
  return (
    <Card title={title}>
      {text && !text.same && (
        <p className="notice bad">
          The calls are not those that its text describes. What is below is what they do, whatever the text
          says.
        </p>
      )}
      {text?.same && <p className="quiet">The calls are exactly those that its text describes.</p>}
      {executed && <Effects proposal={proposal} />}
      {over ? <Past proposal={proposal} calls={calls} /> : <Calls calls={calls} changes={!executed} />}
    </Card>
  );
}

/** Calls one after the other; for one that was executed, events say better what changed. */
function Calls({ calls, changes }: { calls: readonly CallFacts[]; changes: boolean }) {
  return (
    <ol className="calls">
      {calls.map((call, i) => (
        <li key={i}>
          <OneCall call={call} changes={changes} />
        </li>
      ))}
    </ol>
  );
}

/** What would have changed when the proposal came to its end: what its calls would change now is something else. */
function Past({ proposal, calls }: { proposal: LiveProposal; calls: readonly CallFacts[] }) {
  const { network, notes } = useSite();
  const { record, view } = proposal;
  const canceled = usePastOf(proposal)?.canceled?.block;
  const query = useQuery({
    queryKey: ["past", record.id.toString(), canceled ?? 0],
    queryFn: async () =>
      (await readPastChanges(network, record, await lastBlockOf(network, proposal, canceled), notes)) ?? null,
    enabled: view.state !== "Canceled" || canceled !== undefined,
  });
  return (
    <Loaded query={query} rows={3}>
      {(past) =>
        past ? (
          <>
            <p className="quiet small">
              With the values of <Time at={past.time} show="minute" />, when it ended.
            </p>
            <Calls calls={calls.map((call, i) => ({ ...call, changes: past.calls[i]! }))} changes />
          </>
        ) : (
          <>
            <p className="notice warn">
              The endpoint does not keep the values of that time. These are the values of today.
            </p>
            <Calls calls={calls} changes />
          </>
        )
      }
    </Loaded>
  );
}

interface Props {
  proposal: LiveProposal;
  facts: ProposalFacts;
}

/** What the events of its execution say. What its calls would change now is something else. */
function Effects({ proposal }: { proposal: LiveProposal }) {
  const { network, notes } = useSite();
  const transaction = usePastOf(proposal)?.executed?.transaction;
  const query = useQuery({
    queryKey: ["effects", transaction],
    queryFn: () => readEffects(network, transaction!, notes),
    enabled: transaction !== undefined,
  });
  return (
    <Loaded query={query} rows={2}>
      {(effects) => (
        <ul className="changes">
          {effects.map((line, i) => (
            <li key={i}>{visible(line)}</li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function OneCall({ call, changes }: { call: CallFacts; changes: boolean }) {
  return (
    <>
      <h3 className="call-name">{sentence(visible(call.name))}</h3>
      {changes && (
        <ul className="changes">
          {call.changes.map((line) => (
            <li key={line}>{visible(line)}</li>
          ))}
        </ul>
      )}
      <details>
        <summary>The call itself</summary>
        <dl className="facts">
          <div>
            <dt>Target</dt>
            <dd>
              <Address address={call.target} />
            </dd>
          </div>
          {call.proxy !== undefined && (
            <div>
              <dt>
                <Badge tone="warn">proxy</Badge>
              </dt>
              <dd>
                runs <Address address={call.proxy} />, which its owner can replace
              </dd>
            </div>
          )}
          <div>
            <dt>Value</dt>
            <dd>{formatUnits(call.value, ETHER)}</dd>
          </div>
          <div>
            <dt>Open to</dt>
            <dd>
              {call.types.map((type) => `NEP-${type}`).join(", ")}: {call.why}
            </dd>
          </div>
        </dl>
        <p className="code-block">{visible(call.written)}</p>
        <p className="quiet small">
          Calldata <Copy text={call.calldata} what="the calldata" />
        </p>
        <p className="code-block">{call.calldata}</p>
      </details>
    </>
  );
}
