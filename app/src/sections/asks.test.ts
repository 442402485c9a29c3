import { beforeEach, describe, expect, it, vi } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { readAccount } from "@polity/sdk/escrow/read";
import { PERMANENT } from "@polity/sdk/escrow/time";
import { DAY } from "@polity/sdk/format";
import { votesLeft } from "@polity/sdk/governor/vote";
import { readRecurring } from "@polity/sdk/treasury/recurring";
import { listVaults } from "@polity/sdk/vesting/list";
import { ADA, BEN } from "../../test/fakes";
import type { Site } from "../data/network";
import { asks as asksOfCouncil } from "./council/asks";
import { readJuror, readOpenCases } from "@polity/sdk/court/cases";
import { waitingFor } from "./council/desk/waiting";
import { asks as asksOfCourt } from "./court/asks";
import { publishList } from "@polity/sdk/distribution/list";
import { readDistributions } from "@polity/sdk/distribution/distributions";
import { readPurchase, readSales } from "@polity/sdk/distribution/sales";
import { asks as asksOfDistribution } from "./distribution/asks";
import { listBeside } from "./distribution/lists";
import { asks as asksOfEscrow } from "./escrow/asks";
import { asks as asksOfGovernor } from "./governor/asks";
import { readProposals } from "./governor/proposals";
import { findEntries } from "@polity/sdk/rounds/find";
import { readRounds, readShares } from "@polity/sdk/rounds/read";
import { asks as asksOfRounds } from "./rounds/asks";
import { asks as asksOfTreasury } from "./treasury/asks";
import { asks as asksOfVesting } from "./vesting/asks";
import { asks as asksOfVotes } from "./votes/asks";

vi.mock("@polity/sdk/calls/token", async (original) => ({
  ...(await original<object>()),
  readTokenUnit: () => Promise.resolve({ symbol: "NET", decimals: 0 }),
}));
vi.mock("@polity/sdk/court/cases", async (original) => ({
  ...(await original<object>()),
  ...{ readJuror: vi.fn(), readOpenCases: vi.fn() },
}));
vi.mock("@polity/sdk/distribution/distributions", () => ({ readDistributions: vi.fn() }));
vi.mock("@polity/sdk/distribution/sales", async (original) => ({
  ...(await original<object>()),
  ...{ readSales: vi.fn(), readPurchase: vi.fn() },
}));
vi.mock("./distribution/lists", async (original) => ({
  ...(await original<object>()),
  listBeside: vi.fn(),
}));
vi.mock("@polity/sdk/escrow/read", () => ({ readAccount: vi.fn() }));
vi.mock("@polity/sdk/governor/vote", () => ({ votesLeft: vi.fn() }));
vi.mock("@polity/sdk/rounds/find", () => ({ findEntries: vi.fn() }));
vi.mock("@polity/sdk/rounds/read", async (original) => ({
  ...(await original<object>()),
  ...{ readRounds: vi.fn(), readShares: vi.fn() },
}));
vi.mock("@polity/sdk/treasury/recurring", async (original) => ({
  ...(await original<object>()),
  readRecurring: vi.fn(),
}));
vi.mock("@polity/sdk/safe/read", () => ({ readSafe: vi.fn() }));
vi.mock("./council/desk/waiting", () => ({ waitingFor: vi.fn(() => Promise.resolve([])) }));
vi.mock("@polity/sdk/vesting/list", () => ({ listVaults: vi.fn() }));
vi.mock("./governor/proposals", async (original) => ({
  ...(await original<object>()),
  readProposals: vi.fn(),
}));

const NOBODY = `0x${"0".repeat(40)}`;
const siteOf = (network: object) =>
  ({ deployment: { block: 0 }, network: { addresses: {}, ...network } }) as unknown as Site;
const at = (timestamp: number) => ({
  provider: { getBlock: () => Promise.resolve({ number: 1, timestamp }) },
});
const words = (asks: { what: string; until?: number }[]) => asks.map(({ what, until }) => [what, until]);
beforeEach(() => vi.resetAllMocks());

