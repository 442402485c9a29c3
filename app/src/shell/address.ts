import { useSyncExternalStore } from "react";
import type { BaseLocationHook } from "wouter";

/** What stands behind the hash: route and search, as `/proposals?state=VOTING`. */
const current = () => `/${location.hash.replace(/^#?\/?/, "")}`;

function subscribe(listener: () => void): () => void {
  const events = ["hashchange", "popstate"] as const;
  for (const event of events) addEventListener(event, listener);
  return () => {
    for (const event of events) removeEventListener(event, listener);
  };
}

function navigate(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", `#${to}`);
  dispatchEvent(new PopStateEvent("popstate"));
}

/**
 * The route behind the hash, with its search. wouter's own hook puts the search before the hash: it would stay there on the
 * next page, and a link to `#/proposals?state=VOTING` would name no page.
 */
export const useAddress: BaseLocationHook = () => [
  useSyncExternalStore(subscribe, () => current().split("?", 1)[0]!),
  navigate,
];
useAddress.hrefs = (href) => `#${href}`;
useAddress.searchHook = useSearch;

function useSearch(): string {
  return useSyncExternalStore(subscribe, () => current().split("?")[1] ?? "");
}
