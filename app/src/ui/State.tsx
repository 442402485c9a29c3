import type { ReactNode } from "react";

import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { explainFailure } from "@polity/sdk/reverts";
import { sentence } from "./words";

/** Bars in the place of what is being read. */
export function Loading({ rows = 4, what = "Reading the chain" }: { rows?: number; what?: string }) {
  return (
    <div role="status" className="skeleton">
      <span className="visually-hidden">{what}…</span>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className="bar" />
      ))}
    </div>
  );
}

/** Says that there is nothing, and what would be there. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}

/** What happened, and what to do. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { message, hint } = error instanceof PolityError ? error : explainFailure(error);
  return (
    <div role="alert" className="error">
      <p className="error-message">{sentence(visible(message))}</p>
      {hint && <p>{hint}</p>}
      {retry && <button onClick={retry}>Try again</button>}
    </div>
  );
}

interface Readable<T> {
  data: T | undefined;
  error: unknown;
  refetch?: () => unknown;
}

/** What is being read, once it is there; until then bars, or what failed. An old answer stays when a new one fails. */
export function Loaded<T>({
  query: { data, error, refetch },
  rows,
  children,
}: {
  query: Readable<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (data !== undefined) return children(data);
  if (error) return <ErrorState error={error} {...(refetch && { retry: () => void refetch() })} />;
  return <Loading {...(rows !== undefined && { rows })} />;
}
