import { extractNep } from "./extract";
import type { EconomicImpact } from "./impact";
import { LINKS, type NepLinks } from "./links";
import { readNep } from "./parse";
import { nepFields } from "./schema";

/** What a proposal's description claims: words of whoever proposed it, which nobody has checked. */
export interface Declared {
  impact: EconomicImpact;
  links: NepLinks;
  /** Parameters that get a document, and where it is said to be. */
  documents: readonly { key: string; hash: string; at: string }[];
}

/**
 * The figures of a proposal's description, and what it says of other NEPs; nothing of what carries no NEP. What else is
 * wrong with the NEP does not matter here.
 */
export function declaredIn(description: string): Declared {
  const fields = fieldsIn(description);
  const { shape } = nepFields;
  const links = LINKS.map((link) => [link, shape[link].safeParse(fields[link]).data ?? []] as const);
  const changes = shape["parameter-changes"].safeParse(fields["parameter-changes"]).data ?? [];
  return {
    documents: changes.flatMap(({ key, value, document: at }) =>
      at === undefined ? [] : [{ key, hash: String(value), at }],
    ),
    impact: shape["economic-impact"].safeParse(fields["economic-impact"]).data ?? {},
    links: Object.fromEntries(links) as unknown as NepLinks,
  };
}

function fieldsIn(description: string): Partial<Record<string, unknown>> {
  try {
    const fields = readNep(extractNep(description).text).parsed?.fields;
    return typeof fields === "object" && fields !== null ? { ...fields } : {};
  } catch {
    return {};
  }
}
