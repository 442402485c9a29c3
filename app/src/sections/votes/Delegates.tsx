import { addressOf } from "@polity/sdk/core/address";
import { delegates } from "@polity/sdk/governor/figures/delegates";
import { formatCount, formatPercent } from "@polity/sdk/format";
import { Amount, Badge, Card, Page, Stat, Stats, Table, VOTES } from "../../ui";
import type { Past } from "../../data/history";
import { useSite } from "../../data/network";
import { CsvButton } from "../../parts/FigureTable";
import { DelegateLink } from "./DelegateLink";
import { DelegateButtons } from "./DelegateTo";
import { WithHistory } from "../../parts/WithHistory";

/** Who votes for others and themselves, and how they have used it. */
export function Delegates() {
  return (
    <Page lead="Everybody who can vote now or has voted, by the votes that count for them. Anyone can be a delegate.">
      <WithHistory rows={12}>{(past) => <Records past={past} />}</WithHistory>
    </Page>
  );
}

const share = (bps: number | undefined) => (bps === undefined ? "–" : formatPercent(bps));

function Records({ past: { history, source } }: { past: Past }) {
  const { records, proposals, table } = delegates(history, source);
  const { statements } = useSite();
  const able = records.filter(({ votes }) => votes > 0n);
  return (
    <>
      <Stats>
        <Stat label="Accounts that can vote">{formatCount(able.length)}</Stat>
        <Stat label="Accounts that voted" note="on what is decided">
          {formatCount(records.filter(({ ballots }) => ballots > 0).length)}
        </Stat>
        <Stat label="Decided proposals">{proposals}</Stat>
      </Stats>
      <Card title="Power and record" aside={<CsvButton figures={table} name="delegates" />}>
        <p className="quiet small">{table.method}</p>
        <Table
          caption={table.title}
          rows={records}
          rowKey={({ key }) => key}
          empty="Nobody has votes yet."
          columns={[
            {
              name: "Delegate",
              cell: ({ key }) => (
                <>
                  <DelegateLink address={addressOf(key)} />
                  {Object.hasOwn(statements, addressOf(key)) && <Badge>statement</Badge>}
                </>
              ),
            },
            {
              name: "Votes",
              numeric: true,
              by: ({ votes }) => votes,
              cell: ({ votes }) => <Amount value={votes} unit={VOTES} />,
            },
            {
              name: "Share",
              numeric: true,
              by: ({ shareBps }) => shareBps ?? -1,
              cell: ({ shareBps }) => share(shareBps),
            },
            {
              name: "Delegators",
              numeric: true,
              by: ({ delegators }) => delegators,
              cell: ({ delegators }) => formatCount(delegators),
            },
            {
              name: "Took part",
              numeric: true,
              by: ({ voted }) => voted,
              cell: ({ voted, votedBps }) => (votedBps === undefined ? "–" : `${share(votedBps)} (${voted})`),
            },
            {
              name: "With the outcome",
              numeric: true,
              by: ({ agreedBps }) => agreedBps ?? -1,
              cell: ({ agreedBps }) => share(agreedBps),
            },
            { name: "Your votes", cell: ({ key }) => <DelegateButtons address={addressOf(key)} /> },
          ]}
        />
      </Card>
    </>
  );
}
