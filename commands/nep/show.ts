import { formatDate } from "@polity/sdk/format";
import type { NepOutcome } from "@polity/sdk/governor/life";
import { impactLines, REVIEW_SECTIONS, type Nep, type ProposalForm, type Review } from "@polity/sdk/nep";
import { readNep } from "@polity/sdk/nep/parse";
import { adviceLines, readAdvice } from "@polity/sdk/voting/told";
import { formatTable } from "../../scripts/lib/table";
import { flag } from "../core/command";
import { readingCommand } from "../core/context";
import type { NepDocument } from "../parts/nep-files";
import { documentLines, readSteps } from "../parts/documents";
import { folderOf, lifeOf, ONE, summary } from "../parts/nep-life";
import { formOf, indent, nextOf, scanOf } from "../parts/proposals";
import { implementing } from "../parts/work";

/** One NEP, from its discussion to its review. */
export default readingCommand({
  words: "Shows a NEP's life: discussion, proposal, what it changed, and its review",
  options: { ...ONE, whole: flag("Also shows every document in full, not only what differs") },
  async run(context) {
    const { document, life, proposal, outcome, related, steps } = await lifeOf(context);
    const documents = await readSteps(steps, folderOf(context.options), context.network);
    const { nep, stage, proposals } = life;
    const now = Number(await context.network.governor.clock());
    const next = proposal && nextOf(proposal.view, now);
    const advice = proposal
      ? await readAdvice(context.network, proposal.record.id, {
          ...scanOf(context),
          fromBlock: proposal.record.block,
        })
      : [];
    const work = proposal ? await implementing(context, proposal.record.id) : { lines: [], tasks: [] };
    const asked = advice.flatMap((ballot) => adviceLines(ballot, context.nameOf));
    const lines = [
      `NEP-${nep.number}: ${nep.title}`,
      `${stage}${next ? `: ${next}` : ""}; type ${nep.code}, written ${nep.created} by ${nep.authors.join(", ")}`,
      `discussion  ${nep.discussionsTo}`,
      `file        ${document.file}, hash ${nep.specHash}`,
      ...(proposal
        ? [`proposal    ${proposal.record.id} by ${context.nameOf(proposal.record.proposer)}; its text is the file's`]
        : ["proposal    none with this text"]),
      ...proposals.filter(({ same }) => !same).map(({ record, view, text }) => `            ${record.id}, ${view.stage}, has other text: ${firstDifference(nep.text, text)}`),
      ...related.map(({ how, nep: number, title, stage: at }) => `${how.padEnd(11)} NEP-${number}${title === undefined ? ", of which there is no file" : `: ${title}, ${at!}`}`),
      ...(asked.length > 0 ? ["", "what was asked about it, and decides nothing", ...indent(asked)] : []),
      ...(outcome ? ["", "life", ...indent(historyLines(nep.created, outcome, document.review))] : []),
      ...(outcome ? effectLines(outcome) : []),
      ...(work.lines.length > 0 ? ["", "work that implements it", ...indent(work.lines)] : []),
      ...impactPart(nep, formOf(context)),
      ...(documents.length > 0 ? ["", "documents", ...indent(documentLines(documents, context.options.whole, context.nameOf))] : []),
      "",
      ...reviewLines(document),
    ]; // prettier-ignore
    return {
      text: lines.join("\n"),
      json: {
        ...summary(life, document),
        proposals: proposals.map(({ record, view, specHash, same }) => ({
          ...{
            id: record.id,
            stage: view.stage,
            proposer: record.proposer,
            block: record.block,
            specHash,
            same,
          },
        })),
        ...outcome,
        impact: nep.economicImpact,
        ...{ related, documents, advice, work: work.tasks },
        review: document.review,
      },
    };
  },
});

function historyLines(created: string, { history }: NepOutcome, review?: Review): string[] {
  const entries: [string, string | number | undefined][] = [
    ["written", created],
    ["proposed", history.proposed],
    ["queued", history.queued],
    ["active", history.executed?.time],
    ["canceled", history.canceled],
    ["reviewed", review?.date],
  ];
  return entries.flatMap(([what, when]) =>
    when === undefined ? [] : [`${typeof when === "number" ? formatDate(when) : when}  ${what}`],
  );
}

function effectLines({ effects }: NepOutcome): string[] {
  if (effects.length === 0) return [];
  const rows = effects.map(({ key, before, after, version, now }) => [
    key,
    `${before} → ${after}`,
    version,
    now === after ? "as it was set" : `${now} now`,
  ]);
  return ["", "what it changed", ...indent(formatTable(rows).split("\n"))];
}

function impactPart({ economicImpact = {} }: Nep, form: ProposalForm | undefined): string[] {
  const rows = impactLines(economicImpact, form?.figures).map(({ label, value }) => [label, value]);
  return rows.length > 0 ? ["", "what it promises", ...indent(formatTable(rows).split("\n"))] : [];
}

function reviewLines({ review, reviewFile, nep }: NepDocument): string[] {
  if (!review) return [`review      none; nep review --id ${nep.number} writes a draft to ${reviewFile}`];
  const table = review.figures.map(({ name, meant, observed }) => [name, meant, observed]);
  const sections = readNep(review.text).parsed!.sections.filter(({ heading }) =>
    REVIEW_SECTIONS.some((known) => known === heading),
  );
  return [
    `review of ${review.date} by ${review.authors.join(", ")}: ${review.verdict}`,
    ...(table.length > 0 ? indent(formatTable([["figure", "meant", "observed"], ...table]).split("\n")) : []),
    ...sections.flatMap(({ heading, text }) => [
      "",
      `  ${heading}`,
      ...indent(text.trim().split("\n"), "    "),
    ]),
  ];
}

/** Where two texts part, for who wants to look. */
function firstDifference(file: string, chain: string): string {
  const [a, b] = [file.split("\n"), chain.split("\n")];
  const at = a.findIndex((line, i) => line !== b[i]);
  const line = at === -1 ? a.length : at;
  const cut = (text = "nothing") => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
  return `line ${line + 1} is "${cut(b[line])}" there, "${cut(a[line])}" here`;
}
