import { mainProposal, readLives, readNepOutcome, type NepLife } from "@polity/sdk/governor/life";
import { required, type Values } from "../core/command";
import type { Context } from "../core/context";
import { documentOf, FOLDER, type NepDocument } from "./nep-files";
import { formOf, scanOf } from "./proposals";

/** For what speaks of one NEP. */
export const ONE = { id: required("The NEP's number"), ...FOLDER };

/** The life of the NEP that `--id` names. */
export async function lifeOf(context: Context<Values<typeof ONE>>) {
  const { id, folder } = context.options;
  const document = documentOf(id, folder, formOf(context));
  const [life] = await readLives(context.network, [document.nep], scanOf(context));
  const proposal = mainProposal(life!);
  const outcome = proposal && (await readNepOutcome(context.network, proposal));
  return { document, life: life!, proposal, outcome };
}

export const others = ({ proposals }: NepLife) => proposals.filter(({ same }) => !same).length;

export const summary = ({ nep, stage }: NepLife, { file, review }: NepDocument) => ({
  ...{ nep: nep.number, title: nep.title, type: nep.code, file, stage },
  ...{ discussion: nep.discussionsTo, specHash: nep.specHash },
  review: review && { verdict: review.verdict, date: review.date },
});
