import { visible } from "../../../../sdk/nep/text";
import { formatUnits } from "../../../../sdk/calls/token";
import type { CallFacts } from "../../data/call-facts";
import type { LiveProposal } from "../../data/proposals";
import { Address, Badge, Card, Copy } from "../../ui";
import type { ProposalFacts } from "./facts";

const ETHER = { symbol: "ETH", decimals: 18 };

/** The exact calls of a proposal, and what each changes. */
export function Changes({ proposal: { view }, facts: { calls, text } }: Props) {
  const executed = view.state === "Executed";
  return (
    <Card title={executed ? "What it changed" : "What it changes"}>
      {text && !text.same && (
        <p className="notice bad">
          The calls are not those that its text describes. What is below is what would happen, whatever the
          text says.
        </p>
      )}
      {text?.same && <p className="quiet">The calls are exactly those that its text describes.</p>}
      <ol className="calls">
        {calls.map((call, i) => (
          <li key={i}>
            <OneCall call={call} />
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

function OneCall({ call }: { call: CallFacts }) {
  return (
    <>
      <h3 className="call-name">{visible(call.name)}</h3>
      <ul className="changes">
        {call.changes.map((line) => (
          <li key={line}>{visible(line)}</li>
        ))}
      </ul>
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
