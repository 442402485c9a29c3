export * from "./files";
export { toHtml } from "./html";
export { toMarkdown } from "./markdown";
export * from "./measured";
export * from "./period";
export type { Frame, Naming, Picture } from "./plot";
export * from "./report";
export * from "./theme";
