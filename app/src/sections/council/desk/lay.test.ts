import { beforeEach, expect, it, vi } from "vitest";

import { safeService } from "@polity/sdk/safe/service";
import { buildSafeTransaction } from "@polity/sdk/safe/transaction";
import { BEN, memoryOf, TO } from "../../../../test/fakes";
import { layOnDesk } from "./lay";
import { Shelf } from "./shelf";

const safe = { chainId: 31_337, address: TO };
const network = { addresses: { Council: TO }, council: { nonce: () => Promise.resolve(4n) } };
const deployment = { name: "Net", chainId: 31_337 };
const site = { network, deployment } as unknown as Parameters<typeof layOnDesk>[0];
const kept = vi.hoisted(() => ({}) as { shelf: Shelf });

vi.mock("./desk", () => ({ safeIdOf: () => safe, shelfOf: () => kept.shelf }));
vi.mock("@polity/sdk/safe/service", () => ({ safeService: vi.fn() }));

const call = { to: BEN, data: "0x1234" };
const fileAt = (nonce: number) => ({ safe, transaction: buildSafeTransaction(call, nonce), signatures: [] });
const served = (pending: () => Promise<unknown>) =>
  vi.mocked(safeService).mockReturnValue({ pending } as unknown as ReturnType<typeof safeService>);

beforeEach(() => {
  kept.shelf = new Shelf(memoryOf(), network as never, deployment);
});

it("lays a call down unsigned, each behind the one before", async () => {
  expect(await layOnDesk(site, call)).toBe(4);
  expect(await layOnDesk(site, call)).toBe(5);
  expect(kept.shelf.get()).toMatchObject([
    { safe, transaction: { to: BEN, data: "0x1234", value: 0n, nonce: 4, operation: 0 }, signatures: [] },
    { transaction: { nonce: 5 } },
  ]);
});

it("goes behind what the service has, and does without a service that does not answer", async () => {
  const withService = { ...site, safeService: "https://safe.example" };
  served(() => Promise.resolve({ files: [fileAt(4)], refused: [] }));
  expect(await layOnDesk(withService, call)).toBe(5);
  served(() => Promise.reject(new Error("down")));
  expect(await layOnDesk(withService, call)).toBe(4);
});
