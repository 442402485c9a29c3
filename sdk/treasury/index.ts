export * from "./budgets";
export * from "./ledger";
