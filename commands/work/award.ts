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
  IMPLEMENTS,
  MILESTONES,
  nowOf,
  PROGRAM_ID,
  programOf,
  reviewing,
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
    const { program, grant } = await grantOf(context);
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
  const given = (["program", "payee", "milestones", "terms", "uri"] as const).find((name) => options[name]);
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
