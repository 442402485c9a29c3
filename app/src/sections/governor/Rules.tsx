import { useState } from "react";
import { Link } from "wouter";

import { formatPercent } from "@polity/sdk/format";
import { chainBook, type ScopeBook } from "@polity/sdk/governor/book";
import { useChain } from "../../data/chain";
import { useTokenUnit } from "../../data/units";
import { Address, Amount, Badge, Card, Loaded, Page, isNarrow, spanWords, Table, VOTES } from "../../ui";
import { rulesInWords } from "./rules";
import { SourceWords } from "./SourceWords";

type Types = ScopeBook["types"];

/** What each type of proposal demands: in words, and side by side. */
export function Rules() {
  const query = useChain(["rules"], async (network) => (await chainBook(network)).types);
  return (
    <Page
      lead={
        <>
          What each type of proposal has to reach, and who may propose one. What each may change is among the{" "}
          <Link href="/powers">powers</Link>.
        </>
      }
    >
      <Loaded query={query} rows={12}>
        {(types) => (
          <>
            <Card title="In words">
              <ol className="versions">
                {[...types].map(([code, rules]) => (
                  <li key={code}>
                    <h3>NEP-{code}</h3>
                    <p>
                      {rulesInWords(rules)} <Price rules={rules} />
                    </p>
                    {rules.voteSource !== undefined && (
                      <p className="quiet small">
                        Its votes are counted by <Address address={rules.voteSource} />
                        <SourceWords source={rules.voteSource} />.
                      </p>
                    )}
                  </li>
                ))}
              </ol>
            </Card>
            <Card title="Side by side">
              <SideBySide types={types} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Strictness = Types extends ReadonlyMap<string, infer R> ? R : never;

/** What it takes to propose one. */
function Price({ rules: { threshold, fee } }: { rules: Strictness }) {
  const unit = useTokenUnit();
  const burned = (
    <>
      a fee of <Amount value={fee} unit={unit} />, which is burned
    </>
  );
  if (threshold === 0n && fee === 0n) return <>Anybody may propose one, without a fee.</>;
  if (threshold === 0n) return <>Anybody may propose one, for {burned}.</>;
  return (
    <>
      To propose one takes <Amount value={threshold} unit={VOTES} />
      {fee > 0n && <> and {burned}</>}.
    </>
  );
}

function SideBySide({ types }: { types: Types }) {
  const unit = useTokenUnit();
  const [open] = useState(() => !isNarrow());
  return (
    <details open={open}>
      <summary>As a table</summary>
      <Table
        caption="Types of proposals and what they demand"
        rows={[...types]}
        rowKey={([code]) => code}
        empty="The rulebook has no types."
        columns={[
          { name: "Type", cell: ([code]) => <Badge>{`NEP-${code}`}</Badge> },
          { name: "Review", cell: ([, rules]) => spanWords(rules.review) },
          { name: "Voting", cell: ([, rules]) => spanWords(rules.voting) },
          { name: "Grace, at least", cell: ([, rules]) => spanWords(rules.graceMin) },
          {
            name: "Approval",
            numeric: true,
            cell: ([, rules]) => (rules.vetoBps ? "unless stopped" : formatPercent(rules.approvalBps)),
          },
          {
            name: "Quorum",
            numeric: true,
            cell: ([, rules]) => formatPercent(rules.vetoBps ? rules.vetoBps : rules.quorumBps),
          },
          {
            name: "To propose",
            numeric: true,
            cell: ([, rules]) => <Amount value={rules.threshold} unit={VOTES} />,
          },
          { name: "Fee", numeric: true, cell: ([, rules]) => <Amount value={rules.fee} unit={unit} /> },
        ]}
      />
    </details>
  );
}
