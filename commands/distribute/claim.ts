import {
  buildTree,
  claimAndDelegate,
  claimLeaves,
  parseTree,
  requireDistributor,
  type ClaimLeaf,
  type DistributionView,
  type ListTree,
} from "@polity/sdk/distribution";
import { formatCount, formatTokens } from "@polity/sdk/format";
import { PolityError } from "@polity/sdk/errors";
import { parseSignedDelegation } from "@polity/sdk/escrow";
import { readText } from "../../scripts/lib/text";
import { done, type Answer } from "../core/answer";
import { flag, required, text } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { DISTRIBUTION, distributionOf, LIST, publishedList } from "../parts/distribution";

interface Given {
  id: string;
  list: string | undefined;
  tree: string | undefined;
  account: string | undefined;
  all: boolean;
  delegation: string | undefined;
}

export default signedCommand({
  words: "Claims what a list has for an account, or for all its accounts; anybody may pay for anybody's",
  options: {
    id: required(DISTRIBUTION),
    list: text(LIST),
    tree: text("The tree that build wrote; it stands for the list, and is checked like it"),
    account: text("Whose claim it is: an address, or a name that the deployment knows; default who signs"),
    all: flag("Claims for everybody who has not claimed"),
    delegation: text(
      "A delegation that the account has signed (gov delegate --sign), carried out with the claim",
    ),
  },
  async run(context) {
    const { network, signer, options, addressOf, nameOf, progress } = context;
    const distribution = await distributionOf(context, options.id);
    const { id } = distribution;
    const tree = treeOf(context, distribution);
    const account = options.account === undefined ? signer.address : addressOf(options.account);
    const leaves = options.all ? tree.claims() : tree.claimsOf(account);
    if (leaves.length === 0) {
      throw new PolityError(`the list of distribution ${id} does not have ${nameOf(account)}`, {
        hint: "claim for an account of the list with --account",
      });
    }
    if (options.delegation !== undefined) return delegating(context, id, leaves, options.delegation);

    const distributor = requireDistributor(network);
    const { amount, claimed, receipts } = await claimLeaves(distributor, signer, id, leaves, (count, of) =>
      progress(`claimed ${formatCount(count)} of ${formatCount(of)}`),
    );
    const who = options.all ? `${formatCount(claimed)} lines` : nameOf(account);
    return {
      text: [
        `${who} got ${formatTokens(amount)} tokens of distribution ${id}`,
        ...receipts.map(({ hash, gasUsed }) => `tx ${hash}, ${formatCount(gasUsed)} gas`),
      ].join("\n"),
      json: { distribution: id, claimed, amount, transactions: receipts.map(({ hash }) => hash) },
    };
  },
});

/** The tree of the list that the distribution has, and of no other. */
function treeOf({ options, progress }: Context<Given>, { id, root }: DistributionView): ListTree {
  const { list, tree: file } = options;
  if (list === undefined && file === undefined) {
    throw new PolityError("the list is missing", { hint: "give --list or --tree" });
  }
  let tree: ListTree;
  if (file !== undefined) tree = parseTree(readText(file, "give the tree that build wrote"), file);
  else {
    const { recipients } = publishedList(list!);
    progress(`hashing ${formatCount(recipients.length)} lines`);
    tree = buildTree(recipients);
  }
  if (tree.root === root) return tree;
  throw new PolityError(`${file ?? list!} is not the list of distribution ${id}`, {
    hint: "take the list whose hash the proposal names; verify compares it",
  });
}

async function delegating(
  { network, signer, nameOf }: Context<Given>,
  id: bigint,
  leaves: readonly ClaimLeaf[],
  file: string,
): Promise<Answer> {
  const [leaf, ...others] = leaves;
  if (others.length > 0) {
    throw new PolityError("a delegation goes with the claim of one line", {
      hint: "leave --all out, or claim first and send the delegation by itself",
    });
  }
  const signed = parseSignedDelegation(readText(file, "give what delegate --sign wrote"), file);
  const receipt = await claimAndDelegate(requireDistributor(network), signer, id, leaf!, signed);
  const { account, amount } = leaf!;
  return done(
    receipt,
    `${nameOf(account)} got ${formatTokens(amount)} tokens of distribution ${id}, and ${nameOf(signed.delegatee)} votes with its tokens`,
    { distribution: id, account, amount, delegatee: signed.delegatee },
  );
}
