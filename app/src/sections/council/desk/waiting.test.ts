import { Wallet } from "ethers";
import { beforeEach, expect, it, vi } from "vitest";

import type { SafeFile } from "@polity/sdk/safe/file";
import { safeService } from "@polity/sdk/safe/service";
import { buildSafeTransaction, SAFE_TX, safeDomain } from "@polity/sdk/safe/transaction";
import { ADA, BEN, TO } from "../../../../test/fakes";
import type { Site } from "../../../data/network";
import { shelfOf } from "./desk";
import { waitingFor } from "./waiting";

vi.mock("./desk", async (original) => ({ ...(await original<object>()), shelfOf: vi.fn() }));
vi.mock("@polity/sdk/safe/service", () => ({ safeService: vi.fn() }));
vi.mock("@polity/sdk/safe/describe", () => ({
  describeSafeTransaction: (_: unknown, __: unknown, { nonce }: { nonce: number }) =>
    Promise.resolve({ lines: [`pays for nonce ${nonce}`], warnings: [] }),
}));

const member = new Wallet(`0x${"11".repeat(32)}`);
const site = (service?: string) =>
  ({
    ...{ network: { addresses: { Council: TO } }, deployment: { chainId: 31_337 } },
    ...(service && { safeService: service }),
  }) as unknown as Site;
const state = { owners: [ADA, member.address], threshold: 1, nonce: 4 } as never;
const two = { owners: [ADA, BEN, member.address], threshold: 2, nonce: 4 } as never;

const fileOf = (nonce: number): SafeFile => ({
  ...{ safe: { chainId: 31_337, address: TO }, signatures: [] },
  transaction: buildSafeTransaction({ to: BEN }, nonce),
});
async function signed(nonce: number): Promise<SafeFile> {
  const { safe, transaction } = fileOf(nonce);
  const signature = await member.signTypedData(safeDomain(safe), SAFE_TX, transaction);
  return { safe, transaction, signatures: [{ signer: member.address, signature }] };
}
const kept = (...files: SafeFile[]) => vi.mocked(shelfOf).mockReturnValue({ get: () => files } as never);
const said = async (...asked: Parameters<typeof waitingFor>) =>
  (await waitingFor(...asked)).map(({ what }) => what);

beforeEach(() => vi.mocked(safeService).mockReset());

it("asks a member for the signatures that are missing, and for what is ready to be carried out", async () => {
  kept(fileOf(3), await signed(4), fileOf(6), await signed(7));
  expect(await said(site(), state, ADA)).toEqual([
    "Carry out for the council: it pays for nonce 4",
    "Sign for the council: it pays for nonce 6",
  ]);
  expect(await said(site(), two, ADA)).toEqual([
    "Sign for the council: it pays for nonce 4",
    "Sign for the council: it pays for nonce 6",
    "Sign for the council: it pays for nonce 7",
  ]);
  expect(await said(site(), two, member.address)).toEqual(["Sign for the council: it pays for nonce 6"]);
});

it("counts what the service has, and does without it when it does not answer", async () => {
  kept(fileOf(4));
  const pending = vi.fn(async () => ({ files: [await signed(4), fileOf(5)], refused: [] }));
  vi.mocked(safeService).mockReturnValue({ pending } as never);
  expect(await said(site("https://safe.example"), two, member.address)).toEqual([
    "Sign for the council: it pays for nonce 5",
  ]);
  expect(pending).toHaveBeenCalledWith({ chainId: 31_337, address: TO }, 4);
  pending.mockRejectedValue(new Error("away"));
  expect(await said(site("https://safe.example"), two, member.address)).toEqual([
    "Sign for the council: it pays for nonce 4",
  ]);
});
