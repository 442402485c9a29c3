import { useMemo } from "react";

import { addressOf } from "@polity/sdk/core/address";
import { formatCount, formatPercent } from "@polity/sdk/format";
import { concentration } from "@polity/sdk/votes/figures/concentration";
import { powersOf } from "@polity/sdk/votes/figures/power";
import type { Past } from "../../data/history";
import { useTokenUnit } from "../../data/units";
import { WithHistory } from "../../parts/WithHistory";
import { Amount, Card, countWords, Page, shareWords, Stat, Stats, Table, VOTES } from "../../ui";
import { DelegateLink } from "./DelegateLink";

/** Who owns the token, and how evenly it is spread. */
export function Holders() {
  return (
    <Page lead="Everybody with tokens of the network, in a wallet or in locks, and the votes that these give.">
      <WithHistory rows={12}>{(past) => <Owned past={past} />}</WithHistory>
    </Page>
  );
}

function Owned({ past: { history, source } }: { past: Past }) {
  const unit = useTokenUnit();
  const { accounts } = history.votes;
  const holders = useMemo(
    () =>
      powersOf(history, source)
        .filter(({ owned }) => owned > 0n)
        .sort((a, b) => (a.owned < b.owned ? 1 : a.owned > b.owned ? -1 : 0)),
    [history, source],
  );
  const supply = history.votes.totals.at(-1)?.supply ?? 0n;
  const spread = useMemo(() => concentration(history, source).spreads.at(-1), [history, source]);
  return (
    <>
      <Stats>
        <Stat label="Accounts with tokens">{formatCount(holders.length)}</Stat>
        <Stat label="Supply">
          <Amount value={supply} unit={unit} places={0} />
        </Stat>
        {spread?.nakamoto !== undefined && (
          <Stat label="More than half belongs to" note="the fewest that have it together">
            {countWords(spread.nakamoto, "account")}
          </Stat>
        )}
        {spread?.giniBps !== undefined && (
          <Stat label="Unevenness (Gini)" note="0 %: all have the same; near 100 %: one has all">
            {formatPercent(spread.giniBps)}
          </Stat>
        )}
      </Stats>
      <Card title="Who owns it">
        <Table
          caption="Accounts with tokens, the largest first"
          rows={holders}
          rowKey={({ key }) => key}
          empty="Nobody has tokens yet."
          columns={[
            { name: "Account", cell: ({ key }) => <DelegateLink address={addressOf(key)} /> },
            {
              name: "Owned",
              numeric: true,
              by: ({ owned }) => owned,
              cell: ({ owned }) => <Amount value={owned} unit={unit} />,
            },
            {
              name: "Of the supply",
              numeric: true,
              cell: ({ owned }) => shareWords(owned, supply),
            },
            {
              name: "In its wallet",
              numeric: true,
              by: ({ key }) => accounts.get(key)?.held ?? 0n,
              cell: ({ key }) => <Amount value={accounts.get(key)?.held ?? 0n} unit={unit} />,
            },
            {
              name: "Votes of its own",
              numeric: true,
              by: ({ own }) => own,
              cell: ({ own }) => <Amount value={own} unit={VOTES} />,
            },
          ]}
        />
      </Card>
    </>
  );
}
