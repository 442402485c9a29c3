import type { FunctionFragment } from "ethers";

import { decodeCall, describeCall } from "@polity/sdk/calls";
import { chainBook } from "@polity/sdk/governor/book";
import { explainCalls } from "@polity/sdk/governor/explain";
import { PolityError } from "@polity/sdk/errors";
import { encodeAction, type ActionArgument, type Call, type NepAction } from "@polity/sdk/nep/actions";
import { formatActions } from "@polity/sdk/nep/format";
import { formatActionsNep, writtenAction } from "@polity/sdk/nep/write";
import type { Answer } from "../core/answer";
import type { Values } from "../core/command";
import type { Context } from "../core/context";
import { formOf } from "./proposals";
import { nepTarget, nepTimes, writeNep, type NEP_FILE } from "./nep-file";

/**
 * A call as the action of a NEP: to paste into one, and as the calldata of a proposal; with `--nep` it is written as a
 * file of its own, of the least strict type that may make it.
 */
export async function nepAction(
  context: Context<Values<typeof NEP_FILE>>,
  target: string,
  fragment: FunctionFragment,
  args: ActionArgument[],
): Promise<Answer> {
  const { value: _, ...written } = actionOf(target, fragment, args);
  const { text, json, calls, says } = await nepActions(context, [{ ...written, value: 0n }]);
  return { text, json: { says, action: written, call: calls[0]!, ...json } };
}

/** An action without value. @param target A contract's name, or an address. */
export const actionOf = (target: string, fragment: FunctionFragment, args: ActionArgument[]): NepAction => ({
  ...{ target, args, value: 0n },
  function: fragment
    .format("full")
    .replace(/^function /, "")
    .replace(/ returns .*$/, ""),
});

/** The same of several calls that belong together. @param title Of the file; default what the first one does. */
export async function nepActions(
  context: Context<Values<typeof NEP_FILE>>,
  actions: readonly NepAction[],
  title?: string,
): Promise<Answer & { says: string[]; calls: Call[] }> {
  const { network, options } = context;
  const contracts: Readonly<Record<string, string>> = { ...network.addresses };
  const calls = actions.map((action) => encodeAction(action, (contract) => contracts[contract]!));
  const lines = await Promise.all(calls.map((call) => describeCall(network, decodeCall(network, call))));
  const says = lines.flat();
  if (options.nep === undefined) {
    const given = (["text", "author", "discussion"] as const).find((option) => options[option] !== undefined);
    if (given)
      throw new PolityError(`--${given} is for a NEP's file`, { hint: "give --nep, or leave it out" });
    const text = [...says.map((line) => `# ${line}`), formatActions(actions.map(writtenAction)).trimEnd()];
    return { text: text.join("\n"), json: {}, says, calls };
  }

  const form = formOf(context);
  const { file, sections, ...said } = nepTarget(options);
  const { types } = await explainCalls(await chainBook(network), network, { calls, declared: "" });
  const [code] = types as [string];
  const named = title ?? says[0]!;
  const Solution = [says.join("\n"), ...(sections.Solution ?? [])];
  const draft = {
    title: `${named.charAt(0).toUpperCase()}${named.slice(1, 100)}`.trim(),
    ...said,
    ...(await nepTimes(network, code)),
    ...{ code, actions },
  };
  const next = writeNep(
    file,
    formatActionsNep({ ...draft, sections: { ...sections, Solution } }, form),
    form,
  );
  return { text: [...says, next].join("\n"), json: { nep: file, type: code }, says, calls };
}
