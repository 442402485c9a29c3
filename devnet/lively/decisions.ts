import { id as hashText, ZeroHash } from "ethers";

import * as sdk from "@polity/sdk";
import { rulesIn } from "@polity/sdk/governor/rules";
import { proposalIdOf, type Call } from "@polity/sdk/nep";
import { byCouncil } from "./council";
import type { Diary } from "./diary";
import { nepOf, writeExecuted } from "./lifecycle";
import type { NepContent, NepForm } from "./nep-text";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

/** What is decided, by whom, and how the large holders vote. */
export interface Decision {
  number: number;
  day: number;
  by: PersonName | "council";
  /** A file of the repository, what it would say, or calls of a type that no file speaks of. */
  nep:
    | string
    | ((dayToTime: (day: number) => number) => NepContent)
    | { title: string; type: string; calls: Call[] };
  sides?: Partial<Record<sdk.Support, readonly PersonName[]>>;
  /** Others who vote for it. */
  crowd?: readonly PersonName[];
  fate?: "defeated";
  /** What is written down once it is in force, besides. */
  brings?: (diary: Diary, network: sdk.Network) => void;
}

/**
 * Puts a proposal's whole way into the calendar, as far as it comes until today.
 * @param phase Whose rules it falls under; 0 where there are no phases.
 * @returns The day after which it is in force.
 */
export function planDecision(world: World, decision: Decision, form: NepForm, phase = 0): number {
  const { calendar, config, network, signer, diary } = world;
  const { governor, addresses } = network;
  const { day, by, sides = {}, crowd = [], fate, brings } = decision;
  const { code, graceDays, changes, ...proposal } = proposalOf(world, decision, form);
  const { calls, description, descriptionHash, proposalId: id } = proposal;
  const rules = rulesIn(config.governor.types[code]!, phase);
  const opens = day + rules.review / sdk.DAY;
  const closes = opens + rules.voting / sdk.DAY;
  const grace = graceDays ?? rules.graceMin / sdk.DAY;

  const proposer = by === "council" ? addresses.Council! : PEOPLE[by];
  calendar.on(day, async () => {
    diary.write("proposed", { id, type: code, by: proposer });
    if (by !== "council") {
      await sdk.propose(network, await signer(by), { specHash: ZeroHash, specURI: "", ...proposal });
      return;
    }
    const data = governor.interface.encodeFunctionData("propose", [...sdk.arraysOf(calls), description]);
    await byCouncil(world, { to: addresses.NetworkGovernor, data });
  });
  const ballots = [
    ...Object.entries(sides).flatMap(([side, names]) =>
      names.map((name) => [name, side as sdk.Support] as const),
    ),
    ...crowd.map((name) => [name, "for"] as const),
  ];
  for (const [i, [name, choice]] of ballots.entries()) {
    // Early enough for no vote to prolong it.
    const at = opens + ((closes - opens) * 0.6 * (i + 1)) / (ballots.length + 1);
    calendar.on(at, async () => {
      await sdk.vote(governor, await signer(name), { proposalId: id, choice });
      diary.write("voted", { id, by: PEOPLE[name], parts: { [choice]: 10_000 } });
    });
  }
  const inForce = closes + grace + 0.1;
  if (fate === "defeated") return inForce;
  const decided = { id, calls, descriptionHash };
  calendar.on(closes + 0.02, async () => {
    await sdk.queue(governor, await signer("june"), decided);
    diary.write("queued", { id });
  });
  calendar.on(inForce, async () => {
    await sdk.execute(governor, await signer("june"), decided);
    writeExecuted(world, decided, changes);
    brings?.(diary, network);
  });
  return inForce + 0.1;
}

/** What is proposed, and by the rules of which type. */
function proposalOf(
  world: World,
  { nep: asked, ...decision }: Decision,
  form: NepForm,
): Pick<sdk.Proposal, "calls" | "description" | "descriptionHash" | "proposalId"> & {
  code: string;
  graceDays?: number | undefined;
  changes: sdk.Nep["parameterChanges"];
} {
  if (typeof asked === "object") {
    const { title, type: code, calls } = asked;
    const description = `# NEP-${code}: ${title}`;
    const descriptionHash = hashText(description);
    const proposalId = proposalIdOf(calls, descriptionHash);
    return { code, calls, description, descriptionHash, proposalId, changes: [] };
  }
  const { addresses } = world.network;
  const nep = nepOf(world, { ...decision, nep: asked }, form);
  const proposer = decision.by === "council" ? addresses.Council! : PEOPLE[decision.by];
  const proposal = sdk.encodeNep(nep, { proposer, contracts: { ...addresses } });
  const { code, upgradePath, parameterChanges: changes } = nep;
  return { ...proposal, code, graceDays: upgradePath?.gracePeriodDays, changes };
}
