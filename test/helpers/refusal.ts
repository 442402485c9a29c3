import { parseConfig } from "../../config";

/** Why a configuration is refused, where somebody writes it; that it is taken, where it is. */
export function refusalOf(input: unknown): string {
  try {
    parseConfig(input);
  } catch (error) {
    return String(error);
  }
  return "it is taken";
}
