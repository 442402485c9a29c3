import {
  buildTree,
  DESTINATIONS,
  encodeDistributionTerms,
  requireDistributor,
  type Delivery,
} from "@polity/sdk/distribution";
import { PolityError } from "@polity/sdk/errors";
import { formatAmount, formatCount, parseDate, parseDuration } from "@polity/sdk/format";
import { didYouMean } from "@polity/sdk/did-you-mean";
import { missing, required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { LIST, publishedList } from "../parts/distribution";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { BUDGET, budgetOf } from "../parts/treasury";

export default signedCommand({
  words: "Writes the action of a NEP that distributes the network's token by a list",
  options: {
    ...NEP_FILE,
    budget: required(`${BUDGET}. Its spender is Distributor`),
    list: required(LIST),
    to: text("Where claims go: wallet (the default), lock or vault"),
    duration: text('How long claims can be made, like "180d"; default 180d'),
    term: text('How long a lock lasts, or a vault vests, like "730d"; of a lock, default for good'),
    vestingStart: text("Of vaults: when vesting begins, YYYY-MM-DD"),
    cliff: text('Of vaults: how long nothing is vested, like "365d"; default 0'),
  },
  async run(context) {
    const { network, options, progress } = context;
    const distributor = requireDistributor(network);
    const { id: budgetId } = await budgetOf(context, "budget", options.budget);
    const list = publishedList(options.list);
    const delivery = deliveryOf(options);
    progress(`hashing ${formatCount(list.recipients.length)} lines`);
    const { root } = buildTree(list.recipients);
    const duration = parseDuration(options.duration ?? "180d");
    const terms = encodeDistributionTerms({
      ...{ budgetId, root, listHash: list.hash, amount: list.sum, duration, delivery },
    });
    return nepAction(context, "Distributor", distributor.interface.getFunction("open"), [
      [
        budgetId.toString(),
        root,
        list.hash,
        `tokens(${formatAmount(list.sum)})`,
        `duration(${options.duration ?? "180d"})`,
        String(terms.destination),
        String(terms.termSeconds),
        String(terms.vestingStart),
        String(terms.cliffSeconds),
      ],
    ]);
  },
});

interface Given {
  to: string | undefined;
  term: string | undefined;
  vestingStart: string | undefined;
  cliff: string | undefined;
}

function deliveryOf({ to = "wallet", term, vestingStart, cliff }: Given): Delivery {
  const destination = DESTINATIONS.find((one) => one === to);
  if (!destination) {
    throw new PolityError(`"${to}" is no destination${didYouMean(to, DESTINATIONS)}`, {
      hint: `give --to one of ${DESTINATIONS.join(", ")}`,
    });
  }
  const seconds = term === undefined ? 0 : parseDuration(term);
  if (destination === "vault") {
    if (term === undefined) missing("term");
    const start = parseDate(vestingStart ?? missing("vestingStart"));
    return { destination, start, duration: seconds, cliff: cliff === undefined ? 0 : parseDuration(cliff) };
  }
  if (vestingStart !== undefined || cliff !== undefined || (destination === "wallet" && term !== undefined)) {
    throw new PolityError(
      `--to ${destination} takes no ${term !== undefined && destination === "wallet" ? "--term" : "--vesting-start and no --cliff"}`,
      {
        hint: "leave it out, or distribute into vaults",
      },
    );
  }
  return destination === "lock" ? { destination, seconds } : { destination };
}
