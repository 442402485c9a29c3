export * from "./charts";
export * from "./files";
export { toHtml } from "./html";
export { toMarkdown } from "./markdown";
export * from "./period";
export * from "./report";
export * from "./theme";
