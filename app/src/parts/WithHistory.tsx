import type { ReactNode } from "react";

import { formatCount } from "@polity/sdk/format";
import { useHistory, useHistoryProgress, type Past } from "../data/history";
import { ErrorState, Loading, Progress } from "../ui";

/** What needs the network's history, once it has been read; until then how far that is. */
export function WithHistory({ rows = 6, children }: { rows?: number; children: (past: Past) => ReactNode }) {
  const { data, error, refetch } = useHistory();
  if (data) return children(data);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Reading rows={rows} />;
}

function Reading({ rows }: { rows: number }) {
  const progress = useHistoryProgress();
  const [done, all] = progress
    ? [progress.block - progress.fromBlock + 1, progress.toBlock - progress.fromBlock + 1]
    : [0, 1];
  return (
    <div className="stack">
      <Progress
        label="Reading the network's history"
        value={BigInt(done)}
        of={BigInt(all)}
        told={
          progress
            ? `block ${formatCount(progress.block)} of ${formatCount(progress.toBlock)}, ${formatCount(progress.found)} events`
            : "asking for the newest block"
        }
      />
      <Loading rows={rows} what="Reading the network's history" />
    </div>
  );
}
