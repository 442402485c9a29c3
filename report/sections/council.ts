import { columnsOf, isWithin, type Table } from "@polity/sdk/analytics";
import { proposalsOf } from "@polity/sdk/governor/figures/outcome";
import { formatTimestamp } from "@polity/sdk/format";
import type { WriteChapter } from "./types";

/** The council, the guardian's mandates, and what was canceled. */
export const council: WriteChapter = ({ history, period, council, deployment }) => {
  const { head } = history;
  const { guardians } = history.governor;
  const current = guardians.filter(({ until, time }) => time < period.to && until >= period.from);
  const [last] = guardians.slice(-1);
  const inOffice = last && last.until >= head.time;
  const safe = council
    ? `The council is a Safe at ${council.address}: ${council.threshold} of ${council.owners.length} owners sign.`
    : deployment.contracts.Council === undefined
      ? "This network has no council."
      : "Who owns the council's Safe could not be read at the end of the period: the provider does not keep that state.";
  const mandates: Table = {
    title: "Mandates of the guardian",
    method:
      "Given by votes: a guardian may cancel proposals and propose emergencies until its mandate ends. Those that ran in the period.",
    columns: columnsOf(["Given", "time"], ["Guardian", "account"], ["Ends", "time"], ["Given in", "hash"]),
    rows: current.map(({ time, guardian, until, transaction }) => [time, guardian, until, transaction]),
  };
  const canceled: Table = {
    title: "Cancelled proposals",
    method: "By the guardian, by the proposer, or by anyone once the proposer's votes were gone.",
    columns: columnsOf(["Time", "time"], ["Proposal", "title"], ["Type", "text"], ["Cancelled in", "hash"]),
    rows: proposalsOf(history).flatMap(({ canceled, title, type }) =>
      canceled && isWithin(canceled.time, period) ? [[canceled.time, title, type, canceled.transaction]] : [],
    ),
  };
  const owners: Table = {
    title: "Owners of the council's Safe",
    method: "As of the last block of this report.",
    columns: columnsOf(["Owner", "account"]),
    rows: (council?.owners ?? []).map((owner) => [owner]),
  };
  const section = {
    ...{ id: "council", title: "Council and guardian" },
    text: [
      safe,
      inOffice
        ? `A guardian was in office at the end, until ${formatTimestamp(last.until)}.`
        : "No guardian was in office at the end of the period.",
    ],
    figures: [{ table: mandates }, ...(council ? [{ table: owners }] : []), { table: canceled }],
  };
  return { sections: [section] };
};
