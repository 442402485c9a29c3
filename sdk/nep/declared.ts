import { extractNep } from "./extract";
import type { EconomicImpact } from "./impact";
import { readNep } from "./parse";
import { nepFields } from "./schema";

/**
 * The figures that a proposal's description claims: words of whoever proposed it, which nobody has checked. None where it
 * carries no NEP. What else is wrong with the NEP does not matter here.
 */
export function declaredImpact(description: string): EconomicImpact {
  try {
    const fields = readNep(extractNep(description).text).parsed?.fields as
      Record<string, unknown> | undefined;
    return nepFields.shape["economic-impact"].safeParse(fields?.["economic-impact"]).data ?? {};
  } catch {
    return {};
  }
}
