// @vitest-environment happy-dom
import { expect, it } from "vitest";

import { discoverWallets } from "./discover";

const announce = (rdns: string, icon: string, name = rdns) => {
  const detail = { info: { uuid: rdns, rdns, name, icon }, provider: {} };
  window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
};

it("has wallets of other devices after those of the browser, each once", () => {
  const legacy = { request: () => Promise.resolve() };
  const discovery = discoverWallets({ ethereum: legacy });
  const heard: string[][] = [];
  const end = discovery.subscribe(() => heard.push(discovery.wallets().map(({ name }) => name)));
  discovery.add({ id: "far", name: "Far", provider: legacy });
  discovery.add({ id: "far", name: "Far again", provider: legacy });
  end();
  discovery.add({ id: "late", name: "Late", provider: legacy });
  expect(heard).toEqual([["Browser wallet"], ["Browser wallet", "Far"], ["Browser wallet", "Far again"]]);
});

it("shows a wallet's own picture only where it is in the announcement: nobody else is asked for one", () => {
  const discovery = discoverWallets({});
  announce("good.example", "data:image/png;base64,AA==");
  announce("far.example", "https://far.example/icon.png");
  announce("odd.example", "data:text/html,<b>", "n".repeat(100));
  discovery.subscribe(() => undefined)();
  expect(discovery.wallets().map(({ id, name, icon }) => [id, name.length, icon])).toEqual([
    ["good.example", 12, "data:image/png;base64,AA=="],
    ["far.example", 11, undefined],
    ["odd.example", 60, undefined],
  ]);
});
