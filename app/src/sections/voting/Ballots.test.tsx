// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { castBallot, nominate, ballotWeight } from "@polity/sdk/voting/open";
import { readBallots } from "@polity/sdk/voting/read";
import { findBallotTexts, readAdvice, type ToldBallot } from "@polity/sdk/voting/told";
import { formatBallotText } from "@polity/sdk/voting/text";
import { ADA, BEN } from "../../../test/fakes";
import { Advice } from "./Advice";
import { asks } from "./asks";
import { BallotsPage } from "./BallotsPage";

const SIGNER = { of: "ada" };
const site = vi.hoisted(() => ({
  network: {},
  deployment: {},
  connect: vi.fn(),
  account: undefined as string | undefined,
}));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, names: {}, deployment: site.deployment }),
}));
vi.mock("../../data/clock", () => ({ useNow: () => 1_000 }));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => site.network);
});
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: site.account, connect: site.connect }) }));
vi.mock("../../actions/context", async () => {
  const { fakeActions } = await import("../../../test/section");
  return fakeActions(
    () => SIGNER,
    (outcome) => outcomes.push(outcome),
  );
});
vi.mock("@polity/sdk/voting/open", async (original) => ({
  ...(await original<object>()),
  ...{ castBallot: vi.fn(), nominate: vi.fn(), ballotWeight: vi.fn() },
}));
vi.mock("@polity/sdk/voting/read", async (original) => ({
  ...(await original<object>()),
  readBallots: vi.fn(),
}));
vi.mock("@polity/sdk/voting/told", async (original) => ({
  ...(await original<object>()),
  ...{ findBallotTexts: vi.fn(), readAdvice: vi.fn() },
}));

const ONE = 10n ** 18n;
const OWN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ballotOf = (part: Partial<ToldBallot> = {}): ToldBallot => ({
  ...{ id: 1n, opener: BEN, source: OWN, kind: "approval", snapshot: 10, opens: 500, closes: 5_000 },
  ...{ nomineeBps: 0, winners: 1, quorum: 0n, subject: `0x${"0".repeat(64)}`, turnout: 4n * ONE },
  ...{ options: [0, 1].map((option) => ({ option, votes: BigInt(option) * ONE })), phase: "open", uri: "" },
  ...part,
});
const cast = vi.fn(() => Promise.resolve(false));
const network = {
  ballots: { hasCast: cast },
  votes: { getAddress: () => Promise.resolve(OWN) },
  governor: {
    guardian: () => Promise.resolve({ account: "0x0000000000000000000000000000000000000000", until: 0n }),
  },
};
const show = (account?: string, elections?: object) => {
  Object.assign(site, {
    network,
    account,
    deployment: { block: 0, contracts: {}, conventions: { elections } },
  });
  render(<BallotsPage />);
};
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const told = () => vi.waitFor(() => expect(outcomes).toHaveLength(1)).then(() => outcomes[0]);

beforeEach(() => {
  vi.resetAllMocks();
  outcomes.length = 0;
  cast.mockResolvedValue(false);
  vi.mocked(readBallots).mockResolvedValue([ballotOf()]);
  vi.mocked(findBallotTexts).mockResolvedValue(
    new Map([[1n, formatBallotText({ question: "Which?", options: ["this", "that"] })]]),
  );
  vi.mocked(ballotWeight).mockResolvedValue(7n * ONE);
  vi.mocked(castBallot).mockResolvedValue({ weight: 7n * ONE } as never);
});
afterEach(cleanup);

