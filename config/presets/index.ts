import type { NetworkInput } from "../schema";
import { ai1net } from "./ai1net";
import { aitbc } from "./aitbc";
import { distributedAi } from "./distributed-ai";
import { neuroshard } from "./neuroshard";

/** The presets that ship, by the name that commands take. */
export const presets = {
  neuroshard,
  "distributed-ai": distributedAi,
  aitbc,
  ai1net,
} as const satisfies Record<string, NetworkInput>;

export type PresetName = keyof typeof presets;
