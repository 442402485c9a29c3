import { useEffect, useState, type ReactNode } from "react";

import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { explainFailure } from "@polity/sdk/reverts";
import { explainMissing, MissingPart } from "./missing";
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
  const explained = useExplained(explainMissing(error));
  if (!explained) return null;
  const { message, hint } = explained;
  return (
    <div role="alert" className="error">
      <p className="error-message">{sentence(visible(message))}</p>
      {hint && <p>{hint}</p>}
      {explained instanceof MissingPart ? (
        <button onClick={() => location.reload()}>Reload</button>
      ) : (
        retry && <button onClick={retry}>Try again</button>
      )}
    </div>
  );
}

/** What went wrong in words, which may have to be loaded first. */
function useExplained(error: unknown): PolityError | undefined {
  const [loaded, setLoaded] = useState<{ of: unknown; words: PolityError }>();
  useEffect(() => {
    if (error instanceof PolityError) return;
    let current = true;
    void explainFailure(error).then((words) => current && setLoaded({ of: error, words }));
    return () => void (current = false);
  }, [error]);
  if (error instanceof PolityError) return error;
  return loaded && loaded.of === error ? loaded.words : undefined;
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
