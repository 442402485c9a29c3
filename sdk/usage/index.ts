export * from "./cashier";
export * from "./channel";
export * from "./payer";
export * from "./settlement";
export * from "./voucher";
export * from "./wire";
export * from "./price";
