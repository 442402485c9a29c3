import { expect, it } from "vitest";

import type { SafeFile } from "@polity/sdk/safe/file";
import { BEN, TO } from "../../../../test/fakes";
import { deskWallet } from "./wallet";

const safe = { chainId: 31_337, address: TO };

it("puts what is sent as the council on the desk, with the next nonce and without a signature", async () => {
  const files: SafeFile[] = [];
  const { provider, handsOver } = deskWallet(safe, {
    nonceOf: () => Promise.resolve(7),
    put: (file) => files.push(file),
  });
  expect(await provider.request({ method: "eth_requestAccounts" })).toEqual([TO]);
  expect(await provider.request({ method: "eth_chainId" })).toBe("0x7a69");
  const sent = { from: TO, to: BEN.toLowerCase(), data: "0x1234", value: "0x5" };
  await provider.request({ method: "eth_sendTransaction", params: [sent] });
  expect(files).toMatchObject([
    { safe, transaction: { to: BEN, data: "0x1234", value: 5n, nonce: 7, operation: 0 }, signatures: [] },
  ]);
  expect(handsOver).toMatch(/lies on the council’s desk/);
  await expect(provider.request({ method: "personal_sign" })).rejects.toThrow(
    /does not answer personal_sign/,
  );
});
