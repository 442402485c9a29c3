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
export * from "./write";
