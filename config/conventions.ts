import { conventionsOf, type Conventions } from "@polity/sdk/conventions";
import { presets } from "./presets";
import { parseConfig } from "./schema";

/** What the preset that calls its network so says of it, for deployment files that say nothing themselves. */
export function presetConventions(network: string): Conventions | undefined {
  const preset = Object.values(presets).find(({ name }) => name === network);
  return preset && conventionsOf(parseConfig(preset));
}
