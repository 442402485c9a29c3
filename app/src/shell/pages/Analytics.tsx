import { useState } from "react";
import { Link } from "wouter";

import { formatCell, type Units } from "@polity/sdk/analytics/write";
import { formatTimestamp } from "@polity/sdk/format";
import type { Figure, Report, Section } from "../../../../report/report";
import { saveFile } from "../../actions/SignedFile";
import type { Past } from "../../data/history";
import { useSite } from "../../data/network";
import { CsvButton, FigureTable } from "../../parts/FigureTable";
import { useReport } from "../../parts/useReport";
import { WithHistory } from "../../parts/WithHistory";
import { Card, countWords, ErrorState, Icon, isNarrow, Loading, Page } from "../../ui";
import { pagesOf } from "../page-list";
import { useSections } from "../section";

const PERIODS = [
  ["all", "since the beginning", undefined],
  ["year", "the last 365 days", 365],
  ["quarter", "the last 90 days", 90],
  ["month", "the last 30 days", 30],
] as const;

/** Every figure of the transparency report, for a period of one's choice, to be taken along. Pictures stand on the pages they are about. */
export function Analytics() {
  const [chosen, setChosen] = useState<string>("all");
  const days = PERIODS.find(([id]) => id === chosen)?.[2];
  return (
    <Page
      lead="All that can be counted of the network, to be taken along. Everything is computed in your browser from the chain; pictures stand at the end of the pages that they are about."
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
      <WithHistory rows={12}>{(past) => <All past={past} days={days} />}</WithHistory>
    </Page>
  );
}

function All({ past, days }: { past: Past; days: number | undefined }) {
  const { report, error, refetch } = useReport(past, days);
  const { deployment } = useSite();
  const pages = pagesOf(useSections());
  const [open] = useState(() => !isNarrow());
  if (!report && error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!report) return <Loading rows={12} what="Computing the figures" />;
  const [targets, others] = [
    report.sections.filter(({ id }) => id === "targets"),
    report.sections.filter(({ id }) => id !== "targets" && id !== "method"),
  ];
  return (
    <>
      <p className="buttons">
        <button
          type="button"
          className="primary"
          onClick={() => saveFile("figures.json", exportOf(report, deployment.chainId))}
        >
          <Icon name="down" /> Download everything as JSON
        </button>
      </p>
      {targets.flatMap(({ figures }) =>
        figures.map(({ table }) => (
          <Card key={table.title} title={table.title} aside={<CsvButton figures={table} name="targets" />}>
            <FigureTable figures={table} />
            <p className="quiet small">{table.method}</p>
          </Card>
        )),
      )}
      <Card>
        {others.map((section) => {
          const page = pages.find(({ figures = [] }) => figures.includes(section.domain ?? ""));
          return (
            <details key={section.id} className="group" open={open}>
              <summary>
                {section.title}{" "}
                <span className="quiet small">{countWords(section.figures.length, "table")}</span>
              </summary>
              {page && (
                <p className="small">
                  With pictures: <Link href={page.route}>{page.title}</Link>
                </p>
              )}
              <Listed section={section} />
            </details>
          );
        })}
      </Card>
    </>
  );
}

function Listed({ section: { id, figures } }: { section: Section }) {
  return (
    <ul className="activity exports">
      {figures.map(({ picture, table }, i) => {
        const name = picture?.id ?? `${id}-${i + 1}`;
        return (
          <li key={name}>
            <details>
              <summary>{picture?.title ?? table.title}</summary>
              <p className="quiet small">{table.method}</p>
              <FigureTable figures={table} page={10} />
            </details>
            {table.rows.length > 0 ? (
              <CsvButton figures={table} name={name} />
            ) : (
              <span className="quiet small">nothing in the period</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** All tables of a report with every digit, and of which block they are. */
export function exportOf({ network, period, head, sections, units }: Report, chainId: number): string {
  const tables = sections.flatMap(({ title, figures }) =>
    figures.map(({ table }) => ({ section: title, ...written(table, units) })),
  );
  const [from, to] = [formatTimestamp(period.from), formatTimestamp(period.to)];
  return `${JSON.stringify({ network, chainId, block: head.block, from, to, tables }, null, 1)}\n`;
}

function written({ title, method, columns, rows }: Figure["table"], units: Units) {
  return {
    ...{ title, method, columns: columns.map(({ name }) => name) },
    rows: rows.map((row) =>
      columns.map(({ unit }, i) =>
        row[i] === undefined ? null : formatCell(row[i], unit, units, { exact: true }),
      ),
    ),
  };
}
