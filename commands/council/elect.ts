import { ZeroAddress } from "ethers";

import { ensureCouncil } from "../../deploy/council";
import { movePowers } from "@polity/sdk/council/powers";
import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { LONGEST_MANDATE } from "@polity/sdk/voting/bounds";
import { electionOf } from "@polity/sdk/voting/elections";
import { requireBallots, requireElections } from "@polity/sdk/voting/require";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { BALLOT } from "../parts/ballots";
import { nepActions } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { numberOf } from "../parts/treasury";

/**
 * A vote of GOV carries an election out. The Safe of the winners is made first, at an address that follows from them and
 * the ballot: whoever makes it, it is the same, and it has no power before the vote.
 */
export default signedCommand({
  words: "Writes the NEP that puts the winners of an election into office, with every power of the council",
  options: { ballot: required(BALLOT), ...NEP_FILE },
  async run(context) {
    const { network, deployment, signer, nameOf, options } = context;
    const ballots = requireBallots(network);
    const wanted = requireElections(network);
    const { threshold } = wanted;
    const { ballot, winners } = await electionOf(
      { ballots, votes: network.votes, block: deployment.block },
      wanted,
      numberOf("ballot", options.ballot),
    );
    const name = `${deployment.name}, ballot ${ballot.id}`;
    const safe = await ensureCouncil(signer, { name, members: winners, threshold });
    const until = Number(await network.governor.clock()) + LONGEST_MANDATE;
    const { account: guardian } = await network.governor.guardian();
    const from = [...new Set([guardian, network.addresses.Council ?? ZeroAddress])].filter(
      (account) => account !== ZeroAddress,
    );
    if (from.includes(safe)) {
      throw new PolityError(`ballot ${ballot.id} is carried out: its winners are the council ${safe}`, {
        hint: "the next election has a ballot of its own",
      });
    }
    const actions = await movePowers(network, { from, to: safe, until });
    const { text, json } = await nepActions(context, actions, `The council of ballot ${ballot.id}`);
    const elected = `ballot ${ballot.id} has elected ${winners.map(nameOf).join(", ")}`;
    return {
      text: [
        `${elected}: the Safe ${safe}, of whom ${threshold} sign, in office until ${formatTimestamp(until)}`,
        ...(options.nep === undefined
          ? []
          : [`once it is executed, council use writes the Safe into the deployment file`]),
        text,
      ].join("\n"),
      json: { ballot: ballot.id, winners, threshold, safe, until, actions, ...json },
    };
  },
});
