// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import { DAY } from "@polity/sdk/format";
import { readListingTerms } from "@polity/sdk/market/read";
import { listService, newChannel, topUp, type FoundChannel } from "@polity/sdk/market/steps";
import { send } from "@polity/sdk/transaction";
import type { Settlement } from "@polity/sdk/usage/settlement";
import { ADA, BEN, TO } from "../../../test/fakes";
import { Register, shareOf, uriOf } from "./Register";
import { TopUp } from "./TopUp";

const ONE = 10n ** 18n;
const SIGNER = { of: "ada" };
const PROVIDER = { of: "the page" };
const site = vi.hoisted(() => ({ network: {}, account: undefined as string | undefined }));
const outcomes: string[] = [];

vi.mock("../../data/network", () => ({
  useSite: () => ({ network: site.network, deployment: { block: 7 } }),
}));
vi.mock("../../data/units", () => {
  const own = { symbol: "NET", decimals: 18 };
  return {
    useTokenUnit: () => own,
    useUnits: ([token]: string[]) =>
      new Map([
        [
          token,
          token === "0x5FbDB2315678afecb367f032d93F642f64180aa3" ? own : { symbol: "USD", decimals: 6 },
        ],
      ]),
  };
});
vi.mock("../../data/chain", async () => {
  const { fakeChain } = await import("../../../test/section");
  return fakeChain(() => site.network);
});
vi.mock("../../wallet", () => ({ useWallet: () => ({ account: site.account, connect: vi.fn() }) }));
vi.mock("../../actions/context", async () => {
  const { useActions } = await import("../../../test/section").then(({ fakeActions }) =>
    fakeActions(
      () => SIGNER,
      (outcome) => outcomes.push(outcome),
    ),
  );
  return {
    useActions: () => ({
      run: ({
        onDone,
        ...action
      }: {
        title: string;
        work: (signer: unknown) => Promise<string>;
        onDone?: () => void;
      }) =>
        useActions().run({
          ...action,
          work: async (signer) => {
            const said = await action.work(signer);
            onDone?.();
            return said;
          },
        }),
    }),
  };
});
vi.mock("@polity/sdk/market/read", async (original) => ({
  ...(await original<object>()),
  readListingTerms: vi.fn(),
}));
vi.mock("@polity/sdk/market/steps", () => ({ listService: vi.fn(), newChannel: vi.fn(), topUp: vi.fn() }));
vi.mock("@polity/sdk/transaction", async (original) => ({ ...(await original<object>()), send: vi.fn() }));

const addAuthorizer = vi.fn((...args: unknown[]) => ["addAuthorizer", ...args]);
const market = { addAuthorizer: { populateTransaction: addAuthorizer } };
const write = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const told = async () => {
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  return outcomes.pop();
};
/** What stands under a field, which is marked as wrong. */
const errorAt = (label: string | RegExp) => {
  const field = screen.getByLabelText(label);
  expect(field.getAttribute("aria-invalid")).toBe("true");
  return document.getElementById(field.getAttribute("aria-describedby")!.split(" ").at(-1)!)!.textContent;
};

beforeEach(() => {
  vi.resetAllMocks();
  addAuthorizer.mockImplementation((...args: unknown[]) => ["addAuthorizer", ...args]);
  Object.assign(site, {
    network: {
      market,
      registry: {},
      addresses: { GovernanceToken: TO },
      governor: { runner: { provider: PROVIDER } },
    },
    account: ADA,
  });
  outcomes.length = 0;
});
afterEach(cleanup);

