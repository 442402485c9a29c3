export * from "./describe";
export * from "./execute";
export * from "./file";
export * from "./read";
export * from "./sign";
export * from "./signatures";
export * from "./transaction";
