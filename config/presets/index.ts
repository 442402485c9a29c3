import type { NetworkInput } from "../schema";
import { neuroshard } from "./neuroshard";

/** The presets that ship, by the name that commands take. */
export const presets = { neuroshard } as const satisfies Record<string, NetworkInput>;
