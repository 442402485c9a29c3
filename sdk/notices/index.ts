export * from "./calendar";
export * from "./collect";
export * from "./feed";
export { cut } from "./text";
export * from "./types";
export * from "./watch";
export * from "./webhook";
