import { formatCount, formatTokens } from "@polity/sdk/format";
import { buildTree, parseRecipients, publishList } from "@polity/sdk/distribution";
import { readText, writeNew } from "../../scripts/lib/text";
import { required, text } from "../core/command";
import { readingCommand } from "../core/context";
import { recipientIn } from "../parts/distribution";

/** Everything that a vote about a distribution needs, from a spreadsheet. */
export default readingCommand({
  words: "Makes of a spreadsheet the list to publish, its hash, and the root that a vote decides about",
  options: {
    file: required("CSV with account and amount, in whole tokens"),
    list: required("Where the list is written that is to be published, like list.json"),
    tree: text("Where the tree is written, too: who has it claims without the list"),
  },
  async run(context) {
    const { network, options, addressOf, progress } = context;
    const { file } = options;
    const recipients = parseRecipients(readText(file, "give a CSV file of recipients"), {
      file,
      addressOf: (account) => recipientIn(network, addressOf(account)),
    });
    const list = publishList(recipients);
    const count = formatCount(recipients.length);
    progress(`hashing ${count} lines`);
    const tree = buildTree(recipients);
    writeNew(options.list, list.text);
    if (options.tree !== undefined) writeNew(options.tree, tree.dump());
    const { hash, sum } = list;
    return Promise.resolve({
      text: [
        `${count} accounts, ${formatTokens(sum)} tokens`,
        `sha256 ${hash}`,
        `root   ${tree.root}`,
        `publish ${options.list} as it is, and name both in the proposal: distribute open --list ${options.list}`,
      ].join("\n"),
      json: { recipients: recipients.length, sum, listHash: hash, root: tree.root },
    });
  },
});
