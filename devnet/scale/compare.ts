import type { OnProgress } from "./pace";

/** One thing that was compared with the model: how often, and where the chain says otherwise. */
export interface Check {
  what: string;
  compared: number;
  differences: string[];
}

/** Reads at the same time. */
const AT_ONCE = 100;

/** Compares what is read of each of a list with what is expected, both as texts, and keeps where they differ. */
export type Compare = <T>(
  what: string,
  list: readonly T[],
  read: (one: T) => Promise<readonly [name: string, actual: unknown, expected: unknown]>,
) => Promise<void>;

export function comparing(onProgress: OnProgress): { checks: Check[]; compare: Compare } {
  const checks: Check[] = [];
  const compare: Compare = async (what, list, read) => {
    const differences: string[] = [];
    for (let i = 0; i < list.length; i += AT_ONCE) {
      onProgress(`compare ${what}`, i, list.length);
      for (const [name, actual, expected] of await Promise.all(list.slice(i, i + AT_ONCE).map(read))) {
        if (String(actual) !== String(expected))
          differences.push(`${name}: ${String(actual)}, expected ${String(expected)}`);
      }
    }
    onProgress(`compare ${what}`, list.length, list.length);
    checks.push({ what, compared: list.length, differences });
  };
  return { checks, compare };
}
