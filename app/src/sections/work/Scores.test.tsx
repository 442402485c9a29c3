// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contentHash } from "@polity/sdk/core/content";
import { findBriefs } from "@polity/sdk/work/find";
import { formatAward } from "@polity/sdk/work/scores";
import { ADA, BEN } from "../../../test/fakes";
import { isAward, type BoardJob } from "./board";
import { Scores } from "./Scores";

const CRITERIA = "Is it new; can others repeat it.";
const TEXT = formatAward({
  ...{ work: contentHash("what is to be done"), uri: "", criteria: CRITERIA },
  scores: [
    { criterion: "Is it new", points: 8 },
    { criterion: "can others repeat it", points: 10 },
  ],
});

vi.mock("../../data/network", () => ({ useSite: () => ({ network: {}, deployment: { block: 7 } }) }));
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => ({}));
});
vi.mock("@polity/sdk/work/find", () => ({ findBriefs: vi.fn() }));
const asked = vi.fn<typeof fetch>();

const grant = (id: bigint, terms = contentHash(TEXT), criteria = contentHash(CRITERIA)): BoardJob => ({
  task: { id, program: 1n, kind: "grant", deadline: 9, terms, jobs: [] },
  job: {
    ...{ id, task: id, status: "funded", budget: 5n, expiredAt: 9, held: false, sentBack: 0, provider: ADA },
  },
  program: {
    ...{ id: 1n, category: "grants", token: BEN, budgetId: 1n, reviewers: BEN, byVote: true, ended: false },
    ...{ maxJob: 9n, bond: 0n, reviewFor: 9, disputeFor: 9, outcomeAfter: 0, minReputation: 0n, criteria },
  },
  ...{ isJudge: false, hasEntered: false },
});
const at = (uri: string) =>
  vi.mocked(findBriefs).mockImplementation((_work, _scan, id) => Promise.resolve(new Map([[id!, { uri }]])));
const give = (text: string) =>
  fireEvent.change(screen.getByLabelText("The file of its terms"), { target: { value: text } });
const points = async () =>
  within(await screen.findByRole("table", { name: /^Points from 0 to 10/ }))
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);

beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal("fetch", asked);
  at("");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("Scores by criterion", () => {
  it("are those in the file that was promised with, and nobody is asked for it", async () => {
    render(<Scores grants={[grant(1n)]} />);
    expect(
      await screen.findByText(`Its sha256 has to be ${contentHash(TEXT)}`, { exact: false }),
    ).toBeTruthy();
    give(TEXT);
    expect(await points()).toEqual([
      expect.stringMatching(/Is it new.*8 of 10/),
      expect.stringMatching(/can others repeat it.*10 of 10/),
    ]);
    expect(screen.queryByRole("button", { name: "Read its terms" })).toBe(null);
    expect(asked).not.toHaveBeenCalled();
  });

  it("are not shown of another file, nor by criteria that are not the program's", async () => {
    render(<Scores grants={[grant(1n), grant(2n, contentHash(TEXT), contentHash("Is it cheap."))]} />);
    give(TEXT.replace("10", "9"));
    expect(await screen.findByText(/is not what the award names/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Award"), { target: { value: "2" } });
    give(TEXT);
    expect(await screen.findByText(/are not those of the program/)).toBeTruthy();
    expect(screen.queryByRole("table")).toBe(null);
  });

  it("are read where the promise says, when somebody asks, who is told who learns of it", async () => {
    at("https://terms.example/award.json");
    asked.mockImplementation(() => Promise.resolve(new Response(TEXT)));
    render(<Scores grants={[grant(1n)]} />);
    expect(await screen.findByText(/^They are asked of terms\.example, who then knows/)).toBeTruthy();
    expect(asked).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("button", { name: "Read its terms" }));
    expect(await points()).toHaveLength(2);
  });

  it("say why they cannot be read, and never ask what only this machine can see", async () => {
    at("ipfs://award");
    asked.mockImplementation(() => Promise.resolve(new Response("another")));
    render(<Scores grants={[grant(1n)]} />);
    fireEvent.click(await screen.findByRole("button", { name: "Read its terms" }));
    expect(await screen.findByText(/another content/)).toBeTruthy();
    for (const uri of ["https://localhost/award", "http://example.org/award", "no address"]) {
      cleanup();
      at(uri);
      render(<Scores grants={[grant(1n)]} />);
      await screen.findByLabelText("The file of its terms");
      await vi.waitFor(() => expect(findBriefs).toHaveBeenCalled());
      expect(screen.queryByRole("button", { name: "Read its terms" }), uri).toBe(null);
    }
  });

  it("are offered once for each grant, and for no prize", () => {
    const first = grant(1n);
    const jobs = [first.job, { ...first.job, id: 2n }];
    const task = { ...first.task, jobs };
    const all = jobs.map((job) => ({ ...first, task, job }));
    expect(all.map(isAward)).toEqual([true, false]);
    expect(isAward({ ...all[0]!, task: { ...task, kind: "bounty" } })).toBe(false);
  });
});
