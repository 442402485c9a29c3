import { explain } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { handToRelay, shownByChain } from "@polity/sdk/votes/relay";
import { useSite } from "../data/network";

/** What a relay is asked to send. */
export interface Signed {
  /** As the file has it. */
  text: string;
  /** Whether the page's own endpoint shows that it counts: the relay's word is not enough. */
  counts: () => Promise<boolean>;
  /** Said once it does. */
  done: string;
}

/** Where the site or its visitor names a relay: hands it what was signed. */
export function useRelay() {
  const { relay } = useSite();
  if (relay === undefined) return undefined;
  const { host } = new URL(relay);
  return {
    host,
    /** @returns What happened, in sentences; and whether the file is still needed. */
    async send({ text, counts, done }: Signed): Promise<{ said: string; file: boolean }> {
      try {
        const hash = await handToRelay(relay, text);
        if (await shownByChain(counts)) return { said: done, file: false };
        return {
          said: `It is signed, and ${host} says that it is sent in ${hash}, which the chain does not show yet. Look again later, or hand the file to somebody else.`,
          file: true,
        };
      } catch (error) {
        const said = `It is signed, but not sent: ${visible(explain(error))}. Nothing is lost: hand the file to whoever sends it.`;
        return { said, file: true };
      }
    },
  };
}
