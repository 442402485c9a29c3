import { parseUnits } from "@polity/sdk/calls";
import { PolityError } from "@polity/sdk/errors";
import { parseDuration } from "@polity/sdk/format";
import { checkSpender } from "@polity/sdk/treasury";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { byVotes, optionName } from "@polity/sdk/voting/told";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { BALLOT, ballotOf } from "../parts/ballots";
import { actionOf, nepActions } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { accountOf, AMOUNT, numberOf, TOKEN, tokenOf, WHO } from "../parts/treasury";
import { tellContract, wordArgument } from "../parts/treasury-action";
import { unitsText } from "../parts/work";

/** The ballot advises, and the vote about this NEP decides. */
export default signedCommand({
  words: "Writes the NEP that grants budgets as a split ballot has divided votes over priorities",
  options: {
    ballot: required(BALLOT),
    amount: required(`What all of them may spend in a period. ${AMOUNT}`),
    token: text(TOKEN),
    period: text('How long a period is, like "30d"; default 90d'),
    periods: text("How many there are; default 4"),
    spender: text(`${WHO}; default the council`),
    ...NEP_FILE,
  },
  async run(context) {
    const { network, options, nameOf } = context;
    const { period = "90d", periods = "4", spender = "Council" } = options;
    // Bad text is refused here; the NEP keeps the text.
    parseDuration(period);
    const ballot = await ballotOf(context, options.ballot, "ballot");
    const { id, kind, phase, turnout, quorum } = ballot;
    if (kind !== "split")
      throw new PolityError(`in ballot ${id} votes go whole to what a voter approves`, {
        hint: "only a ballot that was opened with --split divides anything",
      });
    if (phase !== "closed" || turnout === 0n || turnout < quorum)
      throw new PolityError(
        phase === "closed" ? `too few took part in ballot ${id}` : `ballot ${id} is not closed yet`,
        { hint: "ballot show says how it stands" },
      );
    const token = await tokenOf(context, options.token);
    const total = parseUnits(options.amount, token.unit);
    const treasury = requireTreasury(network);
    const whose = tellContract(context, checkSpender(network, accountOf(context, spender)));
    const shares = byVotes(ballot)
      .map(({ option, votes }) => ({
        name: optionName(ballot, option, nameOf),
        amount: (total * votes) / turnout,
      }))
      .filter(({ amount }) => amount > 0n);
    if (shares.length === 0)
      throw new PolityError("nothing would be granted", { hint: "give an --amount that can be divided" });
    const actions = shares.map(({ name, amount }) =>
      actionOf("Treasury", treasury.interface.getFunction("grantBudget"), [
        [
          ...[whose, token.name, unitsText(amount, token.unit), "0", `duration(${period})`],
          ...[numberOf("periods", periods).toString(), "false", wordArgument("ballot", name)],
        ],
      ]),
    );
    const { text: told, json } = await nepActions(
      context,
      actions,
      `Budgets as ballot ${id} has divided them`,
    );
    return { text: told, json: { ballot: id, shares, actions, ...json } };
  },
});
