import { useState } from "react";

import { useSite, type Site } from "../data/network";
import { load, save, storedUnder } from "../data/storage";

/** What the drafts of a network are stored under: each network has its own. */
const startOf = ({ chainId, contracts }: Site["deployment"]) =>
  `draft.${chainId}.${contracts.NetworkGovernor}.`;

/** The drafts of a network by their names, and what forgets one. */
export function draftsOf({ deployment }: Pick<Site, "deployment">): { name: string; forget: () => void }[] {
  const start = startOf(deployment);
  return storedUnder(start)
    .sort()
    .map((key) => ({ name: key.slice(start.length), forget: () => save(key, undefined) }));
}

/**
 * What a person has written in a form, kept until it is done with: a refusing wallet, a closed page or another route
 * lose nothing of it.
 * @param name Of the form; each network has its own.
 * @returns What is written, a change to a part of it, and what forgets it.
 */
export function useDraft<T extends object>(
  name: string,
  initial: T,
): [draft: T, change: (part: Partial<T>) => void, clear: () => void] {
  const { deployment } = useSite();
  const key = `${startOf(deployment)}${name}`;
  const [draft, setDraft] = useState(() => readDraft(load(key), initial));
  const set = (next: T, stored: string | undefined) => {
    setDraft(next);
    save(key, stored);
  };
  return [
    draft,
    (part) => {
      const next = { ...draft, ...part };
      set(next, JSON.stringify(next));
    },
    () => set(initial, undefined),
  ];
}

/** A stored draft; parts that are missing, or of another kind than in `initial`, are as there. */
export function readDraft<T extends object>(text: string | undefined, initial: T): T {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "null");
  } catch {
    return initial;
  }
  if (typeof stored !== "object" || stored === null) return initial;
  const kept = Object.entries(initial).map(([part, value]: [string, unknown]) => {
    const old: unknown = Object.hasOwn(stored, part) ? (stored as Record<string, unknown>)[part] : undefined;
    return [part, kindOf(old) === kindOf(value) ? old : value];
  });
  return Object.fromEntries(kept) as T;
}

const kindOf = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);
