// @vitest-environment node
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { PlayedRelay, WalletApp } from "../../../test/helpers/wallet-connect";
import { ADA, BEN, memoryOf, TO } from "../../test/fakes";
import { isDeclined, type FoundWallet } from "./eip1193";
import { WalletSession } from "./session";
import { linkOf, walletConnect } from "./wallet-connect";

const SITE = { projectId: "ab".repeat(16), chainId: 31_337, name: "Test", origin: "https://dao.example" };
const ON_CHAIN = `eip155:31337:${ADA}`;

describe(
  "A wallet by WalletConnect, with the library's own wallet on the other end",
  { timeout: 60_000 },
  () => {
    const relay = new PlayedRelay();
    const apps: WalletApp[] = [];
    let url = "";
    let tests = 0;
    beforeAll(async () => {
      url = await relay.start();
    });
    afterEach(async () => {
      for (const app of apps.splice(0)) await app.close();
    });
    afterAll(() => relay.stop());

    const appWith = async (...given: string[]) => {
      const app = await WalletApp.open(url, given, (method, params) =>
        Promise.resolve(`${method} ${JSON.stringify(params)}`),
      );
      apps.push(app);
      return app;
    };
    const pageAt = (relayUrl = url, patience?: number) =>
      walletConnect(SITE, { relayUrl, customStoragePrefix: `page-${++tests}` }, patience);
    const sessionOf = () =>
      new WalletSession(
        { wallets: () => [], add: () => undefined, subscribe: () => () => undefined },
        memoryOf(),
      );
    /** What the page shows for the wallet, once it does. */
    const offered = ({ pairing }: FoundWallet) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const uri = pairing!.get();
          if (uri !== undefined) resolve(uri);
        };
        pairing!.subscribe(look);
        look();
      });

    /** A page that an app has answered. */
    async function meet(app: WalletApp) {
      const [page, session] = [pageAt(), sessionOf()];
      const connecting = session.connect(page);
      await app.scan(await offered(page));
      await connecting;
      const ask = (method: string, ...params: unknown[]) => page.provider.request({ method, params });
      return { app, page, session, ask };
    }
    const connected = async (...given: string[]) => meet(await appWith(...given));

    it("is connected by a code, and named to its owner as the site with its address", async () => {
      const { page, session, app } = await connected(ON_CHAIN);
      expect(session.get()).toMatchObject({ status: "connected", account: ADA, chainId: 31_337 });
      expect(page.pairing!.get()).toBe(undefined);
      expect(app.met).toMatchObject({ name: "Test", url: "https://dao.example" });
      expect(page.pairing!.app()).toBe("testwallet://");
    });

    it("sends and signs on the chain of the network, whichever it shows, and asks the relay for nothing else", async () => {
      const { ask, app } = await connected(`eip155:1:${BEN}`, ON_CHAIN);
      expect(await ask("eth_chainId")).toBe("0x7a69");
      expect(await ask("eth_accounts")).toEqual([ADA]);
      const transaction = { from: ADA, to: BEN, data: "0x12" };
      expect(await ask("eth_sendTransaction", transaction)).toBe(
        `eth_sendTransaction ${JSON.stringify([transaction])}`,
      );
      expect(app.requests).toEqual([
        { method: "eth_sendTransaction", chain: "eip155:31337", params: [transaction] },
      ]);
      await expect(ask("personal_sign", "0x12", ADA)).rejects.toThrow("does not answer personal_sign");
      expect(app.requests).toHaveLength(1);
    });

    it("says in the codes of other wallets that its owner declined, to connect and to sign", async () => {
      const app = await appWith(ON_CHAIN);
      app.refuseNext();
      const { session } = await meet(app);
      expect(session.get()).toMatchObject({
        status: "disconnected",
        error: expect.stringMatching(/^the wallet declined/) as string,
      });

      const { ask, app: other } = await connected(ON_CHAIN);
      other.refuseNext(5000, "No.");
      const refused: unknown = await ask("eth_signTypedData_v4", ADA, "{}").catch((error: unknown) => error);
      expect(isDeclined(refused)).toBe(true);
      other.refuseNext(-32_000, "out of gas");
      await expect(ask("eth_sendTransaction", {})).rejects.toMatchObject({ message: "out of gas" });
    });

    it("is refused without an account on the chain of the network, and let go of", async () => {
      const { session, app } = await connected(`eip155:1:${ADA}`);
      expect(session.get().error).toMatch(/^the wallet app gave no account on chain 31337; add that network/);
      await until(() => app.sessions() === 0);

      const honest = await appWith(ON_CHAIN);
      honest.refuseNext(5100, "Unsupported chains.");
      const { session: second } = await meet(honest);
      expect(second.get().error).toMatch(/^the wallet app gave no account on chain 31337/);
      expect(honest.sessions()).toBe(0);
    });

    it("follows the account that the app shows, and ends when its owner takes it back there", async () => {
      const other = `eip155:31337:${BEN}`;
      const { session, app } = await connected(ON_CHAIN, other);
      await app.show(other);
      await until(() => session.get().account === BEN);
      await app.show(`eip155:31337:${TO}`);
      await app.update([ON_CHAIN]);
      await until(() => session.get().account === ADA);
      await app.disconnect();
      await until(() => session.get().status === "disconnected");
    });

    it("is there again at the next visit without a code, and forgotten when its user disconnects", async () => {
      const { session, app, ask } = await connected(ON_CHAIN);
      const again = walletConnect(SITE, { relayUrl: url, customStoragePrefix: `page-${tests}` });
      expect(await again.provider.request({ method: "eth_accounts" })).toEqual([ADA]);
      expect(await again.provider.request({ method: "eth_requestAccounts" })).toEqual([ADA]);
      expect(again.pairing!.get()).toBe(undefined);
      await session.disconnect();
      await until(() => app.sessions() === 0);
      expect(await ask("eth_accounts")).toEqual([]);
      await expect(ask("eth_sendTransaction", {})).rejects.toMatchObject({ code: 4100 });
    });

    it("means another device when it is chosen once more", async () => {
      const { session, page, app } = await connected(ON_CHAIN);
      const other = await appWith(`eip155:31337:${BEN}`);
      const connecting = session.connect(page);
      await other.scan(await offered(page));
      await connecting;
      expect(session.get().account).toBe(BEN);
      await until(() => app.sessions() === 0);
    });

    it("is waited for no longer when its user goes back, and let go of when it comes later", async () => {
      const [app, page, session] = [await appWith(ON_CHAIN), pageAt(), sessionOf()];
      const connecting = session.connect(page);
      const uri = await offered(page);
      session.cancel();
      await connecting;
      expect(session.get()).toMatchObject({ status: "disconnected" });
      expect(session.get().error).toBe(undefined);
      expect(page.pairing!.get()).toBe(undefined);
      await app.scan(uri);
      await until(() => app.met !== undefined && app.sessions() === 0);
      expect(await page.provider.request({ method: "eth_accounts" })).toEqual([]);
    });

    it("says that the relay does not answer, and what to look at", async () => {
      const silent = new PlayedRelay();
      const place = await silent.start();
      await silent.stop();
      const [page, session] = [pageAt(place, 100), sessionOf()];
      await session.connect(page);
      expect(session.get().error).toMatch(
        /^the relay of WalletConnect does not answer; look at your connection/,
      );
    });

    it("makes a link of where the app can be opened only if no page is behind it", () => {
      const links: [{ native?: string; universal?: string }, string | undefined][] = [
        [{ native: "good://wc", universal: "https://good.example" }, "good://wc"],
        [{ native: "javascript://%0aalert(1)" }, undefined],
        [{ native: "data:text/html,x", universal: "https://good.example/app" }, "https://good.example/app"],
        [{ native: "", universal: "http://plain.example" }, undefined],
        [{ native: "https://evil.example" }, undefined],
        [{}, undefined],
      ];
      for (const [redirect, link] of links) expect(linkOf(redirect), JSON.stringify(redirect)).toBe(link);
      expect(linkOf(undefined)).toBe(undefined);
    });
  },
);

/** Waits until something is so, for as long as the test may take. */
async function until(isSo: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 30_000, interval: 10 });
}
