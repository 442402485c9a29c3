import { Interface, makeError, type Provider, type Signer } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";

import { send } from "@polity/sdk/transaction";
import { ADA, BEN, FakeChain, memoryOf, TO } from "../../test/fakes";
import { PendingTransactions } from "./pending";
import { ActionRunner, type RunnerContext } from "./runner";

const abi = new Interface(["error VoteEscrow_AmountTooSmall(uint256 amount, uint256 min)"]);
const REVERT = abi.encodeErrorResult("VoteEscrow_AmountTooSmall", [1n, 10n ** 18n]);
const revert = () => makeError("execution reverted", "CALL_EXCEPTION", { data: REVERT } as never);

/** A wallet and a chain that do what a test tells them. */
class Scene {
  readonly chain = new FakeChain();
  readonly asked: string[] = [];
  accounts = [ADA];
  chainId = "0x7a69";
  declines = 0;
  balance = 10n ** 18n;
  failsAt: "estimate" | "call" | "block" | undefined;
  status = 1;

  readonly wallet = {
    request: ({ method, params }: { method: string; params?: unknown }) => {
      this.asked.push(method);
      if (method === "eth_chainId") return Promise.resolve(this.chainId);
      if (method === "eth_accounts") return Promise.resolve(this.accounts);
      if (this.declines > 0) {
        this.declines--;
        return Promise.reject(Object.assign(new Error("User rejected the request."), { code: 4001 }));
      }
      if (method === "eth_signTypedData_v4") return Promise.resolve(`0x${"11".repeat(65)}`);
      const [{ data }] = params as [{ data: string }];
      const hash = `0x${String(this.chain.mined.length + 1).padStart(64, "0")}`;
      this.chain.mined.push({ hash, from: ADA, nonce: 0, to: TO, data, block: 11, status: this.status });
      return Promise.resolve(hash);
    },
  };

  readonly provider = {
    ...this.chain.asChain,
    getNetwork: () => Promise.resolve({ chainId: 31_337n }),
    resolveName: (name: string) => Promise.resolve(name),
    estimateGas: () => (this.failsAt === "estimate" ? Promise.reject(revert()) : Promise.resolve(50_000n)),
    getFeeData: () => Promise.resolve({ gasPrice: 1_000n, maxFeePerGas: null }),
    getBalance: () => Promise.resolve(this.balance),
    call: ({ blockTag }: { blockTag?: number }) =>
      this.failsAt === (blockTag === undefined ? "call" : "block")
        ? Promise.reject(revert())
        : Promise.resolve("0x"),
  } as unknown as Provider;

  readonly runner = new ActionRunner(
    new PendingTransactions(this.chain.asChain, 31_337, memoryOf(), { pause: () => Promise.resolve() }),
  );

  get context(): RunnerContext {
    return {
      ...{ wallet: this.wallet, account: ADA, chainId: 31_337, provider: this.provider },
      describe: ({ data }) => Promise.resolve([`sends ${data}`]),
      describeSignature: () => ["signs a permit"],
    };
  }

  run(work: (signer: Signer) => Promise<string> = (signer) => lock(signer)) {
    return this.runner.run({ title: "Lock", work }, this.context);
  }

  get flow() {
    return this.runner.get()[0]?.flow;
  }

  /** Waits until the flow stands there. */
  async until(at: string) {
    for (let i = 0; i < 2_000 && this.flow?.at !== at; i++) await new Promise((next) => setImmediate(next));
    expect(this.flow?.at).toBe(at);
  }
}

async function lock(signer: Signer, data = "0x1234"): Promise<string> {
  const receipt = await send(signer, { to: TO, data });
  return `locked in ${receipt.hash}`;
}

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});

