import { isAddress } from "ethers";
import { Link } from "wouter";

import {
  countedIn,
  formatCell,
  isAmount,
  isValued,
  toCsv,
  unitOf,
  type Units,
} from "@polity/sdk/analytics/write";
import type { Cell, Table as Figures, Unit } from "@polity/sdk/analytics/table";
import { visible } from "@polity/sdk/nep/text";
import { useSite } from "../data/network";
import { useTokenUnit, useUnits } from "../data/units";
import { Address, Amount, Copy, Icon, Table, Time } from "../ui";

interface FigureProps {
  figures: Figures;
  /** Rows that are shown at first. */
  page?: number;
  /** Whether the newest, which stand last, come first. */
  newestFirst?: boolean;
}

interface FigureRow {
  id: string;
  cells: readonly Cell[];
}

/** A table of figures, each cell by its unit. */
export function FigureTable({ figures, page = 25, newestFirst = false }: FigureProps) {
  const units = useFigureUnits(figures);
  const { columns } = figures;
  const rows = figures.rows.map((cells, i): FigureRow => ({ id: String(i), cells }));
  return (
    <Table<FigureRow>
      caption={figures.title}
      page={page}
      rows={newestFirst ? rows.reverse() : rows}
      rowKey={({ id }) => id}
      empty="There is nothing of this kind yet."
      columns={columns.map(({ name, unit }, i) => ({
        name,
        numeric: NUMERIC.includes(unit),
        cell: ({ cells }) => <FigureCell cell={cells[i]} unit={unit} units={units} />,
        by: ({ cells }) => sortable(cells[i]),
      }))}
    />
  );
}

/** Downloads the figures with every digit. */
export function CsvButton({ figures, name }: { figures: Figures; name: string }) {
  const units = useFigureUnits(figures);
  const { deployment } = useSite();
  const download = () => {
    const url = URL.createObjectURL(new Blob([toCsv(figures, units)], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${deployment.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${name}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <button
      type="button"
      className="small-button"
      onClick={download}
      aria-label={`Download ${figures.title} as CSV`}
    >
      <Icon name="down" /> CSV
    </button>
  );
}

const NUMERIC: readonly Unit[] = [
  "count",
  "seconds",
  "bps",
  "change",
  "multiplier",
  "votes",
  "points",
  "tokens",
  "amount",
  "mixed",
];

function FigureCell({ cell, unit, units }: { cell: Cell; unit: Unit; units: Units }) {
  if (cell === undefined) return <span className="quiet">–</span>;
  if (isValued(cell)) return <FigureCell cell={cell.value} unit={cell.unit} units={units} />;
  if (isAmount(cell)) return <Amount value={cell.units} unit={unitOf(cell.token, units)} />;
  const counted = countedIn(unit, units);
  if (counted) return <Amount value={BigInt(cell)} unit={counted} />;
  switch (unit) {
    case "time":
      return <Time at={Number(cell)} show="date" />;
    case "account":
      return isAddress(cell) ? <Address address={cell} /> : String(cell);
    case "proposal":
      return <Link href={`/proposals/${String(cell)}`}>{String(cell).slice(0, 10)}…</Link>;
    case "hash":
      return (
        <span className="address">
          <span className="address-digits">{String(cell).slice(0, 10)}…</span>
          <Copy text={String(cell)} what={`transaction ${String(cell).slice(0, 10)}`} />
        </span>
      );
    case "text":
      return visible(String(cell));
    default:
      return formatCell(cell, unit, units);
  }
}

/** What is not there comes last, or first. */
function sortable(cell: Cell): string | number | bigint {
  if (cell === undefined) return -1;
  if (isValued(cell)) return sortable(cell.value);
  return isAmount(cell) ? cell.units : cell;
}

function tokenIn(cell: Cell): string[] {
  if (isValued(cell)) return tokenIn(cell.value);
  return isAmount(cell) ? [cell.token] : [];
}

function useFigureUnits({ rows }: Figures): Units {
  const token = useTokenUnit();
  const tokens = rows.flatMap((row) => row.flatMap(tokenIn));
  return { token, tokens: useUnits(tokens) };
}
