import { describe, expect, it } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { advanceFlow, begin, isOver, type Flow, type FlowEvent, type Step } from "./flow";

const step: Step = { kind: "transaction", words: ["locks 10 NEURO"], gas: 100n, cost: 5n };
const error = new PolityError("the wallet declined");

const after = (...events: FlowEvent[]): Flow => events.reduce(advanceFlow, begin);
const reviewing = [{ is: "step", step }] as const;
const asking = [...reviewing, { is: "consent" }] as const;
const pending = [...asking, { is: "sent", hash: "0x1" }] as const;

describe("An action under way", () => {
  it("is read, agreed to, sent, mined and done", () => {
    expect(after(...reviewing)).toEqual({ at: "reviewing", done: [], step });
    expect(after(...asking)).toEqual({ at: "asking", done: [], step });
    expect(after(...pending)).toEqual({ at: "pending", done: [], step, hash: "0x1", waiting: "waiting" });
    const mined = after(...pending, { is: "mined", hash: "0x2" });
    expect(mined).toEqual({ at: "checking", done: [{ ...step, hash: "0x2" }] });
    const done = advanceFlow(mined, { is: "finished", result: "Locked." });
    expect(done).toMatchObject({ at: "succeeded", result: "Locked." });
    expect(isOver(done)).toBe(true);
  });

  it("goes through a signature, and keeps the steps that are done", () => {
    const signed = after(...asking, { is: "signed" }, { is: "step", step });
    expect(signed).toEqual({ at: "reviewing", done: [step], step });
  });

  it("is read once more after the wallet declined, and can be agreed to again", () => {
    const declined = after(...asking, { is: "declined", error });
    expect(declined).toEqual({ at: "reviewing", done: [], step, refusal: error });
    expect(advanceFlow(declined, { is: "consent" }).at).toBe("asking");
  });

  it("does not open the wallet while that shows another account or chain", () => {
    const away = after(...reviewing, { is: "wallet", away: "account" });
    expect(advanceFlow(away, { is: "consent" })).toBe(away);
    const back = advanceFlow(away, { is: "wallet" });
    expect("away" in back).toBe(false);
    expect(advanceFlow(back, { is: "consent" }).at).toBe("asking");
  });

  it("is stopped while nothing is sent, and never while something may be", () => {
    expect(after({ is: "stop" }).at).toBe("stopped");
    expect(after(...reviewing, { is: "stop" }).at).toBe("stopped");
    expect(after(...asking, { is: "stop" }).at).toBe("asking");
    expect(after(...pending, { is: "stop" }).at).toBe("pending");
  });

  it("tells how a transaction waits, and keeps its hash when it fails", () => {
    const lost = after(...pending, { is: "waits", waiting: "unreachable" });
    expect(lost).toMatchObject({ at: "pending", waiting: "unreachable" });
    expect(advanceFlow(lost, { is: "failed", error })).toMatchObject({ at: "failed", error, hash: "0x1" });
    expect("hash" in after(...reviewing, { is: "failed", error })).toBe(false);
  });

  it("leaves out what does not fit where it stands, and ends once", () => {
    const misfits: FlowEvent[] = [
      { is: "consent" },
      { is: "declined", error },
      { is: "signed" },
      { is: "sent", hash: "0x1" },
      { is: "waits", waiting: "unknown" },
      { is: "mined", hash: "0x1" },
    ];
    for (const event of misfits) expect(advanceFlow(begin, event)).toBe(begin);
    expect(after(...pending, { is: "step", step }).at).toBe("pending");
    expect(after(...reviewing, { is: "finished", result: "" }).at).toBe("reviewing");
    const failed = after({ is: "failed", error });
    expect(advanceFlow(failed, { is: "finished", result: "" })).toBe(failed);
    expect(advanceFlow(failed, { is: "wallet", away: "chain" })).toBe(failed);
  });
});
