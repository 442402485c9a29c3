export * from "./budgets";
export * from "./ledger";
export * from "./recurring";
export * from "./require";
export * from "./state";
