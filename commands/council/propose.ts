import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { signedCommand, type Context } from "../core/context";
import { PROPOSING, readyToPropose } from "../parts/ready";
import { goRound, ROUND } from "../parts/safe-round";
import { arraysOf } from "@polity/sdk/nep/actions";

/**
 * The council proposes without votes of its own: the Safe's transaction. Where the type costs a fee, the Safe approves it
 * first, in a transaction of its own.
 */
export default signedCommand({
  words: "Proposes a NEP of a type that is open to the council, like an emergency",
  options: { ...ROUND, ...PROPOSING },
  run: (context) =>
    goRound(context, async () => {
      const { governor, addresses } = context.network;
      await requireOffice(context);
      const { proposal, check } = await readyToPropose(context, addresses.Council!);
      // Neither more nor less: what is left of an allowance could be burned by the rules of a later day.
      if (check.allowance !== check.fee) {
        const token = GovernanceToken__factory.connect(await governor.feeToken());
        const data = token.interface.encodeFunctionData("approve", [addresses.NetworkGovernor, check.fee]);
        const note = "the fee comes first: when this is executed, write the same with another file";
        return { to: await token.getAddress(), data, note };
      }
      const { calls, description } = proposal;
      return {
        to: addresses.NetworkGovernor,
        data: governor.interface.encodeFunctionData("propose", [...arraysOf(calls), description]),
      };
    }),
});

/** Without a mandate, and without votes, a council proposes nothing: said before anybody signs. */
async function requireOffice({ network: { governor, addresses } }: Context): Promise<void> {
  const [[guardian, until], now] = await Promise.all([governor.guardian(), governor.clock()]);
  if (guardian === addresses.Council && now <= until) return;
  if (addresses.Council && (await governor.getVotes(addresses.Council, now - 1n)) > 0n) return;
  const ended = guardian === addresses.Council ? `, which ended ${formatTimestamp(until)}` : "";
  throw new PolityError(`the council cannot propose without its mandate as guardian${ended}`, {
    hint: "a NEP-GOV gives it one: council mandate writes it",
  });
}
