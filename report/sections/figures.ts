import { formatCount } from "@polity/sdk/format";
import type { Table } from "@polity/sdk/analytics";
import type { Picture } from "../plot";
import type { Figure } from "./types";

/** A picture with the table that it shows. */
export const shown = (picture: Picture): Figure => ({ picture, table: picture.table });

/** Pictures only of what there is. */
export const unlessEmpty = (table: Table, ...figures: Figure[]): Figure[] =>
  table.rows.length ? figures : [{ table }];

/** A count with its noun: `1 vote`, `2 votes`. */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
