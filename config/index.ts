export * from "./conventions";
export * from "./local";
export * from "./networks";
export * from "./presets";
export * from "./schema";
