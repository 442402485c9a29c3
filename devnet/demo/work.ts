import { basename } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { parseEther, Wallet, type ContractTransaction, type Signer, type TransactionReceipt } from "ethers";
import hre from "hardhat";

import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import * as works from "@polity/sdk/work";
import { formatTerms, parseTerms, type WorkTerms } from "@polity/sdk/work/terms";
import { FINISHED } from "@polity/sdk/work/told";
import { everybody, rule, stakeJurors, type People } from "./bench";
import { buildForCouncil, signAndSend } from "./council";
import { decide } from "./network";
import { title, told, type Stage } from "./scenes";

const PROGRAMS = "neps/distributed-ai/nep-0004-programs-of-work.md";
const GRANT = "neps/distributed-ai/nep-0005-guides-in-five-languages.md";
const COUNCIL = ["kofi", "lena", "milo"] as const;
/** What stands in the grant's NEP in place of what is not known when it is written. */
const WRITTEN = { dues: ["1798761600", "1801440000"], terms: `0x${"1".padStart(64, "0")}` };
const [GRANTS, BOUNTIES] = [1n, 2n];
const AMOUNTS = [parseEther("500"), parseEther("1500")];
const PRIZE = parseEther("800");
/** What the network wants to have done, as agents read it. */
const BOUNTY: WorkTerms = {
  name: "Find the sentences that two guides say differently",
  description: "A list of pairs of sentences, each with the places where they stand, and why they disagree.",
  skills: ["text comparison"],
  criteria: ["can be repeated by others", "comes with its source"],
};
const [PAY, REFUSE] = [1n, 2n];

/** What everybody in this scene needs. */
interface Scene extends Stage {
  both: ReturnType<typeof works.requireWork>;
  people: People;
}

/**
 * A vote promises Gus a grant in two milestones: the council accepts one, and its silence the other. An agent that looks for
 * work finds a bounty, and is refused; a bench of jurors thinks otherwise.
 */
export async function work(stage: Stage): Promise<void> {
  const { network } = stage;
  await decide(stage, sdk.validateNep(readNep(PROGRAMS), { fileName: basename(PROGRAMS) }));
  const scene = { ...stage, both: works.requireWork(network), people: await everybody() };
  await promise(scene);
  await deliver(scene);
  await stakeJurors(stage, scene.people);
  await answer(scene);
}

/** Anybody asks, and a vote promises. */
async function promise(scene: Scene): Promise<void> {
  const { network, tell, both, people } = scene;
  const start = await time.latest();
  const dues = [start + 90 * sdk.DAY, start + 120 * sdk.DAY];
  const terms = contentHash("Guides in five languages, for the version that they name.");
  tell.heading("Gus asks for a grant, which binds nobody, and the holders vote about it");
  const asked = { program: GRANTS, amounts: AMOUNTS, dues, terms, uri: "ipfs://guides" };
  const { id, receipt } = await works.applyForGrant(both.work, people.gus, asked);
  const wanted = `asks for ${AMOUNTS.map((amount) => formatTokens(amount)).join(" and ")} tokens`;
  tell.step({ who: "Gus", what: wanted, ...told(receipt) });
  const text = [
    ...dues.map((due, i) => [WRITTEN.dues[i]!, String(due)] as const),
    [WRITTEN.terms, terms] as const,
  ].reduce((all, [from, to]) => all.replace(from, to), readNep(GRANT));
  if (!text.includes(`application ${id}`)) throw new Error(`the NEP is not about application ${id}`);
  await decide(scene, sdk.validateNep(text, { fileName: basename(GRANT) }));
  const held = await both.work.escrowed(network.token);
  tell.note(`${formatTokens(held)} tokens are set aside: no later vote takes them from Gus`);
}

/** The council accepts the first milestone, and forgets the second. */
async function deliver(scene: Scene): Promise<void> {
  const { network, tell, both, people } = scene;
  const before = await network.token.balanceOf(people.gus);
  tell.heading("Gus delivers the first milestone, and three of the council accept it");
  const hand = async (job: bigint) => {
    const receipt = await works.submitJob(both.work, people.gus, job, contentHash(`milestone ${job}`));
    tell.step({ who: "Gus", what: `delivers job ${job}: its hash`, ...told(receipt) });
  };
  await hand(1n);
  await byCouncil(scene, works.reviewCall(both, 1n, { verdict: "accept" }), "that job 1 is accepted");
  await finish(scene, 1n);
  tell.heading("Gus delivers the second one, and the council says nothing for two weeks");
  await hand(2n);
  await finish(scene, 2n);
  await finish(scene, 2n);
  const got = (await network.token.balanceOf(people.gus)) - before;
  tell.note(`Gus has ${formatTokens(got)} tokens for both`);
}

