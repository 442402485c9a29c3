import type { ReactNode } from "react";

import { Stat } from "../ui";

interface FigureProps<T> {
  label: string;
  query: { data: T | undefined; error: unknown };
  /** What the value means. */
  note?: (data: T) => ReactNode;
  children: (data: T) => ReactNode;
}

/** One figure of the overview, which says until it is there why it is not. */
export function Figure<T>({ label, query: { data, error }, note, children }: FigureProps<T>) {
  if (data === undefined) {
    return (
      <Stat label={label} note={error ? "cannot be read now" : "being read"}>
        …
      </Stat>
    );
  }
  return (
    <Stat label={label} {...(note && { note: note(data) })}>
      {children(data)}
    </Stat>
  );
}