describe("What is asked of an account", () => {
  it("is to vote where it has votes left, until the vote ends", async () => {
    const proposal = (id: bigint, state: string) => ({
      record: { id, title: `P${id}` },
      view: { state, deadline: 99 },
    });
    vi.mocked(readProposals).mockResolvedValue([
      ...[proposal(1n, "Active"), proposal(2n, "Active"), proposal(3n, "Pending")],
    ] as never);
    vi.mocked(votesLeft).mockImplementation((_, id) =>
      id === 1n ? Promise.resolve(5n) : Promise.reject(new PolityError("has voted already")),
    );
    expect(words(await asksOfGovernor(siteOf({ governor: {} }), ADA))).toEqual([["Vote on P1", 99]]);
    vi.mocked(votesLeft).mockRejectedValue(new Error("no connection"));
    await expect(asksOfGovernor(siteOf({ governor: {} }), ADA)).rejects.toThrow("no connection");
  });

  it("is to queue and to execute what it proposed itself, and nothing that others did", async () => {
    const proposal = (id: bigint, state: string, proposer: string, eta = 0) => ({
      record: { id, title: `P${id}`, proposer },
      view: { state, eta, expiry: 500 },
    });
    vi.mocked(readProposals).mockResolvedValue([
      ...[proposal(1n, "Succeeded", ADA), proposal(2n, "Succeeded", BEN), proposal(3n, "Queued", ADA, 100)],
      ...[proposal(4n, "Queued", ADA, 101), proposal(5n, "Executed", ADA), proposal(6n, "Pending", ADA)],
    ] as never);
    const governor = { clock: () => Promise.resolve(100n) };
    expect(words(await asksOfGovernor(siteOf({ governor }), ADA))).toEqual([
      ["Queue P1, before it expires", 500],
      ["Execute P3, before it expires", 500],
    ]);
  });

  it("is to claim its shares of rounds while they can be claimed, and its fee for those without any", async () => {
    const round = (id: bigint, status: string, claimUntil = 200) => ({
      ...{ id, status, count: 2, windowUntil: 50, claimUntil },
    });
    vi.mocked(readRounds).mockResolvedValue([
      ...[round(1n, "tallied"), round(2n, "void"), round(3n, "tallied", 100), round(4n, "open")],
    ] as never);
    vi.mocked(findEntries).mockResolvedValue([{ beneficiary: ADA }, { beneficiary: BEN }] as never);
    const shares = (...own: object[]) => vi.mocked(readShares).mockResolvedValue(own as never);
    const network = siteOf({ rounds: { runner: at(100) } });
    shares({ index: 0, share: 3n, closed: false }, { index: 1, share: 3n, closed: false });
    const both = [
      ["Claim your share of round 1", 200],
      ["Take back what you paid to enter round 2, which shares out nothing", 200],
    ];
    expect(words(await asksOfRounds(network, ADA))).toEqual(both);
    shares({ index: 0, share: 0n, closed: false }, { index: 1, share: 3n, closed: false });
    expect(words(await asksOfRounds(network, ADA))).toEqual(both.slice(1));
    shares({ index: 0, share: 3n, closed: true });
    expect(await asksOfRounds(network, ADA)).toEqual([]);
    expect(await asksOfRounds(siteOf({}), ADA)).toEqual([]);
  });

  it("is to withdraw or extend locks that are over or soon will be", async () => {
    const locks = [PERMANENT, 100, 100 + 29 * DAY, 100 + 31 * DAY].map((unlockTime, id) => ({
      id,
      amount: 7n,
      unlockTime,
    }));
    vi.mocked(readAccount).mockResolvedValue({ locks, now: 100 } as never);
    const told = await asksOfEscrow(siteOf({ escrow: {} }), ADA);
    expect(told.map(({ what, until }) => [what.split(",")[0], until])).toEqual([
      ["Withdraw 7 NET from lock 1", undefined],
      ["Extend lock 2 of 7 NET", 100 + 29 * DAY],
    ]);
    expect(await asksOfEscrow(siteOf({}), ADA)).toEqual([]);

    // Where locks begin permanent, no end is moved: what decays is kept by making it permanent again.
    vi.mocked(readAccount).mockResolvedValue({ locks, now: 100, permanentOnly: true } as never);
    expect((await asksOfEscrow(siteOf({ escrow: {} }), ADA)).map(({ what }) => what)).toContain(
      "Make lock 2 of 7 NET permanent again, if it shall keep its votes",
    );
  });

  it("is to claim what grants would pay, in one sum", async () => {
    vi.mocked(listVaults).mockResolvedValue([{ releasable: 4n }, { releasable: 3n }] as never);
    expect(words(await asksOfVesting(siteOf({ vesting: {} }), ADA))).toEqual([
      ["Claim 7 NET of your grants", undefined],
    ]);
    vi.mocked(listVaults).mockResolvedValue([{ releasable: 0n }] as never);
    expect(await asksOfVesting(siteOf({ vesting: {} }), ADA)).toEqual([]);
    expect(await asksOfVesting(siteOf({}), ADA)).toEqual([]);
  });

  it("is to take what it bought, or its payment back, and nothing where it has done so", async () => {
    const sale = (id: bigint, status: string, least = 5n) => ({ id, status, least, amount: 9n, sold: 9n });
    const paid = { bought: 7n, paid: 3n, claimed: false };
    vi.mocked(readSales).mockResolvedValue([
      ...[sale(1n, "open"), sale(2n, "succeeded"), sale(3n, "failed"), sale(4n, "succeeded", 0n)],
    ] as never);
    vi.mocked(readPurchase).mockResolvedValue(paid);
    expect(words(await asksOfDistribution(siteOf({ sale: {} }), ADA))).toEqual([
      ["Take the 7 NET that you bought in sale 2", undefined],
      ["Take 3 NET back from sale 3, which has failed", undefined],
    ]);
    vi.mocked(readPurchase).mockResolvedValue({ bought: 7n, paid: 0n, claimed: true });
    expect(await asksOfDistribution(siteOf({ sale: {} }), ADA)).toEqual([]);
    expect(await asksOfDistribution(siteOf({}), ADA)).toEqual([]);
  });

  it("is to claim what an open distribution's list has for it, where the list lies beside the page", async () => {
    const isClaimed = vi.fn((_: bigint, index: number) => Promise.resolve(index === 0));
    const network = siteOf({ distributor: { isClaimed } });
    vi.mocked(readDistributions).mockResolvedValue([
      { id: 1n, status: "open", listHash: "0x01", end: 99 },
      { id: 2n, status: "over", listHash: "0x02", end: 9 },
    ] as never);
    const lines = [ADA, BEN, ADA].map((account, i) => ({ account, amount: BigInt(i + 1) }));
    vi.mocked(listBeside).mockResolvedValue(publishList(lines));
    expect(words(await asksOfDistribution(network, ADA))).toEqual([["Claim 3 NET of distribution 1", 99]]);
    expect(listBeside).toHaveBeenCalledExactlyOnceWith("0x01");
    isClaimed.mockResolvedValue(true);
    expect(await asksOfDistribution(network, ADA)).toEqual([]);
    vi.mocked(listBeside).mockResolvedValue(undefined);
    expect(await asksOfDistribution(network, ADA)).toEqual([]);
  });

  it("is to vote and to reveal as a juror, and to take what the court has for it", async () => {
    const seat = (juror: string, ballot: string) => ({ seat: 0, juror, ballot });
    const open = (id: bigint, phase: string, ...seats: object[]) => ({
      id,
      phase,
      until: 99,
      draws: [{ seats }],
    });
    vi.mocked(readOpenCases).mockResolvedValue([
      open(1n, "committing", seat(ADA, "committed"), seat(ADA, "open")),
      open(2n, "committing", seat(ADA, "committed"), seat(BEN, "open")),
      open(3n, "revealing", seat(ADA, "committed")),
      open(4n, "revealing", seat(ADA, "open"), seat(BEN, "committed")),
      open(5n, "appeal", seat(ADA, "open")),
    ] as never);
    const juror = (part: object) =>
      vi.mocked(readJuror).mockResolvedValue({ exit: 0n, exitTime: 0, credit: 0n, ...part } as never);
    const bondsOf = vi.fn(() => Promise.resolve(0n));
    const network = siteOf({ court: {}, disputedBudgets: { bondsOf }, governor: { runner: at(100) } });
    const duties = [
      ["Vote as a juror in case 1", 99],
      ["Reveal your vote in case 3, or lose the slice", 99],
    ];
    const take = ["Take what the court has for you", undefined];
    juror({ exit: 1n, exitTime: 101 });
    expect(words(await asksOfCourt(network, ADA))).toEqual(duties);
    for (const part of [{ exit: 1n, exitTime: 100 }, { credit: 1n }]) {
      juror(part);
      expect(words(await asksOfCourt(network, ADA))).toEqual([...duties, take]);
    }
    juror({});
    bondsOf.mockResolvedValue(1n);
    expect(words(await asksOfCourt(network, ADA))).toEqual([...duties, take]);
    expect(await asksOfCourt(siteOf({}), ADA)).toEqual([]);
  });

  it("is to delegate tokens that could vote and count for nobody", async () => {
    const token = (held: bigint, to: string) => ({
      token: { balanceOf: () => Promise.resolve(held), delegates: () => Promise.resolve(to) },
    });
    const [asked] = await asksOfVotes(siteOf(token(7n, NOBODY)), ADA);
    expect(asked).toEqual({ what: "Choose for whom your 7 NET vote: now for nobody", href: "/account" });
    expect(await asksOfVotes(siteOf(token(0n, NOBODY)), ADA)).toEqual([]);
    expect(await asksOfVotes(siteOf(token(7n, ADA)), ADA)).toEqual([]);
    const locked = { ...token(7n, NOBODY), addresses: { VoteEscrow: ADA } };
    expect(await asksOfVotes(siteOf(locked), ADA)).toEqual([]);
  });

  it("is to have instalments paid that are due to it, and no others", async () => {
    const payment = (id: bigint, payee: string, due: number, left = 1) => ({
      id,
      payee,
      due,
      left,
      amount: 7n,
    });
    vi.mocked(readRecurring).mockResolvedValue([
      ...[payment(1n, ADA, 100), payment(2n, ADA, 101), payment(3n, BEN, 100), payment(4n, ADA, 100, 0)],
    ] as never);
    expect(await asksOfTreasury(siteOf({ treasury: { runner: at(100) } }), ADA)).toEqual([
      { what: "Have 7 NET of recurring payment 1 paid to you", href: "/treasury" },
    ]);
    expect(await asksOfTreasury(siteOf({}), ADA)).toEqual([]);
  });

  it("is, of a guardian in office, to look at what is queued, and to think of the next mandate in time", async () => {
    const governed = (now: number, account: string, owners?: string[]) =>
      siteOf({
        governor: { guardian: () => Promise.resolve({ account, until: 61n * BigInt(DAY) }), runner: at(now) },
        ...(owners && {
          council: { getOwners: () => Promise.resolve(owners) },
          addresses: { Council: account },
        }),
      });
    vi.mocked(readProposals).mockResolvedValue(
      ["Queued", "Active"].map((state, i) => ({
        record: { id: BigInt(i), title: `P${i}` },
        view: { state, eta: 50 },
      })) as never,
    );
    const review = ["Look through P0 before it can be carried out", 50];
    const renew = ["Propose who holds the guardian's mandate next", 61 * DAY];
    expect(words(await asksOfCouncil(governed(DAY, ADA), ADA))).toEqual([review]);
    expect(words(await asksOfCouncil(governed(DAY + 1, ADA), ADA))).toEqual([review, renew]);
    expect(words(await asksOfCouncil(governed(DAY, BEN, [ADA]), ADA))).toEqual([review]);
    expect(await asksOfCouncil(governed(DAY, BEN, [BEN]), ADA)).toEqual([]);
    expect(await asksOfCouncil(governed(DAY, BEN), ADA)).toEqual([]);
    expect(await asksOfCouncil(governed(62 * DAY, ADA), ADA)).toEqual([]);

    const signature = { what: "Sign for the council", href: "/council/desk" };
    vi.mocked(waitingFor).mockResolvedValue([signature]);
    expect(words(await asksOfCouncil(governed(62 * DAY, BEN, [ADA]), ADA))).toEqual([
      [signature.what, undefined],
    ]);
    expect(await asksOfCouncil(governed(62 * DAY, BEN, [BEN]), ADA)).toEqual([]);
  });
});
