import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import type { Period, Table as Figures } from "@polity/sdk/analytics/table";
import { DAY } from "@polity/sdk/format";
import { askedOf, readMeasured } from "../../../../report/measured";
import { buildReport, type Figure } from "../../../../report/report";
import { Chart } from "../../charts/Chart";
import type { Past } from "../../data/history";
import { useSite } from "../../data/network";
import { useTokenUnit, useUnits } from "../../data/units";
import { Card, Empty, ErrorState, Loading, Page } from "../../ui";
import { CsvButton, FigureTable } from "../../parts/FigureTable";
import { WithHistory } from "../../parts/WithHistory";

const PERIODS = [
  ["all", "since the beginning", undefined],
  ["year", "the last 365 days", 365],
  ["quarter", "the last 90 days", 90],
  ["month", "the last 30 days", 30],
] as const;

/** Sections of the report that are pages of their own here, or about the report itself. */
const ELSEWHERE = ["council", "method"];

/** Every figure of the transparency report, for a period of one's choice: its picture, its table, its method. */
export function Analytics() {
  const [chosen, setChosen] = useState<string>("all");
  const days = PERIODS.find(([id]) => id === chosen)?.[2];
  return (
    <Page
      lead="How the network decides, who takes part, and what came of it. Everything is computed in your browser from the chain."
      aside={
        <label className="inline-label">
          Period
          <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {PERIODS.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <WithHistory rows={12}>{(past) => <Sections past={past} days={days} />}</WithHistory>
    </Page>
  );
}

function Sections({ past, days }: { past: Past; days: number | undefined }) {
  const { report, error, refetch } = useReport(past, days);
  if (!report && error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!report) return <Loading rows={12} what="Computing the figures" />;
  return report.sections
    .filter(({ id }) => !ELSEWHERE.includes(id))
    .map(({ id, title, text, figures }) => (
      <section key={id} className="stack">
        <div>
          <h2 className="section-title">{title}</h2>
          {text.map((line) => (
            <p key={line} className="quiet">
              {line}
            </p>
          ))}
        </div>
        <div className="figures">
          {figures.map((figure, i) => (
            <FigureCard key={figure.picture?.id ?? `${id}-${i}`} figure={figure} name={`${id}-${i + 1}`} />
          ))}
        </div>
      </section>
    ));
}

function FigureCard({ figure: { picture, table }, name }: { figure: Figure; name: string }) {
  const empty = table.rows.length === 0;
  return (
    <Card
      title={picture?.title ?? table.title}
      aside={!empty && <CsvButton figures={table} name={picture?.id ?? name} />}
    >
      {empty && <Empty>There is nothing of this kind in the period.</Empty>}
      {picture && !empty && <Chart picture={picture} />}
      {!empty && <TableBelow table={table} open={!picture} />}
      <p className="quiet small">{table.method}</p>
    </Card>
  );
}

function TableBelow({ table, open }: { table: Figures; open: boolean }) {
  if (open) return <FigureTable figures={table} page={10} />;
  return (
    <details>
      <summary>The figures as a table</summary>
      <FigureTable figures={table} page={10} />
    </details>
  );
}

/** The report of the period up to the newest block; computed again only when one of both changes. */
function useReport({ history, source }: Past, days: number | undefined) {
  const { deployment, names, network } = useSite();
  const { since, head } = history;
  const from = days === undefined ? since.time : Math.max(since.time, head.time - days * DAY);
  const period = useMemo<Period>(() => ({ from, to: head.time + 1 }), [from, head.time]);
  const { data, error, refetch } = useQuery({
    queryKey: ["measured", head.hash, from],
    queryFn: () =>
      readMeasured(
        network.domains,
        history,
        { period, source, ...askedOf(deployment) },
        deployment.conventions?.targets,
      ),
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const votes = useTokenUnit();
  const tokens = useUnits(data?.tokens ?? []);
  const report = useMemo(() => {
    if (!data) return undefined;
    const nameOf = (address: string) => (Object.hasOwn(names, address) ? names[address] : undefined);
    const { measured, aims } = data;
    const units = { votes, tokens };
    return buildReport({
      ...{ history, source, deployment, units, period, measured, nameOf },
      ...(aims && { aims }),
    });
  }, [history, source, deployment, votes, tokens, names, period, data]);
  return { report, error, refetch };
}