/** An agent finds a bounty by its terms, answers, is refused, and is paid by the ruling of a bench. */
async function answer(scene: Scene): Promise<void> {
  const { network, tell, both, people } = scene;
  const { provider } = hre.ethers;
  const { chainId } = await provider.getNetwork();
  const terms = formatTerms(BOUNTY, { chainId, work: network.addresses.Work! });
  /** In place of IPFS: what can be read where. */
  const files = new Map([["ipfs://bounty", terms]]);
  const deadline = (await time.latest()) + 30 * sdk.DAY;
  tell.heading("The council posts a bounty, with terms that agents read");
  const posting = works.postCall(both.work, {
    ...{ program: BOUNTIES, prizes: [PRIZE], deadline, terms: contentHash(terms), uri: "ipfs://bounty" },
  });
  await byCouncil(scene, posting, `${formatTokens(PRIZE)} tokens for the best answer`);

  const agent = new Wallet(contentHash("the key of an agent"), provider);
  await people.dan.sendTransaction({ to: agent.address, value: parseEther("1") });
  const job = await found(scene, files, "text comparison");
  tell.note(`an agent reads what is open, and takes job ${job}: the file has the hash that the chain names`);
  const { task } = await works.readTaskOf(both, job);
  const place = { chainId, work: network.addresses.Work!, task: task.id };
  const enter = async (who: Signer, name: string, content: string) => {
    const secret = { answer: contentHash(content), salt: (await works.entrySalt(who, place))! };
    const receipt = await works.enterAnswer(both, who, job, secret);
    tell.step({ who: name, what: "enters an answer, in secret", ...told(receipt) });
    return secret;
  };
  const secret = await enter(agent, "The agent", "forty pairs of sentences, and the program that finds them");
  await time.increaseTo(deadline);
  tell.heading(`${formatTimestamp(deadline)}: answers are shown`);
  const shown = await works.discloseAnswer(both.work, agent, job, { ...secret, uri: "ipfs://pairs" });
  tell.step({ who: "The agent", what: "shows its answer", ...told(shown) });
  await time.increaseTo(deadline + 7 * sdk.DAY);
  await byCouncil(scene, works.reviewCall(both, job, { verdict: "reject" }), "that nobody wins the bounty");

  tell.heading("The agent disputes that, and jurors decide");
  // Dan believes in the answer, and lends what the bond takes.
  const { terms: program } = await both.work.programOf(BOUNTIES);
  await network.token.connect(people.dan).transfer(agent, program.bond);
  const { bond, caseId, receipt } = await works.disputeJob(both, agent, job, "ipfs://why");
  const what = `disputes it, with a bond of ${formatTokens(bond)} tokens`;
  tell.step({ who: "The agent", what, ...told(receipt) });
  await rule(scene, caseId, people, {
    ...{ choice: PAY, other: REFUSE, right: "was for the agent", wrong: "was for the council" },
  });
  await finish(scene, job, `the agent gets ${formatTokens(PRIZE)} tokens`);
  for (const sent of await works.claimOf(both, people.june, agent.address))
    tell.step({
      who: "June",
      what: `sends the agent its bond, ${formatTokens(sent.amount)} tokens`,
      ...told(sent.receipt),
    });
}

/** The open prize whose terms ask for a skill, by what the chain and the files say. */
async function found({ both }: Scene, files: ReadonlyMap<string, string>, skill: string): Promise<bigint> {
  const briefs = await works.findBriefs(both.work, { fromBlock: 0 });
  for (const { id, kind, terms, jobs } of await works.readTasks(both)) {
    const text = files.get(briefs.get(id)!.uri);
    if (kind === "grant" || text === undefined || contentHash(text) !== terms) continue;
    if (parseTerms(text, "the terms").skills.includes(skill)) return jobs[0]!.id;
  }
  throw new Error(`no task asks for ${skill}`);
}

/** Three of the council sign, and June sends it. */
async function byCouncil(
  { network, tell, people }: Scene,
  call: Promise<ContractTransaction>,
  what: string,
): Promise<TransactionReceipt> {
  const { to, data } = await call;
  const transaction = await buildForCouncil(network, to, data);
  const members = COUNCIL.map((name) => people[name]);
  const receipt = await signAndSend(network, transaction, members, people.june);
  const names = COUNCIL.map(title);
  tell.note(`${names.slice(0, -1).join(", ")} and ${names.at(-1)} sign`);
  tell.step({ who: "June", what: `sends what they signed: ${what}`, ...told(receipt) });
  return receipt;
}

/** Anybody does what time has allowed, as soon as it has. */
async function finish({ network, tell, both, people }: Scene, job: bigint, to = ""): Promise<void> {
  const view = await works.readTaskOf(both, job);
  const { reviewFor } = await works.readProgram(both.work, view.task.program);
  const { until, submittedAt } = view.job;
  const ripe = until ?? submittedAt! + reviewFor;
  if (ripe > (await time.latest())) await time.increaseTo(ripe);
  const { step, receipt } = await works.finishJob({ ...both, ballots: network.ballots }, people.june, job);
  const said = `finishes job ${job}, as anyone may: ${FINISHED[step]}${to && `, ${to}`}`;
  tell.step({ who: "June", what: said, ...told(receipt) });
}
