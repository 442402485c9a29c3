import { readProposal } from "@polity/sdk/governor/timeline";
import { formatTable } from "../../scripts/lib/table";
import { signedCommand } from "../core/context";
import { allProposals, nextOf, shortId, shown, titleOf } from "../parts/proposals";

/** Longest title in a table. */
const WIDTH = 48;
const cut = (text: string) => (text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text);

export default signedCommand({
  words: "Lists all proposals, the newest first",
  options: {},
  async run(context) {
    const { governor } = context.network;
    const [records, now] = [await allProposals(context), Number(await governor.clock())];
    const rows = await Promise.all(
      records.reverse().map(async (record) => ({ record, view: await readProposal(governor, record.id) })),
    );
    const table = [
      ["proposal", "id", "type", "stage", "next", "for", "against", "abstain"],
      ...rows.map(({ record, view }) => [
        cut(titleOf(record)),
        shortId(record.id),
        view.type,
        view.stage,
        nextOf(view, now) ?? "final",
        ...[view.votes.for, view.votes.against, view.votes.abstain].map(shown),
      ]),
    ];
    return {
      text: rows.length ? formatTable(table) : "nothing has been proposed yet",
      json: rows.map(({ record: { nep, title, block }, view }) => ({ nep, title, block, ...view })),
    };
  },
});
