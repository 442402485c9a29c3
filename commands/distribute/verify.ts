import { formatCount, formatTokens } from "@polity/sdk/format";
import { whyLost } from "@polity/sdk/core/recipient";
import { buildTree, compareList } from "@polity/sdk/distribution";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { DISTRIBUTION, distributionOf, LIST, publishedList } from "../parts/distribution";

/** Whoever votes on a distribution, or claims from it, compares the list with what the chain has. */
export default readingCommand({
  words: "Compares a list with a distribution: its hash, its root, its sum, and who could never use it",
  options: { id: required(DISTRIBUTION), list: required(LIST) },
  async run(context) {
    const { network, options, progress } = context;
    const distribution = await distributionOf(context, options.id);
    const list = publishedList(options.list);
    const count = formatCount(list.recipients.length);
    progress(`hashing ${count} lines`);
    const tree = buildTree(list.recipients);
    const { escrow } = network;
    const least = distribution.delivery.destination === "lock" && escrow ? await escrow.MIN_AMOUNT() : 0n;
    const differences = [
      ...compareList(list, tree, distribution),
      ...list.recipients.flatMap(({ account, amount }, index) => {
        const why = whyLost(network, account, network.addresses.GovernanceToken);
        return [
          ...(why === undefined ? [] : [`line ${index}: what ${account} gets is lost: ${why}`]),
          ...(amount < least ? [`line ${index}: ${formatTokens(amount)} are less than a lock may hold`] : []),
        ];
      }),
    ];
    const isRight = differences.length === 0;
    return {
      text: isRight
        ? `${options.list} is the list of distribution ${distribution.id}: ${count} accounts, ${formatTokens(list.sum)} tokens`
        : [
            `${options.list} is not as distribution ${distribution.id} needs it`,
            ...differences.map((line) => `  ${line}`),
          ].join("\n"),
      json: { distribution: distribution.id, recipients: list.recipients.length, sum: list.sum, differences },
      failed: !isRight,
    };
  },
});
