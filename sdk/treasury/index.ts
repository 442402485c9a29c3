export * from "./anchors";
export * from "./budgets";
export * from "./ledger";
export * from "./recipient";
export * from "./recurring";
export * from "./require";
export * from "./state";
