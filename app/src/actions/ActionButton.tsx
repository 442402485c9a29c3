import type { ReactNode } from "react";

import { useActions } from "./context";
import type { Action } from "./runner";

interface ActionButtonProps {
  action: Action;
  kind?: "primary" | "danger" | "small";
  children: ReactNode;
}

/** Runs an action with the wallet; without one, lets the user connect. */
export function ActionButton({ action, kind, children }: ActionButtonProps) {
  const { run } = useActions();
  return (
    <button type="button" className={kind === "small" ? "small-button" : kind} onClick={() => run(action)}>
      {children}
    </button>
  );
}
