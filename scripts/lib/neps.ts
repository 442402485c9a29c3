import { readFileSync } from "node:fs";

import { PolityError } from "../../sdk/errors";

/** The text of a NEP file. @throws PolityError when it cannot be read. */
export function readNep(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new PolityError(`${file} cannot be read`, {
      hint: "give a NEP file with --nep, like those in neps/",
      cause,
    });
  }
}