describe("Putting money into a channel", () => {
  const state = { balance: 5n * ONE, claimed: 2n * ONE, withdrawing: 0n, withdrawingSince: 0 };
  const stateOf = vi.fn();
  const settlement = { idOf: () => "0x12", stateOf } as unknown as Settlement;
  const sought = { payer: ADA, token: TO, withdrawDelay: DAY, salt: "0x00" };
  const channel = { ...sought, payerAuthorizer: ADA, receiver: BEN, receiverAuthorizer: BEN };
  const found: FoundChannel = { id: "0x12", channel: { ...channel, withdrawDelay: 3 * DAY }, state };
  const done = vi.fn();
  const show = (part: Partial<Parameters<typeof TopUp>[0]> = {}) => {
    stateOf.mockResolvedValue(state);
    render(<TopUp {...{ service: 4n, sought, found, settlement, onDone: done, ...part }} />);
  };

  it("adds to the channel that was found, in the token's units, by a permit, and says what is left", async () => {
    show();
    expect(screen.getByText(/take it 3 days later/)).toBeTruthy();
    write("How much, in NET", "1.5");
    press("Put it in");
    expect(await told()).toBe(
      "Put money into a channel to service 4: 3 NET are in it and not claimed. What is left comes back when you ask.",
    );
    expect(topUp).toHaveBeenCalledWith(SIGNER, PROVIDER, settlement, found.channel, 15n * 10n ** 17n, {
      permits: true,
    });
    expect(newChannel).not.toHaveBeenCalled();
    expect(done).toHaveBeenCalledTimes(1);
  });

  it("opens a new one where there is none, and approves what takes no permits", async () => {
    vi.mocked(newChannel).mockResolvedValue(channel);
    show({ found: undefined, sought: { ...sought, token: BEN } });
    expect(screen.getByText(/take it a day later/)).toBeTruthy();
    write("How much, in USD", "2");
    press("Put it in");
    await told();
    expect(newChannel).toHaveBeenCalledWith(market, 4n, { ...sought, token: BEN }, 7);
    expect(topUp).toHaveBeenCalledWith(SIGNER, PROVIDER, settlement, channel, 2_000_000n, { permits: false });
  });

  it("asks for an amount above nothing, and says why nothing was put in", async () => {
    show();
    for (const wrong of ["", "0", "-1", "much"]) {
      write("How much, in NET", wrong);
      press("Put it in");
      expect(errorAt("How much, in NET"), wrong).toBeTruthy();
    }
    expect(topUp).not.toHaveBeenCalled();
    vi.mocked(topUp).mockRejectedValue(new PolityError("service 4 is gone"));
    write("How much, in NET", "1");
    press("Put it in");
    expect(await told()).toMatch(/service 4 is gone/);
    expect(done).not.toHaveBeenCalled();
  });
});

describe("Listing a service", () => {
  const CARD = "# A model";
  const done = vi.fn();
  const show = async () => {
    vi.mocked(readListingTerms).mockResolvedValue({ minStake: 25_000n * ONE, minDeveloperBps: 2_000n });
    vi.mocked(listService).mockResolvedValue({ service: 9n, till: BEN } as never);
    render(<Register kinds={["MODEL", "APP"]} onDone={done} />);
    await screen.findByLabelText("What it is");
  };
  const give = () =>
    fireEvent.change(screen.getByLabelText("What describes it"), {
      target: { files: [new File([CARD], "card.md")] },
    });

  it("begins with what the network asks for, and names one's own account to claim", async () => {
    await show();
    give();
    write("What it is", "1");
    write("Where that file can be read", " ipfs://card ");
    press("List it");
    expect(await told()).toBe(
      `List a service: It is service 9, and is paid into ${BEN}. Sell its requests by gateway serve.`,
    );
    expect(listService).toHaveBeenCalledWith(market, SIGNER, {
      ...{ kind: 1, developerBps: 2_000n, stake: 25_000n * ONE },
      ...{ metadata: contentHash(new TextEncoder().encode(CARD)), uri: "ipfs://card" },
    });
    expect(send).toHaveBeenCalledWith(SIGNER, ["addAuthorizer", 9n, ADA]);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it("takes another share, another stake, and a gateway's account", async () => {
    await show();
    give();
    write(/^Share for apps/, "27.5");
    write("Stake, in NET", "30000");
    write("Who claims for it", TO);
    press("List it");
    await told();
    expect(vi.mocked(listService).mock.calls[0]![2]).toMatchObject({
      developerBps: 2_750n,
      stake: 30_000n * ONE,
    });
    expect(addAuthorizer).toHaveBeenCalledWith(9n, TO);
  });

  it("says at each field what the market would refuse, and lists nothing", async () => {
    site.account = undefined;
    await show();
    write("Where that file can be read", "x".repeat(257));
    write(/^Share for apps/, "19.99");
    write("Stake, in NET", "24999.9");
    press("List it");
    expect(errorAt("What describes it")).toMatch(/choose the file that describes the service/i);
    expect(errorAt("Where that file can be read")).toMatch(/256 bytes at the most/);
    expect(errorAt(/^Share for apps/)).toMatch(/20 ?% to 50 ?%/);
    expect(errorAt("Stake, in NET")).toMatch(/25,000 at the least/);
    expect(errorAt("Who claims for it")).toMatch(/connect a wallet/);
    expect([vi.mocked(listService).mock.calls, outcomes]).toEqual([[], []]);
  });

  it("reads a share in percent and an address as the contract counts them", () => {
    expect(["20", "20.5", "20.05", " 50 "].map((one) => shareOf(one, 2_000n))).toEqual([
      2_000n,
      2_050n,
      2_005n,
      5_000n,
    ]);
    for (const wrong of ["19.9", "50.01", "100", "2e1", "20,5", "-1", "", "20.123"])
      expect(() => shareOf(wrong, 2_000n), wrong).toThrow(/write 20/);
    expect(uriOf("é".repeat(128))).toHaveLength(128);
    expect(() => uriOf("é".repeat(129))).toThrow(/256 bytes/);
  });
});
