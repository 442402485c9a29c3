// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";

import { ADA, TO } from "../../test/fakes";
import { isDeclined } from "./eip1193";
import { safeAppWallet } from "./safe-app";

const HASH = `0x${"ab".repeat(32)}`;

interface Request {
  id: string;
  method: string;
  params: unknown;
}
let end: () => void = () => undefined;
afterEach(() => end());

/** A window around the page that speaks as Safe's does, to Safe's own SDK: here it is the page's own window. */
function fakeParent(answer: (request: Request) => object): Request[] {
  const asked: Request[] = [];
  const hear = ({ data }: MessageEvent<Partial<Request> & { env?: unknown }>) => {
    if (data.method === undefined || data.env === undefined) return;
    const request = data as Request;
    asked.push(request);
    const reply = { id: request.id, version: "9.1.0", ...answer(request) };
    window.dispatchEvent(
      new MessageEvent("message", { data: reply, origin: "https://safe.example", source: window.parent }),
    );
  };
  window.addEventListener("message", hear);
  end = () => window.removeEventListener("message", hear);
  return asked;
}

it("speaks with the Safe around it by the messages of Safe's SDK", async () => {
  const asked = fakeParent(({ method }) => ({
    success: true,
    data:
      method === "getSafeInfo"
        ? { safeAddress: ADA, chainId: 1, threshold: 1, owners: [], isReadOnly: false }
        : { safeTxHash: HASH },
  }));
  const { provider } = (await safeAppWallet())!;
  expect(await provider.request({ method: "eth_accounts" })).toEqual([ADA]);
  const params = [{ to: TO, data: "0x1234" }];
  expect(await provider.request({ method: "eth_sendTransaction", params })).toBe(HASH);
  expect(asked.map(({ method }) => method)).toEqual(["getSafeInfo", "sendTransactions"]);
  expect(asked[1]!.params).toEqual({ txs: [{ to: TO, data: "0x1234", value: "0" }] });
});

it("hears the Safe's owner say no", async () => {
  fakeParent(({ method }) =>
    method === "getSafeInfo"
      ? { success: true, data: { safeAddress: ADA, chainId: 1 } }
      : { success: false, error: "Transaction was rejected" },
  );
  const { provider } = (await safeAppWallet())!;
  const params = [{ to: TO, data: "0x" }];
  const error: unknown = await provider
    .request({ method: "eth_sendTransaction", params })
    .catch((thrown: unknown) => thrown);
  expect(isDeclined(error)).toBe(true);
});
