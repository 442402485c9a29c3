import { parseAmount } from "@polity/sdk/format";
import { awarding, requireReputation } from "@polity/sdk/people";
import { formatPoints } from "@polity/sdk/people/points";
import { PolityError } from "@polity/sdk/errors";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { ACCOUNT } from "../parts/people";
import { accountOf, tellAccount, wordOf } from "../parts/treasury";

export default signedCommand({
  words: "Gives points for what somebody did, as an awarder, within its cap",
  options: {
    account: ACCOUNT,
    points: required('How many, like "12.5"; what is above the cap is cut off'),
    for: text("What for: 31 characters or the hash of a text. It stays public; default nothing"),
    as: text("Which awarder; default who signs, and with --file the council"),
    ...ACTING,
  },
  async run(context) {
    const { options, network, signer } = context;
    const reputation = requireReputation(network);
    const account = accountOf(context, options.account);
    const points = parseAmount(options.points);
    const who =
      options.as === undefined
        ? options.file === undefined
          ? signer.address
          : (network.addresses.Council ?? signer.address)
        : accountOf(context, options.as);
    const [perQuarter, left] = await reputation.awarderOf(who);
    if (left < points)
      throw new PolityError(
        `${tellAccount(context, who)} has ${formatPoints(left)} left in this quarter, of ${formatPoints(perQuarter)}`,
        {
          hint: left > 0n ? "give fewer, or wait for the next quarter" : "votes name awarders and their caps",
        },
      );
    return act(context, {
      ...{ who, what: "gives points" },
      call: await awarding(reputation, account, points, wordOf("for", options.for)),
      said: `${tellAccount(context, account)} has ${formatPoints(points)} more, which fade`,
    });
  },
});
