import * as z from "zod";

import { canonicalJson } from "../core/content";
import { checkAddress } from "../nep/actions";
import { parseJson } from "../problems";

/** What a task is about, for people and for agents that look for work. */
export interface WorkTerms {
  name: string;
  description: string;
  /** What whoever does it can do, in words of the OASF taxonomy or the network's own. */
  skills: string[];
  /** By what it is judged; a score for each goes with an application. */
  criteria: string[];
}

/** The registration file of ERC-8004, whose form agents know. */
const TYPE = "https://eips.ethereum.org/EIPS/eip-8004#registration-v1";
/** Under which name a service of ERC-8183 stands in it. */
const SERVICE = "ERC-8183";
const MAX = { name: 120, description: 20_000, items: 32, item: 200 } as const;

const words = z.array(z.string().min(1).max(MAX.item)).max(MAX.items);
const file = z.object({
  type: z.literal(TYPE, `must be ${TYPE}`),
  name: z.string().min(1).max(MAX.name),
  description: z.string().min(1).max(MAX.description),
  services: z
    .array(z.object({ name: z.string(), endpoint: z.string(), skills: words.optional() }))
    .max(MAX.items),
  acceptance: words.optional(),
});

/**
 * A task's terms as a file that is the same for everybody: its hash is what a promise names. It has no personal data: names
 * and invoices belong where they can be erased.
 * @param work The address of `Work`.
 */
export const formatTerms = (
  { name, description, skills, criteria }: WorkTerms,
  { chainId, work }: { chainId: bigint | number; work: string },
): string =>
  canonicalJson({
    ...{ type: TYPE, name, description, active: true, x402Support: false },
    services: [{ name: SERVICE, endpoint: `eip155:${chainId}:${checkAddress(work)}`, skills }],
    supportedTrust: ["crypto-economic"],
    acceptance: criteria,
  });

/** The terms in a file that a stranger wrote. @throws ValidationError with everything that does not fit. */
export function parseTerms(text: string, source: string): WorkTerms {
  const {
    name,
    description,
    services,
    acceptance = [],
  } = parseJson(file, text, source, "write one with work terms");
  const service = services.find((each) => each.name === SERVICE);
  return { name, description, skills: service?.skills ?? [], criteria: acceptance };
}
