export * from "./measure";
export * from "./money";
export * from "./targets";
export {
  ALWAYS,
  columnsOf,
  isWithin,
  monthOf,
  shareOf,
  type Amount,
  type Cell,
  type Column,
  type Period,
  type Table,
  type Unit,
  type Valued,
} from "./table";
export type { Asked, Measuring, Standing } from "./types";
export * from "./write";
