import { describe, expect, it } from "vitest";

import type { ProposalState, ProposalView } from "@polity/sdk/governor/timeline";
import { stepsOf, type Moments } from "./steps";

const view = (state: ProposalState, eta = 0): ProposalView =>
  ({ state, snapshot: 100, deadline: 200, eta, expiry: (eta || 200) + 50 }) as ProposalView;
const states = (state: ProposalState, moments: Moments = { proposed: 10 }, eta = 0) =>
  stepsOf(view(state, eta), moments).map((step) => `${step.name} ${step.state}`);

describe("The steps of a proposal", () => {
  it("go from draft to active", () => {
    expect(states("Pending")).toEqual([
      "Draft done",
      "Review now",
      "Voting coming",
      "Scheduled coming",
      "Active coming",
    ]);
    expect(states("Active")[2]).toBe("Voting now");
    expect(states("Succeeded")).toEqual([
      "Draft done",
      "Review done",
      "Voting done",
      "Scheduled now",
      "Active coming",
    ]);
    expect(states("Queued", { queued: 210 }, 300)[3]).toBe("Scheduled now");
    expect(states("Executed", { executed: 310 }, 300)).toEqual([
      ...["Draft done", "Review done", "Voting done", "Scheduled done", "Active done"],
    ]);
  });

  it("end where the proposal ended, and do not claim what it never reached", () => {
    expect(states("Defeated")).toEqual([
      "Draft done",
      "Review done",
      "Voting done",
      "Scheduled lost",
      "Defeated failed",
    ]);
    expect(states("Uncounted").slice(2)).toEqual(["Voting done", "Scheduled lost", "Not counted failed"]);
    expect(states("Expired", {}, 300)[4]).toBe("Expired failed");
    expect(states("Expired", {}, 300)[3]).toBe("Scheduled done");
    // One that nobody queued never came to its grace period, and ended with the window after its vote.
    expect(states("Expired")[3]).toBe("Scheduled lost");
    expect(stepsOf(view("Expired"), {}).at(-1)!.start).toBe(250);
    expect(stepsOf(view("Expired", 300), {}).at(-1)!.start).toBe(350);
    expect(states("Canceled", { canceled: 50 })).toEqual([
      ...["Draft done", "Review lost", "Voting lost", "Scheduled lost", "Cancelled failed"],
    ]);
    expect(states("Canceled", { canceled: 150 })[1]).toBe("Review done");
    expect(states("Canceled", { canceled: 250 }, 300)[2]).toBe("Voting done");
  });

  it("tell the times that are known, and no others", () => {
    const steps = stepsOf(view("Queued", 300), { proposed: 10, queued: 210, extended: 190 }, 5);
    expect(steps.map(({ start, end }) => [start, end])).toEqual([
      ...[[5, undefined], [10, 100], [100, 200], [210, 300], [undefined, 350]], // prettier-ignore
    ]);
    expect(steps[2]!.note).toContain("extended");
    const passed = stepsOf(view("Succeeded"), { proposed: 10 });
    expect(passed.map(({ end }) => end)).toEqual([undefined, 100, 200, 250, undefined]);
  });
});
