import { SOURCE_WORDS } from "@polity/sdk/governor/rules";
import { useSite } from "../../data/network";

/** What a source of votes counts, in words. */
export function SourceWords({ source }: { source: string }) {
  const { addresses } = useSite().network;
  const [name = ""] = Object.entries(addresses).find(([, address]) => address === source) ?? [];
  const words = SOURCE_WORDS[name];
  return words === undefined ? null : <>: {words}</>;
}
