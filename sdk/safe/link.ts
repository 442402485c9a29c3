import { decodeBase64, encodeBase64, toUtf8Bytes, toUtf8String } from "ethers";

import { PolityError } from "../errors";
import { formatSafeFile, parseSafeFile, type SafeFile } from "./file";

/** The longest link that is made or read, in characters: programs that send messages cut longer ones. */
export const MAX_SAFE_LINK = 16_000;

/** As it stands in an address, where + / and = mean something else. */
const TO_ADDRESS: Readonly<Record<string, string>> = { "+": "-", "/": "_", "=": "" };
const FROM_ADDRESS: Readonly<Record<string, string>> = { "-": "+", _: "/" };

/**
 * A transaction with its signatures as a part of an address, for behind its #: no server sees it.
 * @throws PolityError for one that is too long to be a link.
 */
export function formatSafeLink(file: SafeFile): string {
  // Without the line breaks, which only people need.
  const text = JSON.stringify(JSON.parse(formatSafeFile(file)));
  const link = encodeBase64(toUtf8Bytes(text)).replace(/[+/=]/g, (sign) => TO_ADDRESS[sign]!);
  if (link.length <= MAX_SAFE_LINK) return link;
  throw new PolityError(`a link of ${link.length} characters is too long: ${MAX_SAFE_LINK} is the most`, {
    hint: "send the file instead",
  });
}

/**
 * Reads what {@link formatSafeLink} wrote, and trusts it no more than a file.
 * @throws PolityError or ValidationError with what is wrong.
 */
export function parseSafeLink(link: string): SafeFile {
  const hint = "ask for the link again, or for the file";
  if (link.length > MAX_SAFE_LINK) {
    throw new PolityError(`the link is longer than ${MAX_SAFE_LINK} characters`, { hint });
  }
  let value: unknown;
  try {
    if (!/^[\w-]+$/.test(link)) throw new TypeError("other characters");
    const base64 = link.replace(/[-_]/g, (sign) => FROM_ADDRESS[sign]!);
    value = JSON.parse(toUtf8String(decodeBase64(base64)));
  } catch (cause) {
    throw new PolityError("the link is no transaction of a Safe, or a part of it is missing", {
      hint,
      cause,
    });
  }
  return parseSafeFile(`${JSON.stringify(value, null, 2)}\n`, "the link");
}
