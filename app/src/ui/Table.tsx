import { useId, useState, type ReactNode } from "react";

import { formatCount } from "@polity/sdk/format";
import { Empty } from "./State";

/** What rows are put in order by. */
type Sortable = string | number | bigint;

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable. */
  by?: (row: Row) => Sortable;
  /** Numbers stand at the end of their cell. */
  numeric?: boolean;
}

interface TableProps<Row> {
  /** Tells screen readers what the table is. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Shown where there are no rows. */
  empty: ReactNode;
  /** Rows that are shown at first, and added by a click; default 25. */
  page?: number;
}

/** Rows that are shown at first where each is a card: more would be many screens. */
const MOST_CARDS = 8;
/** As the styles have it, which make cards of rows there. */
export const isNarrow = () => matchMedia("(max-width: 44rem)").matches;

interface Order {
  column: string;
  descending: boolean;
}

/** A table that can be put in another order; on a phone each row is a card. */
export function Table<Row>({ caption, columns, rows, rowKey, empty, page = 25 }: TableProps<Row>) {
  const [order, setOrder] = useState<Order>();
  const [shown, setShown] = useState(() => (isNarrow() ? Math.min(page, MOST_CARDS) : page));
  const id = useId();
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  const sortable = columns.filter(({ by }) => by);
  const sorted = inOrder(rows, columns.find(({ name }) => name === order?.column)?.by, order?.descending);
  const turn = (column: string) =>
    setOrder({ column, descending: order?.column === column ? !order.descending : true });

  return (
    <div className="table">
      {sortable.length > 0 && rows.length > 1 && (
        <p className="sort-by">
          <label htmlFor={id}>Order </label>
          <select
            id={id}
            value={order ? `${order.descending ? "-" : "+"}${order.column}` : ""}
            onChange={({ target: { value } }) =>
              setOrder(value ? { column: value.slice(1), descending: value.startsWith("-") } : undefined)
            }
          >
            <option value="">as it is</option>
            {sortable.flatMap(({ name, numeric }) => [
              <option key={`-${name}`} value={`-${name}`}>
                {name}, {numeric ? "largest first" : "from the last"}
              </option>,
              <option key={`+${name}`} value={`+${name}`}>
                {name}, {numeric ? "smallest first" : "from the first"}
              </option>,
            ])}
          </select>
        </p>
      )}
      {/* Roles are said: as cards on a phone, browsers would forget that this is a table. */}
      <table role="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, by, numeric }) => {
              const own = order?.column === name;
              return (
                <th
                  key={name}
                  role="columnheader"
                  scope="col"
                  className={numeric ? "numeric" : undefined}
                  aria-sort={own ? (order.descending ? "descending" : "ascending") : undefined}
                >
                  {by ? (
                    <button type="button" className="sort" onClick={() => turn(name)}>
                      {name}
                      <span aria-hidden="true">{own ? (order.descending ? " ↓" : " ↑") : ""}</span>
                    </button>
                  ) : (
                    name
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sorted.slice(0, shown).map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map(({ name, cell, numeric }) => (
                <td key={name} role="cell" data-name={name} className={numeric ? "numeric" : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <p className="more">
          {shown} of {formatCount(rows.length)} shown{" "}
          <button type="button" onClick={() => setShown(shown + page)}>
            Show {Math.min(page, rows.length - shown)} more
          </button>
        </p>
      )}
    </div>
  );
}

/** The rows by what a column says of them; equal ones as they came. */
export function inOrder<Row>(
  rows: readonly Row[],
  by: ((row: Row) => Sortable) | undefined,
  descending = false,
): readonly Row[] {
  if (!by) return rows;
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => sign * compare(a.value, b.value))
    .map(({ row }) => row);
}

function compare(a: Sortable, b: Sortable): number {
  if (typeof a === "string" && typeof b === "string") return a.localeCompare(b, "en", { numeric: true });
  return a < b ? -1 : a > b ? 1 : 0;
}
