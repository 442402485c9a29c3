import { readJuror, requestStake, requireCourt, stakeTokens } from "@polity/sdk/court";
import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp, formatTokens, parseAmount } from "@polity/sdk/format";
import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { ZeroAddress } from "ethers";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";

export default signedCommand({
  words: "Shows what an account has in the court; stakes tokens to be drawn as a juror, or takes stake out",
  options: {
    amount: text('Tokens to stake, like "4000"; they count in cases that begin 30 days later'),
    out: text("Tokens to take out of the stake; claim sends them 7 days later"),
    account: text("Whose stake is shown; default who signs"),
  },
  async run({ network, signer, options, addressOf, nameOf }) {
    const court = requireCourt(network);
    const { amount, out } = options;
    if (amount !== undefined && out !== undefined) {
      throw new PolityError("stake goes in or out", { hint: "give --amount or --out" });
    }
    if (amount !== undefined || out !== undefined) {
      const [change, units] =
        amount !== undefined
          ? [stakeTokens, parseAmount(amount)]
          : ([requestStake, parseAmount(out!)] as const);
      const { stake, receipt } = await change(court, signer, units);
      const [unit, { exit, exitTime }] = await Promise.all([court.UNIT(), readJuror(court, signer.address)]);
      const left =
        amount === undefined
          ? `; ${formatTokens(exit)} can be withdrawn from ${formatTimestamp(exitTime)} on`
          : "";
      return done(
        receipt,
        `${nameOf(signer.address)} stakes ${formatTokens(stake)} tokens, ${stake / unit} tickets${left}`,
        { stake, exit, exitTime },
      );
    }
    const account = addressOf(options.account ?? signer.address);
    const [unit, juror, ether] = await Promise.all([
      court.UNIT(),
      readJuror(court, account),
      readTokenUnit(network, ZeroAddress),
    ]);
    const { stake, locked, exit, exitTime, credit } = juror;
    const when = exit === 0n ? "" : ` from ${formatTimestamp(exitTime)} on`;
    return {
      text: [
        `${nameOf(account)} stakes ${formatTokens(stake)} tokens, ${stake / unit} tickets`,
        `at risk in cases: ${formatTokens(locked)}`,
        `to be withdrawn: ${formatTokens(exit)}${when}`,
        `fees to be claimed: ${formatUnits(credit, ether)}`,
      ].join("\n"),
      json: { account, ...juror, tickets: stake / unit },
    };
  },
});
