import { lazy, Suspense, useState } from "react";

import { Loading } from "../ui";

const FigureCards = lazy(async () => ({ default: (await import("../parts/FigureCards")).FigureCards }));

/** Beneath a page: what the report says of its domains. Computed once somebody opens it. */
export function InFigures({ domains }: { domains: readonly string[] }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="in-figures" onToggle={({ currentTarget }) => setOpened(opened || currentTarget.open)}>
      <summary>In figures, since the beginning</summary>
      {opened && (
        <Suspense fallback={<Loading rows={8} />}>
          <FigureCards domains={domains} />
        </Suspense>
      )}
    </details>
  );
}
