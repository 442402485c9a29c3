import { createInterface } from "node:readline/promises";

import { PolityError } from "@polity/sdk/errors";

/**
 * Lets a person confirm what cannot be undone by typing a name; a machine says `--yes`.
 * @throws PolityError for another name, and when nobody is at a terminal.
 */
export async function confirm(name: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new PolityError("nobody is there to confirm", { hint: "look at --dry-run, then add --yes" });
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D ends the line without an answer.
  const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  const typed = await Promise.race([prompt.question(`Type ${name} to deploy: `), closed]);
  prompt.close();
  if (typed.trim() !== name) throw new PolityError("not confirmed", { hint: "nothing was sent" });
}
