/** A text that another client has written, with what it appended in tags of its own. */
export interface ForeignText {
  /** The text without those tags. */
  text: string;
  /** Where the proposal is discussed, an http(s) address. */
  discussion?: string;
  /** The functions of its calls, as the client says: nothing holds them equal to what is called. */
  signatures: readonly string[];
}

const TAG = /<(discussion|signature)>([^<>]{0,4096})<\/\1>$/;

/**
 * Reads the description of a proposal that is no NEP. DeGov and clients like it end a text with
 * `<discussion>address</discussion>` and `<signature>["transfer(address,uint256)"]</signature>`, in any order; a tag of
 * another form, or in the middle of a text, stays text.
 */
export function readForeignText(description: string): ForeignText {
  let text = description;
  let discussion: string | undefined;
  let signatures: readonly string[] | undefined;
  for (let tag = TAG.exec(text.trimEnd()); tag; tag = TAG.exec(text)) {
    const [, name, content] = tag;
    if (name === "discussion") {
      if (discussion !== undefined || !isAddress(content!)) break;
      discussion = content!.trim();
    } else {
      if (signatures !== undefined) break;
      signatures = signaturesIn(content!);
      if (signatures === undefined) break;
    }
    text = text.slice(0, tag.index).trimEnd();
  }
  return { text, ...(discussion !== undefined && { discussion }), signatures: signatures ?? [] };
}

const isAddress = (text: string) =>
  URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol) && !/\s/.test(text.trim());

function signaturesIn(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}
