import { describe, expect, it } from "vitest";

import type { Outcome } from "@polity/sdk/governor/proposals";
import type { ProposalView } from "@polity/sdk/governor/timeline";
import { ballotsWords } from "./OwnBallots";
import { verdictWords } from "./verdict";

const DAY = 86_400;
const view = (part: Partial<ProposalView>): ProposalView => ({
  ...{ id: 1n, state: "Active", stage: "VOTING", type: "ECON", proposer: "" },
  ...{ snapshot: DAY, deadline: 2 * DAY, grace: DAY, eta: 0, expiry: 9 * DAY },
  ...{ votes: { for: 6n, against: 4n, abstain: 0n }, quorum: 5n },
  ...part,
});
const outcome = (part: Partial<Outcome>): Outcome => ({
  ...{ cast: 10n, towardsQuorum: 6n, approvalBps: 6000, neededBps: 5000, counting: {} },
  ...{ quorumReached: true, approved: true },
  ...part,
});
const say = (of: Partial<ProposalView>, by: Partial<Outcome> = {}, executed?: number) =>
  verdictWords(view(of), outcome(by), executed === undefined ? {} : { executed }, 3 * DAY);

describe("The first line of a proposal's page", () => {
  it("says of an open vote whether it would pass, and by what", () => {
    expect(say({})).toBe(
      "If the vote ended now, it would pass: 60 % are for it, where 50 % are needed, and the quorum is reached.",
    );
    expect(say({}, { counting: { vetoBps: 100 }, approvalBps: undefined })).toBe(
      "If the vote ended now, it would pass: too few votes are against it to stop it.",
    );
  });

  it("names all that an open vote lacks, and nothing else", () => {
    const lacks = (of: Partial<ProposalView>, by: Partial<Outcome>) =>
      say(of, by).replace("If the vote ended now, it would fail: ", "");
    const fails = { approved: false, quorumReached: false };
    expect(lacks({}, { ...fails, quorumReached: true, neededBps: 6600 })).toBe(
      "60 % are for it, where 66 % are needed.",
    );
    expect(lacks({ quorum: 7n }, { ...fails, approved: true })).toBe("the quorum is not reached.");
    expect(lacks({ quorum: undefined }, { ...fails, approvalBps: undefined })).toBe(
      "nobody took a side, and the quorum is not reached.",
    );
    expect(lacks({ votes: { for: 5n, against: 5n, abstain: 1n } }, { ...fails, quorumReached: true })).toBe(
      "as many votes are against it as for it.",
    );
    const few = { ...fails, approved: true, counting: { minVoters: 3 }, voters: 2 };
    expect(lacks({}, few)).toBe("2 accounts have voted, where 3 are needed.");
    expect(lacks({}, { ...fails, counting: { vetoBps: 100 } })).toBe(
      "enough votes are against it to stop it.",
    );
  });

  it("says what became of every other one, and until when somebody can do what it waits for", () => {
    expect(say({ state: "Pending" })).toBe("It is in review: the vote begins on 1970-01-02 00:00 UTC.");
    expect(say({ state: "Succeeded" })).toMatch(
      /^It has passed: 60 %.* queues it until 1970-01-10 00:00 UTC\.$/,
    );
    expect(say({ state: "Queued", eta: 4 * DAY })).toMatch(/can be executed from 1970-01-05/);
    expect(say({ state: "Queued", eta: 2 * DAY })).toMatch(
      /waits for anybody to execute it until 1970-01-10/,
    );
    expect(say({ state: "Executed" })).toBe("It has passed and is in force.");
    expect(say({ state: "Executed" }, {}, 5 * DAY)).toMatch(/in force since 1970-01-06/);
    expect(say({ state: "Defeated" }, { approved: false, neededBps: 7000 })).toBe(
      "It was rejected on 1970-01-03 00:00 UTC: 60 % are for it, where 70 % are needed.",
    );
    expect(say({ state: "Expired" })).toMatch(/nobody queued it until 1970-01-10/);
    expect(say({ state: "Expired", eta: 5 })).toMatch(/nobody executed it until 1970-01-10/);
    expect(say({ state: "Canceled" })).toMatch(/cancelled/);
    expect(say({ state: "Uncounted" })).toMatch(/Nobody knows/);
  });
});

describe("What the reader has voted", () => {
  const E18 = 10n ** 18n;
  const ballot = (votes: Partial<Record<"for" | "against" | "abstain", bigint>>) => ({
    votes: { for: 0n, against: 0n, abstain: 0n, ...votes },
  });

  it("is one sentence, of all ballots together", () => {
    expect(ballotsWords([])).toBeUndefined();
    expect(ballotsWords([ballot({ for: 1200n * E18 })])).toBe("You voted for, with 1,200 votes.");
    expect(ballotsWords([ballot({ against: E18 })])).toBe("You voted against, with 1 vote.");
    expect(ballotsWords([ballot({ for: 900n * E18 }), ballot({ abstain: 300n * E18, for: 1n })])).toBe(
      "You voted for with 900 votes, and abstained with 300 votes.",
    );
    expect(ballotsWords([ballot({ abstain: E18 / 2n })])).toBe("You abstained, with 0.5 votes.");
    expect(ballotsWords([ballot({ for: E18 / 8n })], E18)).toBe(
      "You voted for, with 12.5\u00a0% of all votes.",
    );
  });
});
