export * from "./measure";
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
} from "./table";
export type { Asked, Measuring } from "./types";
export * from "./write";
