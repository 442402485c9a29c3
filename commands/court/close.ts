import { closeCase, phaseText, requireCourt } from "@polity/sdk/court";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId, caseOf } from "../parts/court";

const WORDS = {
  closed: "its period is over",
  settled: "a draw is shared out",
  executed: "the ruling is carried out",
} as const;

export default signedCommand({
  words: "Takes a case on: counts its votes, or ends it, shares out and has the ruling carried out",
  options: { id: required(CASE) },
  async run(context) {
    const { network, signer, options } = context;
    const id = caseId(options.id);
    const { done, receipts } = await closeCase(requireCourt(network), signer, id);
    const view = await caseOf(context, id);
    return {
      text: [
        ...done.map((what, i) => `${WORDS[what]}: tx ${receipts[i]!.hash}`),
        `case ${id} ${phaseText(view)}`,
      ].join("\n"),
      json: { ...{ case: id, done, phase: view.phase }, transactions: receipts.map(({ hash }) => hash) },
    };
  },
});
