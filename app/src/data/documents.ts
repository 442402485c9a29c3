import { PolityError } from "@polity/sdk/errors";
import { isBeside, MAX_EVIDENCE, type DocumentOptions } from "@polity/sdk/nep/documents";

/** Documents beside the NEPs lie beside the page, in `neps/`. */
export const documents: DocumentOptions = {
  beside: async (path) => {
    const url = new URL(`neps/${path}`, document.baseURI).href;
    const response = await fetch(url, { credentials: "omit" }).catch((cause: unknown) => {
      throw new PolityError(`${url} does not answer`, { cause });
    });
    if (!response.ok)
      throw new PolityError(`this site does not have neps/${path}`, {
        hint: "its host can put the folder of the NEPs beside the page",
      });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > MAX_EVIDENCE) throw new PolityError(`${url} is larger than a document may be`);
    return bytes;
  },
};

/** Who is asked for a document besides this site: each learns that somebody here reads it. */
export function askedFor(at: string | undefined): string | undefined {
  // What is no address is refused before anybody is asked.
  if (at === undefined || isBeside(at) || !URL.canParse(at)) return undefined;
  return at.startsWith("ipfs://") ? "a gateway of IPFS" : new URL(at).host;
}
