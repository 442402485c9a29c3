import { encodeBytes32String } from "ethers";

import { contentHash } from "@polity/sdk/core/content";
import * as sdk from "@polity/sdk";
import * as works from "@polity/sdk/work";
import { byCouncil } from "./council";
import type { Diary } from "./diary";
import { pay, units } from "./holders";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

const bothOf = ({ network }: World) => works.requireWork(network);

/** The number of a program, by its name. */
const programOf = ({ config }: World, wanted: string): bigint => {
  const at = config.work!.programs.findIndex(({ name }) => name === wanted);
  if (at === -1) throw new Error(`${config.name} has no program "${wanted}"`);
  return BigInt(at + 1);
};

/** The jobs of the task that was promised with these terms. */
async function jobsOf(world: World, what: string): Promise<readonly works.JobView[]> {
  const tasks = await works.readTasks(bothOf(world));
  const found = tasks.find(({ terms }) => terms === contentHash(what));
  if (!found) throw new Error(`nobody promised anything for "${what}"`);
  return found.jobs;
}

/** What has become due about a job is done by June, as anyone may. @param end What becomes of it, if this is its end. */
async function finish(world: World, what: string, job: number, end?: "paid" | "refused"): Promise<void> {
  const { id } = (await jobsOf(world, what))[job]!;
  await works.finishJob({ ...bothOf(world), ballots: world.network.ballots }, await world.signer("june"), id);
  if (end) world.diary.write(end, { what, job });
}

/** A grant: asked for, promised by reviewers or a vote, delivered in milestones. */
export interface Grant {
  program: string;
  /** What it is for: its terms, whose hash is on the chain. */
  what: string;
  to: PersonName;
  /** When it is asked for, and when the reviewers promise it; a vote promises it where they do not. */
  asked: number;
  promised?: number;
  /** Each milestone: whole tokens, the day until which it is due, when it is delivered, and what becomes of it. */
  milestones: readonly {
    amount: number;
    due: number;
    delivered?: number;
    judged?: { day: number; as: works.Verdict } | "by silence";
  }[];
}

/** The milestones as contracts take them: amounts in base units, times in seconds. */
export const milestonesOf = ({ calendar }: World, { milestones }: Grant) => ({
  amounts: milestones.map(({ amount }) => units(amount)),
  dues: milestones.map(({ due }) => calendar.timeOf(due)),
});

/** Puts a grant into the calendar. */
export function planGrant(world: World, grant: Grant): void {
  const { calendar, config, signer, diary } = world;
  const { what, to, asked, promised, milestones } = grant;
  const program = programOf(world, grant.program);
  const { reviewFor, disputeFor } = config.work!.programs[Number(program) - 1]!;
  const both = bothOf(world);
  const terms = {
    ...milestonesOf(world, grant),
    program,
    terms: contentHash(what),
    uri: `ipfs://${grant.program}/${asked}`,
  };
  calendar.on(asked, async () => {
    await works.applyForGrant(both.work, await signer(to), terms);
  });
  if (promised !== undefined)
    calendar.on(promised, async () => {
      await byCouncil(world, works.awardCall(both.work, { ...terms, payee: PEOPLE[to] }));
      diary.write("promised", { what, program: grant.program, amounts: terms.amounts });
    });
  for (const [i, { delivered, judged }] of milestones.entries()) {
    if (delivered === undefined) continue;
    const job = async () => (await jobsOf(world, what))[i]!.id;
    calendar.on(delivered, async () => {
      await works.submitJob(both.work, await signer(to), await job(), contentHash(`${what}, part ${i + 1}`));
    });
    if (judged === undefined) continue;
    if (judged === "by silence") {
      const silent = delivered + reviewFor / sdk.DAY + 0.1;
      calendar.on(silent, () => finish(world, what, i));
      calendar.on(silent + disputeFor / sdk.DAY + 0.1, () => finish(world, what, i, "paid"));
      continue;
    }
    calendar.on(judged.day, async () => {
      await byCouncil(world, works.reviewCall(both, await job(), { verdict: judged.as }));
    });
    if (judged.as === "accept")
      calendar.on(judged.day + disputeFor / sdk.DAY + 0.1, () => finish(world, what, i, "paid"));
  }
}

