import { ZeroHash } from "ethers";

import type { NetworkInput } from "../schema";

type Parameter = NetworkInput["registry"]["parameters"][number];

/**
 * A decision that is a text: a parameter that holds the sha256 of it, zero while there is none.
 * @param description Of the hash, and what its zero stands for.
 */
export const textParameter = (
  key: string,
  description: string,
  readBy: Parameter["readBy"] = ["people"],
  /** Its value at the start, and where the text is. */
  start?: { hash: string; at: string },
): Parameter => ({
  ...{ key, readBy, kind: "bytes32", value: start?.hash ?? ZeroHash, description, document: true },
  ...(start && { documentAt: start.at }),
});
