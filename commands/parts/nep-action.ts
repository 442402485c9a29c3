import type { FunctionFragment } from "ethers";

import { decodeCall, describeCall } from "@polity/sdk/calls";
import { chainBook } from "@polity/sdk/governor/book";
import { explainCalls } from "@polity/sdk/governor/explain";
import { PolityError } from "@polity/sdk/errors";
import { encodeAction, type ActionArgument } from "@polity/sdk/nep/actions";
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
  const { network, options } = context;
  const signature = fragment
    .format("full")
    .replace(/^function /, "")
    .replace(/ returns .*$/, "");
  const written = { target, function: signature, args };
  const whole = { ...written, value: 0n };
  const contracts: Readonly<Record<string, string>> = { ...network.addresses };
  const call = encodeAction(whole, (contract) => contracts[contract]!);
  const says = await describeCall(network, decodeCall(network, call));
  const json = { says, action: written, call };
  if (options.nep === undefined) {
    const given = (["text", "author", "discussion"] as const).find((option) => options[option] !== undefined);
    if (given)
      throw new PolityError(`--${given} is for a NEP's file`, { hint: "give --nep, or leave it out" });
    return {
      text: [...says.map((line) => `# ${line}`), formatActions([writtenAction(whole)]).trimEnd()].join("\n"),
      json,
    };
  }

  const form = formOf(context);
  const { file, sections, ...said } = nepTarget(options);
  const { types } = await explainCalls(await chainBook(network), network, { calls: [call], declared: "" });
  const [code] = types as [string];
  const title = `${says[0]!.charAt(0).toUpperCase()}${says[0]!.slice(1, 100)}`.trim();
  const Solution = [says.join("\n"), ...(sections.Solution ?? [])];
  const draft = { title, ...said, ...(await nepTimes(network, code)), code, actions: [whole] };
  const next = writeNep(
    file,
    formatActionsNep({ ...draft, sections: { ...sections, Solution } }, form),
    form,
  );
  return {
    text: [...says, next].join("\n"),
    json: { ...json, nep: file, type: code },
  };
}
