import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { formatTimestamp } from "@polity/sdk/format";
import { signStatement, statementFile } from "@polity/sdk/votes/statement";
import { readText, writeText } from "../../scripts/lib/text";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";

/** Where the app looks for statements that have no address. */
const FOLDER = "neps/statements";

export default signedCommand({
  words: "Signs what one stands for, into a file that the app shows on the page of one's account",
  options: {
    text: required("The file with the text, in Markdown"),
    out: text(`The folder for the signed file; default ${FOLDER}`),
  },
  async run({ network: { governor }, signer, options, nameOf }) {
    const { out = FOLDER } = options;
    const statement = await signStatement(governor, signer, {
      text: readText(options.text, "give the file with the text of the statement").trim(),
      written: Number(await governor.clock()),
    });
    const { content, hash, entry } = statementFile(statement);
    if (!existsSync(out)) mkdirSync(out, { recursive: true });
    const file = join(out, `${hash.slice(2)}.json`);
    writeText(file, content);
    const { account, written } = statement;
    return {
      text: `${nameOf(account)} signed a statement on ${formatTimestamp(written)}: ${file}\nTo show it, put the folder of the NEPs beside the app, and into network.json:\n${entry}`,
      json: { file, hash, account, written },
    };
  },
});
