import { useMemo } from "react";

import { addressOf } from "@polity/sdk/core/address";
import { aheadPicture, lockedPicture } from "../../../../report/pictures/votes";
import { lockHistory } from "@polity/sdk/votes/figures/locks";
import { lockPower } from "@polity/sdk/votes/figures/power";
import { PERMANENT } from "@polity/sdk/escrow/time";
import { Chart } from "../../charts/Chart";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import type { Past } from "../../data/history";
import {
  Amount,
  Card,
  countWords,
  Empty,
  Page,
  shareWords,
  Stat,
  Stats,
  Table,
  Tabs,
  Time,
  VOTES,
} from "../../ui";
import { DelegateLink } from "../votes/DelegateLink";
import { CsvButton, FigureTable } from "../../parts/FigureTable";
import { WithHistory } from "../../parts/WithHistory";

/** What is locked, until when, and the power it gives. */
export function Locks() {
  const { network } = useSite();
  return (
    <Page
      lead={
        network.escrow &&
        "Tokens that their owners locked for votes. Without an end each of them counts in full; the less time a lock has left, the less they count."
      }
    >
      {network.escrow ? (
        <WithHistory rows={12}>{(past) => <State past={past} />}</WithHistory>
      ) : (
        <Empty>This network has no escrow: its tokens vote while they are held.</Empty>
      )}
    </Page>
  );
}

function State({ past: { history, source } }: { past: Past }) {
  const unit = useTokenUnit();
  const { head } = history;
  const locks = [...history.votes.accounts.values()].flatMap(({ key, locks }) =>
    locks.map((lock) => ({ key, ...lock, power: lockPower([lock], source, head.time) })),
  );
  const { supply, locked } = history.votes.totals.at(-1) ?? { supply: 0n, locked: 0n };
  const owners = new Set(locks.map(({ key }) => key));
  const power = lockPower(locks, source, head.time);
  const locksOverTime = useMemo(() => lockHistory(history, source), [history, source]);
  const { symbol } = unit;
  const pictures = useMemo(
    () => [lockedPicture(locksOverTime, symbol), aheadPicture(locksOverTime)],
    [locksOverTime, symbol],
  );
  const { table, aheadTable, endTable } = locksOverTime;
  if (locks.length === 0 && locked === 0n) return <Empty>Nobody has locked tokens yet.</Empty>;
  return (
    <>
      <Stats>
        <Stat label="Locked" note={`${shareWords(locked, supply)} of the supply`}>
          <Amount value={locked} unit={unit} places={0} />
        </Stat>
        <Stat label="Power of all locks">
          <Amount value={power} unit={VOTES} places={0} />
        </Stat>
        <Stat label="Locks" note={`of ${countWords(owners.size, "account")}`}>
          {locks.length}
        </Stat>
      </Stats>
      <Card title="Over time">
        <Tabs
          label="Locks over time"
          tabs={[table, aheadTable, endTable].map((figures, i) => ({
            name: ["Locked so far", "Power to come", "When locks end"][i]!,
            content: () => (
              <div className="stack tight">
                {pictures[i] && <Chart picture={pictures[i]} />}
                <p className="quiet small">{figures.method}</p>
                <p>
                  <CsvButton figures={figures} name={["locked", "power-ahead", "lock-ends"][i]!} />
                </p>
                <FigureTable figures={figures} page={12} newestFirst={i === 0} />
              </div>
            ),
          }))}
        />
      </Card>
      <Card title="All locks">
        <Table
          caption="Locks, the largest first"
          rows={locks.sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0))}
          rowKey={({ key, id }) => `${key} ${id}`}
          page={25}
          empty="Nobody has locked tokens yet."
          columns={[
            { name: "Owner", cell: ({ key }) => <DelegateLink address={addressOf(key)} /> },
            {
              name: "Locked",
              numeric: true,
              by: ({ amount }) => amount,
              cell: ({ amount }) => <Amount value={amount} unit={unit} />,
            },
            {
              name: "Power",
              numeric: true,
              by: (lock) => lock.power,
              cell: (lock) => <Amount value={lock.power} unit={VOTES} />,
            },
            {
              name: "Ends",
              by: ({ unlockTime }) => (unlockTime === PERMANENT ? Infinity : unlockTime),
              cell: ({ unlockTime }) =>
                unlockTime === PERMANENT ? "never" : <Time at={unlockTime} show="date" />,
            },
          ]}
        />
      </Card>
    </>
  );
}