describe("The page of ballots", () => {
  it("says so in a network that holds none, and where nobody has opened one", async () => {
    Object.assign(site, { network: {}, deployment: {} });
    render(<BallotsPage />);
    expect(screen.getByText("This network holds no ballots.")).toBeTruthy();
    cleanup();
    vi.mocked(readBallots).mockResolvedValue([]);
    show();
    expect(await screen.findByText("Nobody has opened a ballot yet.")).toBeTruthy();
  });

  it("approves what is chosen, and nothing before something is", async () => {
    show(ADA);
    expect(await screen.findByText("Which?")).toBeTruthy();
    await press("Vote, for good");
    expect((await screen.findByRole("alert")).textContent).toContain("choose somebody or something");
    expect(castBallot).not.toHaveBeenCalled();
    fireEvent.click(within(screen.getByRole("group")).getByLabelText("that"));
    await press("Vote, for good");
    expect(await told()).toBe("Vote in ballot 1: 7 votes are cast, for good.");
    expect(castBallot).toHaveBeenCalledWith(network.ballots, SIGNER, 1n, new Map([[1, undefined]]));
  });

  it("splits votes into parts that make a whole", async () => {
    vi.mocked(readBallots).mockResolvedValue([ballotOf({ kind: "split" })]);
    show(ADA);
    fireEvent.change(await screen.findByLabelText("this", { selector: "input" }), {
      target: { value: "60" },
    });
    await press("Vote, for good");
    expect((await screen.findByRole("alert")).textContent).toContain("100 % together");
    fireEvent.change(screen.getByLabelText("that", { selector: "input" }), { target: { value: "40" } });
    await press("Vote, for good");
    await told();
    expect(castBallot).toHaveBeenCalledWith(
      ...[network.ballots, SIGNER, 1n],
      new Map([
        [0, 6_000],
        [1, 4_000],
      ]),
    );
  });

  it("offers no vote to who has voted, had no votes, or has no wallet; nor where a source fails", async () => {
    for (const [account, prepare] of [
      [undefined, () => undefined],
      [ADA, () => cast.mockResolvedValue(true)],
      [ADA, () => vi.mocked(ballotWeight).mockResolvedValue(0n)],
    ] as const) {
      prepare();
      show(account);
      await screen.findByText("Which?");
      expect(screen.queryByRole("button", { name: "Vote, for good" })).toBe(null);
      cleanup();
    }
  });

  it("lets people stand while nominations are taken, and says when an election is due", async () => {
    vi.mocked(readBallots).mockResolvedValue([
      ballotOf({ phase: "nominating", nomineeBps: 100, options: [] }),
    ]);
    vi.mocked(nominate).mockResolvedValue({ option: 0 } as never);
    show(ADA, { seats: 5, threshold: 3, everyDays: 280 });
    expect(await screen.findByText(/An election is due/)).toBeTruthy();
    await press("Stand");
    expect(await told()).toBe("Stand in ballot 1: You stand as option 0.");
    cleanup();
    show(undefined);
    await press("Stand");
    expect(site.connect).toHaveBeenCalledOnce();
    expect(screen.queryByText(/An election is due/)).toBe(null);
  });

  it("asks for votes in ballots over the network's own votes alone", async () => {
    vi.mocked(readBallots).mockResolvedValue([
      ...[ballotOf(), ballotOf({ id: 2n, source: BEN }), ballotOf({ id: 3n, phase: "closed" })],
    ]);
    const asked = await asks({ network } as never, ADA);
    expect(asked).toEqual([
      { what: "Vote in ballot 1, about nothing in particular", href: "/ballots", until: 5_000 },
    ]);
    cast.mockResolvedValue(true);
    expect(await asks({ network } as never, ADA)).toEqual([]);
  });

  it("shows beside a proposal what was asked about it", async () => {
    vi.mocked(readAdvice).mockResolvedValue([
      ballotOf({ text: { question: "Good?", options: ["yes", "no"] } }),
    ]);
    Object.assign(site, { network, deployment: { block: 0, contracts: {} } });
    render(<Advice id={9n} />);
    expect(await screen.findByText("Good?")).toBeTruthy();
    expect(screen.queryByRole("button")).toBe(screen.queryByRole("button", { name: /^Copy/ }));
    expect(readAdvice).toHaveBeenCalledWith(network, 9n, { fromBlock: 0 });
  });
});
