import { useQuery } from "@tanstack/react-query";
import type { ComponentType } from "react";

import { visible } from "@polity/sdk/nep/text";
import { movedBps, parseBacktest, type Backtest } from "@polity/sdk/rounds/backtest";
import { backtestProblems, backtestRows, COMPARED, testFindings } from "@polity/sdk/rounds/evidence";
import { useSite } from "../../data/network";
import { Address, ErrorState, Loaded, Table } from "../../ui";

const percent = (bps: number): string => `${(bps / 100).toFixed(2)} %`;

/** What speaks for a recipe: what its test found, and what the last round would have paid by it beside what it did. */
export function Evidence({ said: { test, backtest } }: { said: Readonly<Record<string, string>> }) {
  return (
    <>
      {test !== undefined && <Part title="Its test" read={() => testFindings(test)} Show={Findings} />}
      {backtest !== undefined && (
        <Part title="Its backtest" read={() => parseBacktest(backtest)} Show={WouldHavePaid} />
      )}
    </>
  );
}

/** One file, or why it cannot be shown: a stranger wrote it. */
function Part<Read>({ title, read, Show }: PartProps<Read>) {
  return (
    <>
      <h4>{title}</h4>
      <Tried read={read} Show={Show} />
    </>
  );
}

interface PartProps<Read> {
  title: string;
  read: () => Read;
  Show: ComponentType<{ read: Read }>;
}

function Tried<Read>({ read, Show }: Omit<PartProps<Read>, "title">) {
  let found: Read;
  try {
    found = read();
  } catch (error) {
    return <ErrorState error={error} />;
  }
  return <Show read={found} />;
}

function Findings({ read }: { read: readonly string[] }) {
  if (read.length === 0) return <p className="quiet">It found nothing that speaks against the recipe.</p>;
  return (
    <>
      <p className="notice warn">It found this, and its author says so:</p>
      <ul>
        {read.map((line) => (
          <li key={line}>{visible(line)}</li>
        ))}
      </ul>
    </>
  );
}

function WouldHavePaid({ read: backtest }: { read: Backtest }) {
  const { network } = useSite();
  const { rounds } = network;
  const rows = backtestRows(backtest);
  const compared = useQuery({
    queryKey: ["backtest", backtest],
    queryFn: () => backtestProblems(rounds!, backtest),
    enabled: rounds !== undefined,
  });
  return (
    <>
      <p>
        Of the pot of round {backtest.round} it would have given {percent(movedBps(backtest))} to others.
        Those whose share changes most come first.
      </p>
      <Table
        caption={`What round ${backtest.round} would have paid, beside what it did`}
        rows={rows}
        rowKey={({ index }) => `${index}`}
        empty="It names no entry."
        columns={[
          { name: "Entry", cell: ({ index }) => index.toString(), by: ({ index }) => index, numeric: true },
          { name: "For", cell: ({ beneficiary }) => <Address address={beneficiary} /> },
          ...(["before", "after"] as const).flatMap((side) => [
            {
              name: side === "before" ? "Score" : "Score now",
              cell: (row: (typeof rows)[number]) => row[side].score.toString(),
              ...{ by: (row: (typeof rows)[number]) => row[side].score, numeric: true },
            },
            {
              name: side === "before" ? "Got" : "Would get",
              cell: (row: (typeof rows)[number]) => percent(row[side].bps),
              ...{ by: (row: (typeof rows)[number]) => row[side].bps, numeric: true },
            },
          ]),
        ]}
      />
      {rounds && (
        <Loaded query={compared} rows={1}>
          {(problems) =>
            problems.length > 0 ? (
              problems.map((line) => (
                <p key={line} className="notice bad">
                  It does not hold: {line}.
                </p>
              ))
            ) : (
              <p className="quiet small">
                What it says of the past is what the chain says
                {rows.length > COMPARED && `, of the first ${COMPARED} entries`}. What models would say is its
                author&apos;s word, and anybody can run them again.
              </p>
            )
          }
        </Loaded>
      )}
    </>
  );
}
