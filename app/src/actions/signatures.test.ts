import type { Signer, TypedDataField } from "ethers";
import { describe, expect, it } from "vitest";

import { COLLECTOR } from "@polity/sdk/market/bounds";
import { deriveSalt } from "@polity/sdk/court/salt";
import { entrySalt } from "@polity/sdk/work/entry";
import { ADA, BEN, TO } from "../../test/fakes";
import { describeSignature } from "./signatures";

const tell = (kind: string, value: Record<string, unknown>) =>
  describeSignature({ VoteEscrow: TO }, { [kind]: [] }, value);
const END = 1_893_456_000;

describe("What a signature would do", () => {
  it("is told for each kind of message that the page asks for", () => {
    expect(tell("Permit", { owner: ADA, spender: TO, value: 15n * 10n ** 17n, deadline: END })[0]).toBe(
      "lets VoteEscrow take exactly 1.5 of your tokens, until 2030-01-01T00:00:00Z",
    );
    expect(tell("Delegation", { delegatee: BEN, expiry: END })[0]).toBe(
      `gives your votes to ${BEN}; your tokens stay where they are`,
    );
    expect(tell("Delegation", { delegatee: `0x${"0".repeat(40)}`, expiry: END })[0]).toMatch(
      /from everybody/,
    );
    const [ballot] = tell("RelayedBallot", { proposalId: 12345678901234n, support: 0, deadline: END });
    expect(ballot).toBe("votes against on proposal 1234567890, with all your votes");
    expect(tell("RelayedBallot", { proposalId: 1n, support: 9, deadline: END })[0]).toMatch(
      /unknown support 9/,
    );
  });

  it("shows all of a statement, since whoever has its signature can show it", () => {
    const text = `# Ada\n\n${"Small nodes stay. ".repeat(400)}`;
    const words = tell("Statement", { account: ADA, written: END, text });
    expect(words[0]).toBe(`says in the name of ${ADA}, on 2030-01-01T00:00:00Z: “${text}”`);
    expect(words[1]).toMatch(/^can be shown by anybody, for ever/);
  });

  it("is told for a deposit into a channel, which names x402's collector and nobody else", () => {
    const deposit = (spender: string) =>
      tell("PermitWitnessTransferFrom", {
        ...{ permitted: { token: BEN, amount: 7n }, spender, deadline: END },
        witness: { channelId: `0x${"ab".repeat(32)}` },
      });
    expect(deposit(COLLECTOR)[0]).toBe(
      `puts exactly 7 base units of ${BEN} into the channel 0xabababab, and nowhere else, until 2030-01-01T00:00:00Z`,
    );
    expect(() => deposit(ADA)).toThrow(/is not signed here/);
  });

  it("is told for every message by which a vote or an answer is hidden", async () => {
    const told: string[] = [];
    const signer = {
      signTypedData: (
        _: unknown,
        types: Record<string, TypedDataField[]>,
        value: Record<string, unknown>,
      ) => {
        told.push(describeSignature({}, types, value)[0]!);
        return Promise.resolve("0x12");
      },
    } as unknown as Signer;
    await deriveSalt(signer, { chainId: 1n, court: TO, caseId: 4n, draw: 0n, seat: 2 });
    await entrySalt(signer, { chainId: 1n, work: TO, task: 7n });
    // Each is asked for twice: only a wallet that signs alike finds it again.
    expect([...new Set(told)]).toEqual([
      "hides and finds again your vote in case 4, from seat 2",
      "hides and finds again your answer for task 7",
    ]);
  });

  it("is never asked for where it cannot be told", () => {
    expect(() => tell("SafeTx", {})).toThrow("a message of the kind SafeTx is not signed here");
    expect(() => tell("toString", {})).toThrow(/not signed here/);
  });
});
