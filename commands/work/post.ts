import { BPS, formatTimestamp, parseDecimal, parseDuration } from "@polity/sdk/format";
import { readElectorate } from "@polity/sdk/votes";
import { PolityError } from "@polity/sdk/errors";
import { postCall, promisedIn, requireWork } from "@polity/sdk/work";
import { prizesOf, timeOf } from "@polity/sdk/work/milestones";
import { required, text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import {
  BRIEF,
  briefArgument,
  briefOf,
  IMPLEMENTS,
  nowOf,
  PROGRAM_ID,
  programOf,
  reviewing,
  unitOf,
  unitsText,
} from "../parts/work";

const OPTIONS = {
  program: required(PROGRAM_ID),
  prizes: required('What the best answers win, in whole tokens, the first prize first, like "500; 300"'),
  until: required('Until when answers are entered, like "30d" or 2027-06-30; a week to show them follows'),
  ballot: text('A ballot gives the prizes, open for so long, like "7d"; default the reviewers do'),
  quorum: text(
    'With --ballot: the share of all votes that has to take part, in percent, like "5"; default 0',
  ),
  ...BRIEF,
  proposal: IMPLEMENTS,
  ...NEP_FILE,
  ...ACTING,
} as const;

/** A bounty is one prize that reviewers give; everything else is a challenge. */
export default signedCommand({
  words: "Promises prizes for the best answers of all: a bounty, or a challenge",
  options: OPTIONS,
  async run(context) {
    const { network, options } = context;
    const { work } = requireWork(network);
    const program = await programOf(context, options.program);
    const [unit, now] = await Promise.all([unitOf(context, program), nowOf(context)]);
    const prizes = prizesOf(options.prizes, unit);
    const deadline = timeOf(options.until, now);
    const [poll, brief] = await Promise.all([pollOf(context, now), briefOf(context, options.proposal)]);
    if (program.byVote || options.nep !== undefined) {
      return nepAction(context, "Work", work.interface.getFunction("post"), [
        program.id.toString(),
        prizes.map((prize) => unitsText(prize, unit)),
        deadline.toString(),
        [(poll?.quorum ?? 0n).toString(), String(poll?.votingFor ?? 0)],
        briefArgument(brief),
      ]);
    }
    return act(context, {
      ...{ who: program.reviewers, what: reviewing(program) },
      call: await postCall(work, { program: program.id, prizes, deadline, poll, ...brief }),
      said: async (receipt) => {
        const { task, firstJob } = await promisedIn(work, receipt);
        return {
          text: `task ${task}: answers are entered for job ${firstJob} until ${formatTimestamp(deadline)}`,
          json: { task, firstJob, prizes, deadline, ...brief },
        };
      },
    });
  },
});

async function pollOf({ network, options }: Context<Values<typeof OPTIONS>>, now: number) {
  const { ballot, quorum } = options;
  if (ballot === undefined && quorum !== undefined)
    throw new PolityError("reviewers need no quorum", { hint: "give --ballot, or leave --quorum out" });
  if (ballot === undefined) return undefined;
  const share = parseDecimal(quorum ?? "0", 2);
  const votes = share === 0n ? 0n : ((await readElectorate(network, now - 1)) * share) / BigInt(BPS);
  return { votingFor: parseDuration(ballot), quorum: votes };
}
