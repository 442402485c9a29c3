import { readDocumentSteps } from "@polity/sdk/governor/documents";
import { mainProposal, readLives, readNepOutcome, type NepLife } from "@polity/sdk/governor/life";
import { LINKED_BY, LINKS, linksTo } from "@polity/sdk/nep";
import { required, type Values } from "../core/command";
import type { Context } from "../core/context";
import { documentOf, FOLDER, readDocuments, type NepDocument } from "./nep-files";
import { allProposals, formOf, scanOf } from "./proposals";

/** For what speaks of one NEP. */
export const ONE = { id: required("The NEP's number"), ...FOLDER };

/** Where the documents beside NEP files are. */
export const folderOf = ({ folder }: Values<typeof FOLDER>): string => folder ?? "neps";

/** The life of the NEP that `--id` names. */
export async function lifeOf(context: Context<Values<typeof ONE>>) {
  const { id, folder } = context.options;
  const documents = readDocuments(folder, formOf(context));
  const document = documentOf(id, documents);
  const lives = await readLives(
    context.network,
    documents.found.map(({ nep }) => nep),
    scanOf(context),
  );
  const life = lives.find(({ nep }) => nep === document.nep)!;
  const proposal = mainProposal(life);
  const outcome = proposal && (await readNepOutcome(context.network, proposal));
  const before = new Map(outcome?.effects.map((effect) => [effect.key, effect.before]));
  const steps = await readDocumentSteps(context.network, document.nep, {
    ...{ known: context.deployment.conventions, records: () => allProposals(context), before },
  });
  return { document, life, proposal, outcome, steps, related: relatedTo(life, lives) };
}

/** Another NEP, and what it is to this one: `replaced by`. */
export interface Related {
  how: string;
  nep: number;
  /** Absent where there is no file of it. */
  title?: string;
  stage?: string;
}

/** What a NEP says of others, and what others say of it. */
function relatedTo({ nep }: NepLife, lives: readonly NepLife[]): Related[] {
  const known = ({ nep: { number, title }, stage }: NepLife) => ({ nep: number, title, stage });
  const says = LINKS.flatMap((link) =>
    nep.links[link].map((number): Related => {
      const other = lives.find((one) => one.nep.number === number);
      return { how: link, ...(other ? known(other) : { nep: number }) };
    }),
  );
  const others = lives.map((life) => ({ ...life.nep, life }));
  const said = linksTo(nep.number, others).map(({ link, from }): Related => ({
    how: LINKED_BY[link],
    ...known(from.life),
  }));
  return [...says, ...said];
}

/** What took a NEP's place: those that replace it and are in force. */
export const replacedBy = ({ nep }: NepLife, lives: readonly NepLife[]): number[] =>
  lives
    .filter((one) => one.stage === "ACTIVE" && one.nep.links.replaces.includes(nep.number))
    .map((one) => one.nep.number);

export const others = ({ proposals }: NepLife) => proposals.filter(({ same }) => !same).length;

export const summary = ({ nep, stage }: NepLife, { file, review }: NepDocument) => ({
  ...{ nep: nep.number, title: nep.title, type: nep.code, file, stage },
  ...{ discussion: nep.discussionsTo, specHash: nep.specHash },
  review: review && { verdict: review.verdict, date: review.date },
});
