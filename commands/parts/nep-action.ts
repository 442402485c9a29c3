import type { FunctionFragment } from "ethers";

import { decodeCall, describeCall } from "../../sdk/calls";
import { chainBook } from "../../sdk/governor/book";
import { explainCalls } from "../../sdk/governor/explain";
import { encodeAction, type ActionArgument } from "../../sdk/nep/actions";
import { formatActions } from "../../sdk/nep/format";
import { formatActionsNep, writtenAction } from "../../sdk/nep/write";
import type { Answer } from "../core/answer";
import type { Values } from "../core/command";
import type { Context } from "../core/context";
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
    return {
      text: [...says.map((line) => `# ${line}`), formatActions([writtenAction(whole)]).trimEnd()].join("\n"),
      json,
    };
  }

  const { file, ...author } = nepTarget(options);
  const { types } = await explainCalls(await chainBook(network), network, { calls: [call], declared: "" });
  const [code] = types as [string];
  const title = `${says[0]!.charAt(0).toUpperCase()}${says[0]!.slice(1, 100)}`.trim();
  const draft = { ...author, ...(await nepTimes(network, code)), title, code, actions: [whole] };
  writeNep(file, formatActionsNep({ ...draft, sections: { Solution: [says.join("\n")] } }));
  return {
    text: [...says, `the NEP is in ${file}, of type ${code}: complete it, then propose it`].join("\n"),
    json: { ...json, nep: file, type: code },
  };
}
