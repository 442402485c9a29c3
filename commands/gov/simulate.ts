import { formatCount } from "@polity/sdk/format";
import { changesNothing, decodeCall, describeLogs, nameCall } from "@polity/sdk/calls";
import { explain, formatProblem } from "@polity/sdk/errors";
import { outdatedValues } from "@polity/sdk/governor/outdated";
import { simulate, type SimulatedAction } from "@polity/sdk/governor/simulate";
import { unfinished } from "@polity/sdk/nep";
import { signedCommand, type Context } from "../core/context";
import { indent } from "../parts/proposals";
import { SUBJECT, subjectOf } from "../parts/subject";

export default signedCommand({
  words: "Tries the actions on the present state, and leaves no trace",
  options: SUBJECT,
  async run(context) {
    const { network } = context;
    const { name, calls, nep } = await subjectOf(context);
    const actions = await simulate(network, await context.host.simulator(), calls);
    const outdated = nep ? await outdatedValues(network, nep) : [];
    const needless = nep ? await changesNothing(network, calls) : [];
    const open = nep ? unfinished(nep) : [];
    const notes = [...outdated, ...needless, ...open.map(formatProblem)];
    const lines = await Promise.all(actions.map((action, i) => linesOf(context, action, i)));
    const failed = actions.filter(({ success }) => !success).length;
    const count = actions.length === 1 ? "its action" : `${actions.length} actions`;
    const sum = failed
      ? `${failed} of ${count} would be refused today, and so the proposal as a whole`
      : `${count} would succeed today`;
    return {
      text: [name, ...lines.flat(), ...notes.map((line) => `note: ${line}`), sum].join("\n"),
      json: { name, actions, outdated, needless, open, succeeds: failed === 0 },
      failed: failed > 0,
    };
  },
});

async function linesOf({ network }: Context, action: SimulatedAction, i: number): Promise<string[]> {
  const { call, success, gas, events, error } = action;
  const name = `${i + 1}. ${nameCall(decodeCall(network, call))}`;
  if (!success) return [`${name}: would be refused: ${explain(error)}`];
  const changes = await describeLogs(network, events);
  return [
    `${name}: would succeed${gas === undefined ? "" : `, ${formatCount(gas)} gas`}`,
    ...indent(changes, "   "),
  ];
}
