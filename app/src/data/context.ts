import { createContext, use } from "react";

/**
 * A context that has no value of its own, and the hook that reads it.
 * @param missing Why there is none, for whoever uses the hook in the wrong place.
 */
export function contextOf<T>(missing: string) {
  const Context = createContext<T | undefined>(undefined);
  function useValue(): T {
    const value = use(Context);
    if (value === undefined) throw new Error(missing);
    return value;
  }
  return [Context, useValue] as const;
}
