import { useQuery } from "@tanstack/react-query";

import { visible } from "../../../../sdk/nep/text";
import { formatUnits } from "../../../../sdk/calls/token";
import { readEffects, type CallFacts } from "../../data/call-facts";
import { useSite } from "../../data/network";
import type { LiveProposal } from "../../data/proposals";
import { Address, Badge, Card, Copy, Loaded } from "../../ui";
import type { ProposalFacts } from "./facts";
import { usePastOf } from "./past";

const ETHER = { symbol: "ETH", decimals: 18 };

/** The exact calls of a proposal, and what each changes. */
export function Changes({ proposal, facts: { calls, text } }: Props) {
  const executed = proposal.view.state === "Executed";
  return (
    <Card title={executed ? "What it changed" : "What it changes"}>
      {text && !text.same && (
        <p className="notice bad">
          The calls are not those that its text describes. What is below is what would happen, whatever the
          text says.
        </p>
      )}
      {text?.same && <p className="quiet">The calls are exactly those that its text describes.</p>}
      {executed && <Effects proposal={proposal} />}
      <ol className="calls">
        {calls.map((call, i) => (
          <li key={i}>
            <OneCall call={call} executed={executed} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

interface Props {
  proposal: LiveProposal;
  facts: ProposalFacts;
}

/** What the events of its execution say. What its calls would change now is something else. */
function Effects({ proposal }: { proposal: LiveProposal }) {
  const { network } = useSite();
  const transaction = usePastOf(proposal)?.executed?.transaction;
  const query = useQuery({
    queryKey: ["effects", transaction],
    queryFn: () => readEffects(network, transaction!),
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

function OneCall({ call, executed }: { call: CallFacts; executed: boolean }) {
  return (
    <>
      <h3 className="call-name">{visible(call.name)}</h3>
      {!executed && (
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
