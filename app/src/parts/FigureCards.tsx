import type { Table as Figures } from "@polity/sdk/analytics/table";
import type { Figure, Section } from "../../../report/report";
import { Chart } from "../charts/Chart";
import type { Past } from "../data/history";
import { Card, Empty, ErrorState, Loading } from "../ui";
import { CsvButton, FigureTable } from "./FigureTable";
import { useReport } from "./useReport";
import { WithHistory } from "./WithHistory";

/** What the report says of some domains: pictures, tables, and how each was computed. */
export function FigureCards({ domains }: { domains: readonly string[] }) {
  return <WithHistory rows={8}>{(past) => <Computed past={past} domains={domains} />}</WithHistory>;
}

function Computed({ past, domains }: { past: Past; domains: readonly string[] }) {
  const { report, error, refetch } = useReport(past, undefined, domains);
  if (report) return report.sections.map((section) => <Cards key={section.id} section={section} />);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Loading rows={8} what="Computing the figures" />;
}

function Cards({ section: { id, text, figures } }: { section: Section }) {
  return (
    <div className="figures">
      {text.map((line) => (
        <p key={line} className="quiet">
          {line}
        </p>
      ))}
      {figures.map((figure, i) => (
        <FigureCard key={figure.picture?.id ?? `${id}-${i}`} figure={figure} name={`${id}-${i + 1}`} />
      ))}
    </div>
  );
}

function FigureCard({ figure: { picture, table }, name }: { figure: Figure; name: string }) {
  const empty = table.rows.length === 0;
  return (
    <Card
      title={picture?.title ?? table.title}
      aside={!empty && <CsvButton figures={table} name={picture?.id ?? name} />}
    >
      {empty && <Empty>There is nothing of this kind yet.</Empty>}
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
