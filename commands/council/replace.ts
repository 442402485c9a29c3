import { requireCouncil } from "@polity/sdk/council/require";
import { PolityError } from "@polity/sdk/errors";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { goRound, ROUND } from "../parts/safe-round";
import { accountOf, WHO } from "../parts/treasury";

/** A Safe keeps its owners in a linked list; this one stands before the first. */
const FIRST = "0x0000000000000000000000000000000000000001";

export default signedCommand({
  words: "Replaces a member, whose key may be lost",
  options: {
    ...ROUND,
    member: required(`Who leaves: ${WHO}`),
    by: required(`Who comes: ${WHO}`),
  },
  run: (context) =>
    goRound(context, async () => {
      const safe = requireCouncil(context.network);
      const [old, next] = [
        accountOf(context, context.options.member),
        accountOf(context, context.options.by),
      ];
      const owners = await safe.getOwners();
      const index = owners.indexOf(old);
      if (index === -1) {
        throw new PolityError(`${context.nameOf(old)} is no member of the council`, {
          hint: `members are ${owners.map((owner) => context.nameOf(owner)).join(", ")}`,
        });
      }
      if (owners.includes(next)) throw new PolityError(`${context.nameOf(next)} is a member already`);
      const before = owners[index - 1] ?? FIRST;
      return {
        to: await safe.getAddress(),
        data: safe.interface.encodeFunctionData("swapOwner", [before, old, next]),
      };
    }),
});