/** The action by which a vote promises a grant. */
export const awarding = (world: World, grant: Grant): unknown[] => {
  const { amounts, dues } = milestonesOf(world, grant);
  const brief = {
    terms: contentHash(grant.what),
    uri: `ipfs://${grant.program}/${grant.asked}`,
    proposalId: 0n,
  };
  return [programOf(world, grant.program), PEOPLE[grant.to], amounts, dues, brief];
};

/** What a vote that promises a grant brings. */
export const promising =
  ({ what, program, milestones }: Grant) =>
  (diary: Diary): void =>
    diary.write("promised", { what, program, amounts: milestones.map(({ amount }) => units(amount)) });

/** A prize that reviewers give, or a ballot where several are asked. */
export interface Prize {
  program: string;
  what: string;
  /** Whole tokens. */
  prize: number;
  posted: number;
  deadline: number;
  /** Who answers, and when. */
  answers?: readonly { by: PersonName; day: number }[];
  /** Who is said to have won it, and when; nobody yet where it is left out. */
  won?: { by: PersonName; day: number };
}

/** Puts a prize into the calendar: posted by the council, answered in secret, shown, and given. */
export function planPrize(
  world: World,
  { program: name, what, prize, posted, deadline, answers = [], won }: Prize,
): void {
  const { calendar, config, signer, diary } = world;
  const program = programOf(world, name);
  const { disputeFor } = config.work!.programs[Number(program) - 1]!;
  const both = bothOf(world);
  const job = async () => (await jobsOf(world, what))[0]!.id;
  calendar.on(posted, async () => {
    const terms = { terms: contentHash(what), uri: `ipfs://${name}/${posted}` };
    await byCouncil(
      world,
      works.postCall(both.work, {
        program,
        prizes: [units(prize)],
        deadline: calendar.timeOf(deadline),
        ...terms,
      }),
    );
    diary.write("promised", { what, program: name, amounts: [units(prize)] });
  });
  for (const { by, day } of answers) {
    const secret = async () => {
      const who = await signer(by);
      const salt = (await works.entrySalt(who, await works.entryPlace(both, await job())))!;
      return { who, answer: contentHash(`${what}, by ${by}`), salt };
    };
    calendar.on(day, async () => {
      const { who, ...entered } = await secret();
      await works.enterAnswer(both, who, await job(), entered);
    });
    calendar.on(deadline + 0.5, async () => {
      const { who, ...shown } = await secret();
      await works.discloseAnswer(both.work, who, await job(), { ...shown, uri: `ipfs://${name}/${by}` });
    });
  }
  if (!won) return;
  calendar.on(won.day, async () => {
    const winner = PEOPLE[won.by];
    await byCouncil(world, works.reviewCall(both, await job(), { verdict: "accept", winner }));
  });
  calendar.on(won.day + disputeFor / sdk.DAY + 0.1, () => finish(world, what, 0, "paid"));
}

/** Somebody says what came of a task. */
export function reported(
  world: World,
  said: { day: number; by: PersonName; what: string; metric: string; value: bigint },
): void {
  const { what, metric, value } = said;
  world.calendar.on(said.day, async () => {
    const tasks = await works.readTasks(bothOf(world));
    const { id: task } = tasks.find(({ terms }) => terms === contentHash(what))!;
    const outcome = { task, metric: encodeBytes32String(metric), value, uri: "ipfs://outcome" };
    await works.reportOutcome(bothOf(world).work, await world.signer(said.by), outcome);
    world.diary.write("reported", { what, value });
  });
}

/** Somebody disputes what was decided about a milestone. @returns The number of the case. */
export async function disputed(
  world: World,
  what: string,
  milestone: number,
  by: PersonName,
): Promise<bigint> {
  const both = bothOf(world);
  const job = (await jobsOf(world, what))[milestone]!;
  const { bond } = await works.readProgram(both.work, (await works.readTaskOf(both, job.id)).task.program);
  await pay(world, "dan", PEOPLE[by], bond);
  const { caseId } = await works.disputeJob(both, await world.signer(by), job.id, "ipfs://why");
  world.diary.write("disputed", { case: caseId });
  return caseId;
}

/** What is due about a milestone after a ruling, done by June. */
export const settled = (world: World, what: string, milestone: number, end: "paid" | "refused") =>
  finish(world, what, milestone, end);
