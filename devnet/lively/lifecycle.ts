import { basename } from "node:path";

import { decodeBytes32String } from "ethers";

import * as sdk from "@polity/sdk";
import { buildForCouncil, signAndSend } from "../demo/council";
import { readNep } from "../../scripts/lib/neps";
import { nepFileName, nepText, NEUROSHARD, type NepForm } from "./nep-text";
import { PEOPLE } from "./people";
import type { StoryProposal } from "./proposals";
import { intentsOf, planVotes } from "./voting";
import type { World } from "./world";

/** By how much a vote in its last day prolongs it, in days. */
const EXTENSION = 1;
/** How long the council watches a vote before it stops it, in days. */
const CANCELED_AFTER = 1.7;

/** Puts a proposal's whole way into the calendar, as far as it comes until today. */
export function planProposal(world: World, story: StoryProposal): void {
  const { calendar, config, network, signer, diary } = world;
  const { governor } = network;
  const nep = nepOf(world, story);
  const proposal = sdk.encodeNep(nep, { proposer: PEOPLE[story.by], contracts: network.addresses });
  const { calls, descriptionHash, proposalId: id } = proposal;
  const decided = { id, calls, descriptionHash, proposer: PEOPLE[story.by] };

  const rules = config.governor.types[nep.code]!;
  const [review, voting] = [rules.review / sdk.DAY, rules.voting / sdk.DAY];
  const opens = story.day + review;
  const closes = opens + voting + (story.sides.late ? EXTENSION : 0);
  const grace = nep.upgradePath?.gracePeriodDays ?? rules.graceMin / sdk.DAY;

  calendar.on(story.day, async () => {
    await sdk.propose(network, await signer(story.by), proposal);
    diary.write("proposed", { id, type: nep.code, by: PEOPLE[story.by] });
  });
  const intents = intentsOf(world, story).filter(
    ({ at }) => story.fate !== "canceled by the council" || at * voting < CANCELED_AFTER,
  );
  planVotes(world, id, intents, { opens, days: voting });
  const queue = () =>
    calendar.on(closes + 0.02, async () => {
      await sdk.queue(governor, await signer("june"), decided);
      diary.write("queued", { id });
    });
  switch (story.fate) {
    case "canceled by its proposer":
      calendar.on(story.day + 2.3, async () => {
        await sdk.cancel(network, await signer(story.by), decided);
        diary.write("canceled", { id });
      });
      break;
    case "canceled by the council":
      calendar.on(opens + CANCELED_AFTER, async () => {
        const data = governor.interface.encodeFunctionData("cancel(uint256)", [id]);
        const transaction = await buildForCouncil(network, await governor.getAddress(), data);
        const members = await Promise.all((["finn", "hana", "ivan"] as const).map(signer));
        await signAndSend(network, transaction, members, members[0]!);
        diary.write("canceled", { id });
      });
      break;
    case "defeated":
    case "not queued":
      break;
    case "not executed":
      queue();
      break;
    case undefined:
      queue();
      // What is due on the last day is left for whoever looks at the network.
      if (closes + grace < calendar.days - 1) {
        calendar.on(closes + grace + 0.1, async () => {
          await sdk.execute(governor, await signer("june"), decided);
          writeExecuted(world, decided, nep.parameterChanges);
        });
      }
  }
}

/** Writes down what a decision brought about: parameters and payments. */
export function writeExecuted(
  { diary, network: { treasury } }: World,
  { id, calls }: Pick<sdk.ProposalRecord, "id" | "calls">,
  changes: sdk.Nep["parameterChanges"],
): void {
  diary.write("executed", { id });
  for (const { key, value } of changes) diary.write("set", { key, value: String(value) });
  for (const { target, calldata } of calls) {
    if (target !== treasury?.target) continue;
    const called = treasury.interface.parseTransaction({ data: calldata })!;
    if (called.name !== "pay") continue;
    for (const [token, , amount, category] of called.args[0] as [string, string, bigint, string][])
      diary.write("spent", { token, amount, category: decodeBytes32String(category) });
  }
}

/** The NEP of a file of the repository, or of what the story says. */
export function nepOf(
  { calendar, config }: World,
  { number, nep, day }: Pick<StoryProposal, "number" | "nep" | "day">,
  form: NepForm = NEUROSHARD,
): sdk.Nep {
  if (typeof nep === "string") {
    return sdk.validateNep(readNep(nep), { fileName: basename(nep), network: config });
  }
  const content = nep((on) => calendar.timeOf(on));
  const created = new Date(calendar.timeOf(day - 5) * 1000).toISOString().slice(0, 10);
  return sdk.validateNep(nepText(number, content, created, form), {
    fileName: nepFileName(number, content.title),
    network: config,
  });
}
