import { existsSync } from "node:fs";

import { contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import {
  awardCall,
  findApplication,
  promisedIn,
  requireWork,
  type Brief,
  type ProgramView,
} from "@polity/sdk/work";
import { milestonesOf } from "@polity/sdk/work/milestones";
import { formatAward, scoresOf } from "@polity/sdk/work/scores";
import { readText, writeNew } from "../../scripts/lib/text";
import type { Answer } from "../core/answer";
import { missing, text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { proposalOf, scanOf } from "../parts/proposals";
import { accountOf, numberOf, tellAccount } from "../parts/treasury";
import {
  BRIEF,
  briefArgument,
  briefOf,
  criteriaTextOf,
  IMPLEMENTS,
  MILESTONES,
  nowOf,
  PROGRAM_ID,
  programOf,
  reviewing,
  SCORING,
  unitOf,
  unitsText,
} from "../parts/work";

const OPTIONS = {
  application: text("What was asked for; programs lists it. Its payee, milestones and terms are taken"),
  program: text(PROGRAM_ID),
  payee: text("Who is promised it"),
  milestones: text(MILESTONES),
  ...BRIEF,
  proposal: IMPLEMENTS,
  ...SCORING,
  vote: {
    kind: "flag",
    words: "Shows the action of a NEP, although the reviewers may promise by themselves",
  },
  ...NEP_FILE,
  ...ACTING,
} as const;
type Awarding = Context<Values<typeof OPTIONS>>;

interface Grant extends Brief {
  payee: string;
  amounts: bigint[];
  dues: number[];
}

export default signedCommand({
  words: "Promises a grant: as the reviewers, or, where votes promise, as the action of a NEP",
  options: OPTIONS,
  async run(context) {
    const { network, options } = context;
    const { work } = requireWork(network);
    const { program, grant: asked } = await grantOf(context);
    const { grant, unpublished } = scored(context, program, asked);
    if (unpublished) return unpublished;
    const isVoted = program.byVote || options.vote || options.nep !== undefined;
    if (isVoted) {
      if (options.file !== undefined)
        throw new PolityError(`a vote promises the grants of program ${program.id}`, {
          hint: "leave --file out; --nep writes the proposal",
        });
      const unit = await unitOf(context, program);
      return nepAction(context, "Work", work.interface.getFunction("award"), [
        ...[program.id.toString(), grant.payee],
        grant.amounts.map((amount) => unitsText(amount, unit)),
        grant.dues.map(String),
        briefArgument(grant),
      ]);
    }
    const payee = tellAccount(context, grant.payee);
    return act(context, {
      ...{ who: program.reviewers, what: reviewing(program) },
      call: await awardCall(work, { program: program.id, ...grant }),
      said: async (receipt) => {
        const { task, firstJob } = await promisedIn(work, receipt);
        const last = firstJob + BigInt(grant.amounts.length) - 1n;
        return {
          text: `task ${task}: ${payee} is promised jobs ${firstJob} to ${last}`,
          json: { task, firstJob, ...grant },
        };
      },
    });
  },
});

/**
 * What is promised once it is scored: the file that says so takes the place of its terms, which it names. Until somebody has
 * published that file nothing is promised.
 */
function scored(
  { options }: Awarding,
  program: ProgramView,
  asked: Grant,
): { grant: Grant; unpublished?: Answer } {
  const { scores, criteria, to } = options;
  if (scores === undefined) {
    if (criteria !== undefined || to !== undefined)
      throw new PolityError("without scores no file is written", {
        hint: `give --scores, or leave --${criteria === undefined ? "to" : "criteria"} out`,
      });
    return { grant: asked };
  }
  const file = to ?? missing("to", "say where the file with the scores is written");
  const content = formatAward({
    ...{ work: asked.terms, uri: options.application === undefined ? "" : asked.uri },
    ...{ criteria: criteriaTextOf(program, criteria), scores: scoresOf(scores) },
  });
  // Run again with the address, it finds what it has written.
  if (!existsSync(file) || readText(file, "give another name") !== content) writeNew(file, content);
  const terms = contentHash(content);
  if (options.uri !== undefined) return { grant: { ...asked, terms, uri: options.uri } };
  return {
    grant: asked,
    unpublished: {
      text: `the scores are in ${file}, whose hash is ${terms}; nothing is promised yet: publish it, and give the same command with its address, --uri`,
      json: { file, hash: terms },
    },
  };
}

/** What is promised: as somebody asked for it, or as the options say. */
async function grantOf(context: Awarding): Promise<{ program: ProgramView; grant: Grant }> {
  const { network, options } = context;
  const { application, proposal, payee, milestones } = options;
  if (application === undefined) {
    const program = await programOf(context, options.program ?? missing("program", "or give --application"));
    const asked = milestonesOf(
      milestones ?? missing("milestones", "or give --application"),
      await unitOf(context, program),
      await nowOf(context),
    );
    const account = accountOf(context, payee ?? missing("payee", "or give --application"));
    return { program, grant: { payee: account, ...asked, ...(await briefOf(context, proposal)) } };
  }
  const taken = ["program", "payee", "milestones", "terms", ...(options.scores ? [] : ["uri"])] as const;
  const given = taken.find((name) => options[name as "terms"]);
  if (given !== undefined)
    throw new PolityError("an application says who is promised what", { hint: `leave out --${given}` });
  const { work } = requireWork(network);
  const asked = await findApplication(work, scanOf(context), numberOf("application", application));
  const { applicant, amounts, dues, terms, uri } = asked;
  return {
    program: await programOf(context, asked.program.toString()),
    grant: {
      ...{ payee: applicant, amounts, dues, terms, uri },
      ...(proposal !== undefined && { proposalId: (await proposalOf(context, proposal)).id }),
    },
  };
}