describe("An action with the wallet", () => {
  it("asks the wallet for nothing before its user has read what it does, and agreed", async () => {
    const over = scene.run();
    await scene.until("reviewing");
    expect(scene.flow).toMatchObject({
      step: { kind: "transaction", words: ["sends 0x1234"], gas: 50_000n, cost: 50_000_000n },
    });
    expect(scene.asked).toEqual([]);
    scene.runner.agree(1);
    await over;
    expect(scene.asked).toEqual(["eth_chainId", "eth_accounts", "eth_sendTransaction"]);
    expect(scene.flow).toMatchObject({
      at: "succeeded",
      result: expect.stringMatching(/^locked in 0x0+1$/) as string,
    });
  });

  it("ends where a Safe takes it over: nothing after it is done, and nobody waits for a block", async () => {
    const steps: string[] = [];
    scene.balance = 0n;
    const over = scene.runner.run(
      {
        title: "Lock",
        work: async (signer) => {
          await lock(signer);
          steps.push("after");
          return "locked";
        },
      },
      { ...scene.context, handsOver: "It waits for its owners." },
    );
    await scene.until("reviewing");
    scene.runner.agree(1);
    await over;
    expect(scene.flow).toMatchObject({ at: "succeeded", result: "It waits for its owners." });
    expect(steps).toEqual([]);
    expect(scene.runner.get()[0]?.flow.done).toHaveLength(1);
  });

  it("signs no message as a Safe, and does not ask it to", async () => {
    await scene.runner.run(
      { title: "Sign", work: (signer) => signer.signTypedData({}, { Permit: [] }, {}) },
      { ...scene.context, handsOver: "It waits for its owners." },
    );
    expect(scene.flow).toMatchObject({ at: "failed", error: { message: "a Safe signs no messages here" } });
    expect(scene.asked).toEqual([]);
  });

  it("is refused with the contract's reason where it would fail, and the wallet never opens", async () => {
    scene.failsAt = "estimate";
    await scene.run();
    expect(scene.flow).toMatchObject({ at: "failed", error: { hint: "lock at least 1" } });
    expect(scene.asked).toEqual([]);
  });

  it("is tried once more right before it is sent", async () => {
    const over = scene.run();
    await scene.until("reviewing");
    scene.failsAt = "call";
    scene.runner.agree(1);
    await over;
    expect(scene.flow).toMatchObject({ at: "failed", error: { hint: "lock at least 1" } });
    expect(scene.asked).not.toContain("eth_sendTransaction");
  });

  it("says before the wallet opens that the gas cannot be paid", async () => {
    scene.balance = 1n;
    await scene.run();
    expect(scene.flow).toMatchObject({
      at: "failed",
      error: { message: "the account cannot pay for the gas" },
    });
    expect(scene.asked).toEqual([]);
  });

  it("can be asked again after the wallet declined, with nothing lost", async () => {
    scene.declines = 1;
    const over = scene.run();
    await scene.until("reviewing");
    scene.runner.agree(1);
    await scene.until("asking");
    await scene.until("reviewing");
    expect(scene.flow).toMatchObject({ refusal: { message: "the wallet declined" } });
    scene.runner.agree(1);
    await over;
    expect(scene.flow?.at).toBe("succeeded");
  });

  it("is not sent for another account or on another chain, whatever the page believes, until that is mended", async () => {
    Object.assign(scene, { chainId: "0x1" });
    const over = scene.run();
    await scene.until("reviewing");
    scene.runner.agree(1);
    await scene.until("asking");
    await scene.until("reviewing");
    expect(scene.flow).toMatchObject({
      refusal: { message: "the wallet is on chain 1, and the network on chain 31337" },
    });
    Object.assign(scene, { chainId: "0x7a69", accounts: [BEN] });
    scene.runner.agree(1);
    await scene.until("asking");
    await scene.until("reviewing");
    expect(scene.flow).toMatchObject({ refusal: { message: `the wallet does not show the account ${ADA}` } });
    expect(scene.asked).not.toContain("eth_sendTransaction");
    scene.accounts = [ADA.toLowerCase()];
    scene.runner.agree(1);
    await over;
    expect(scene.flow?.at).toBe("succeeded");
  });

  it("tells why it failed on chain, by the contract's own error", async () => {
    Object.assign(scene, { status: 0, failsAt: "block" });
    const over = scene.run();
    await scene.until("reviewing");
    scene.runner.agree(1);
    await over;
    expect(scene.flow).toMatchObject({
      at: "failed",
      hash: expect.stringMatching(/^0x/) as string,
      error: {
        message: expect.stringMatching(/^the transaction failed: 0\.0+1 tokens are too few/) as string,
      },
    });
  });

  it("is stopped by its user, and leaves nothing behind", async () => {
    const over = scene.run();
    await scene.until("reviewing");
    scene.runner.dismiss(1);
    await over;
    expect(scene.runner.get()).toEqual([]);
    expect(scene.asked).toEqual([]);
  });

  it("goes on with its next transaction, put aside or not, and shows it", async () => {
    const over = scene.run(async (signer) => {
      await lock(signer, "0xaa");
      return lock(signer, "0xbb");
    });
    await scene.until("reviewing");
    scene.runner.agree(1);
    scene.runner.dismiss(1);
    expect(scene.runner.get()[0]?.hidden).toBe(true);
    await scene.until("reviewing");
    expect(scene.runner.get()[0]).toMatchObject({
      hidden: false,
      flow: { done: [{ words: ["sends 0xaa"] }] },
    });
    scene.runner.agree(1);
    await over;
    expect(scene.flow).toMatchObject({ at: "succeeded", done: [{}, { words: ["sends 0xbb"] }] });
    scene.runner.dismiss(1);
    expect(scene.runner.get()).toEqual([]);
  });

  it("tells that the wallet shows something else, and that it is back", async () => {
    const over = scene.run();
    await scene.until("reviewing");
    scene.runner.walletIs({ account: BEN, onChain: true });
    expect(scene.flow?.away).toBe("account");
    scene.runner.agree(1);
    expect(scene.flow?.at).toBe("reviewing");
    scene.runner.walletIs({ account: ADA, onChain: false });
    expect(scene.flow?.away).toBe("chain");
    scene.runner.walletIs({ account: undefined, onChain: false });
    expect(scene.flow?.away).toBe("disconnected");
    scene.runner.walletIs({ account: ADA, onChain: true });
    scene.runner.agree(1);
    await over;
    expect(scene.flow?.at).toBe("succeeded");
  });

  it("signs nothing but what it can tell, and never a plain message", async () => {
    await scene.run((signer) => signer.signMessage("hello"));
    expect(scene.flow).toMatchObject({
      at: "failed",
      error: { message: "the page signs only what it can put into words" },
    });
    expect(scene.asked).toEqual([]);
  });
});
