import { contentHash } from "@polity/sdk/core/content";
import * as sdk from "@polity/sdk";
import * as works from "@polity/sdk/work";
import { byCouncil } from "./council";
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

/** What has become due about a job is done by June, as anyone may. */
async function finish(world: World, job: bigint): Promise<void> {
  await works.finishJob(
    { ...bothOf(world), ballots: world.network.ballots },
    await world.signer("june"),
    job,
  );
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
  const { calendar, config, signer } = world;
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
      for (const day of [silent, silent + disputeFor / sdk.DAY + 0.1])
        calendar.on(day, async () => finish(world, await job()));
      continue;
    }
    calendar.on(judged.day, async () => {
      await byCouncil(world, works.reviewCall(both, await job(), { verdict: judged.as }));
    });
    if (judged.as === "accept")
      calendar.on(judged.day + disputeFor / sdk.DAY + 0.1, async () => finish(world, await job()));
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
  const { calendar, config, signer } = world;
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
  calendar.on(won.day + disputeFor / sdk.DAY + 0.1, async () => finish(world, await job()));
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
  return caseId;
}

/** What is due about a milestone after a ruling, done by June. */
export async function settled(world: World, what: string, milestone: number): Promise<void> {
  await finish(world, (await jobsOf(world, what))[milestone]!.id);
}
