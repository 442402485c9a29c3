export * from "./concentration";
export * from "./delegates";
export * from "./delegation";
export * from "./impact";
export * from "./locks";
export * from "./outcome";
export * from "./participation";
export * from "./power";
export * from "./proposals";
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
export * from "./treasury";
export * from "./write";
