import * as sdk from "@polity/sdk";
import { HOLDERS, PEOPLE, type PersonName } from "./people";
import type { StoryProposal } from "./proposals";
import { pick } from "./random";
import type { World } from "./world";

type Sides = StoryProposal["sides"];

/** How somebody votes, decided beforehand so that every run is the same. */
interface Intent {
  name: PersonName;
  /** When, as a share of the voting period. */
  at: number;
  support: sdk.Support;
  reason?: string;
  /** In parts of the given sizes, in basis points, or by a signature that June sends. */
  way: "directly" | "in parts" | "by signature";
}

/** Moments of a voting period at which people come together to vote. */
const SESSIONS = [0.03, 0.2, 0.42, 0.66, 0.82];

/** Who votes on a proposal and how. */
export function intentsOf({ random }: World, { sides, turnout, support, reasons }: StoryProposal): Intent[] {
  const reasonFor = (side: sdk.Support) => {
    const known = side === "abstain" ? undefined : reasons?.[side];
    return known && random() < 0.5 ? pick(random, known) : undefined;
  };
  const large = (["for", "against", "abstain"] as const).flatMap((side) =>
    (sides[side] ?? []).map((name) => intent(name, side)),
  );
  const others = HOLDERS.filter(() => random() < turnout * 0.85).map((name) => {
    const side = random() < 0.06 ? "abstain" : random() < support ? "for" : "against";
    return intent(name, side);
  });
  return [...large, ...others, ...lateVote(sides)];

  function intent(name: PersonName, side: sdk.Support): Intent {
    const reason = reasonFor(side);
    const way = reason
      ? "directly"
      : random() < 0.25
        ? "by signature"
        : random() < 0.12
          ? "in parts"
          : "directly";
    return { name, at: pick(random, SESSIONS), support: side, ...(reason && { reason }), way };
  }
}

function lateVote({ late }: Sides): Intent[] {
  if (late === undefined) return [];
  const reason = "I waited for the numbers. They are good.";
  return [{ name: late, at: 0.95, support: "for", reason, way: "directly" }];
}

/**
 * Puts the votes on a proposal into the calendar.
 * @param opens First day of the vote; `days` is how long it lasts.
 */
export function planVotes(
  world: World,
  proposalId: bigint,
  intents: readonly Intent[],
  { opens, days }: { opens: number; days: number },
): void {
  for (const at of new Set(intents.map((intent) => intent.at))) {
    const present = intents.filter((intent) => intent.at === at);
    world.calendar.on(opens + at * days, () => vote(world, proposalId, present));
  }
}

/** Those who have votes cast them; June sends the signed ballots of all together. */
async function vote(
  { network, signer, diary }: World,
  proposalId: bigint,
  intents: readonly Intent[],
): Promise<void> {
  const { governor } = network;
  const snapshot = await governor.proposalSnapshot(proposalId);
  const ballots: sdk.SignedBallot[] = [];
  for (const { name, support, reason, way } of intents) {
    const available = await governor.getVotes(PEOPLE[name], snapshot);
    if (available === 0n) continue;
    const voter = await signer(name);
    const whole = { [support]: 10_000 };
    const mostly = { [support === "against" ? "against" : "for"]: 7_000, abstain: 3_000 };
    const parts = way === "in parts" ? mostly : whole;
    diary.write("voted", { id: proposalId, by: PEOPLE[name], parts });
    if (way === "by signature") {
      ballots.push(await sdk.signRelayedBallot(governor, voter, { proposalId, support }));
    } else if (way === "in parts") {
      await sdk.vote(governor, voter, { proposalId, choice: sdk.partsOf(available, parts), reason });
    } else {
      await sdk.vote(governor, voter, { proposalId, choice: support, reason });
    }
  }
  if (ballots.length > 0) await sdk.relayBallots(governor, await signer("june"), { ballots });
}
