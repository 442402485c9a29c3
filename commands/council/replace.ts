import { replaceCall } from "@polity/sdk/council/calls";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { goRound, ROUND } from "../parts/safe-round";
import { accountOf, WHO } from "../parts/treasury";

export default signedCommand({
  words: "Replaces a member, whose key may be lost",
  options: {
    ...ROUND,
    member: required(`Who leaves: ${WHO}`),
    by: required(`Who comes: ${WHO}`),
  },
  run: (context) =>
    goRound(context, () => {
      const { options, network, nameOf } = context;
      const [member, by] = [accountOf(context, options.member), accountOf(context, options.by)];
      return replaceCall(network, { member, by }, nameOf);
    }),
});
