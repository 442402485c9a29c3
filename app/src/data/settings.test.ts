import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Deployment } from "@polity/sdk/deployment";
import { PLAIN_FORM } from "@polity/sdk/nep/form";
import { loadNetworkFile, placesOf } from "./settings";

const at = (digit: string) => `0x${digit.repeat(40)}`;
const deploymentAt = (governor: string): Deployment => ({
  ...{ name: "Test", chainId: 31_337, block: 0 },
  contracts: {
    ...{ TimelockController: at("1"), GovernanceToken: at("2"), ProtocolRegistry: at("3") },
    ...{ Rulebook: at("4"), NetworkGovernor: at(governor) },
  },
});
const rpc = "https://own.example/";
const conventions = { proposals: PLAIN_FORM, parameters: { "econ.fee": { description: "A fee" } } };
let host: object | undefined;

beforeEach(() => {
  host = {
    deployment: { ...deploymentAt("5"), conventions },
    ...{ rpc: "https://rpc.example/", indexer: "https://indexer.example/" },
    names: { [at("9")]: "Ada" },
  };
  vi.stubGlobal("document", { baseURI: "https://site.example/" });
  vi.stubGlobal("fetch", () =>
    Promise.resolve(host ? Response.json(host) : new Response("", { status: 404 })),
  );
});
afterEach(() => void vi.unstubAllGlobals());

describe("The network that is shown", () => {
  it("is the host's, with the endpoint that its user chose", async () => {
    const file = await loadNetworkFile({ rpc });
    expect(file).toMatchObject({ rpc, indexer: "https://indexer.example/", names: { [at("9")]: "Ada" } });
  });

  it("keeps the host's names and conventions when its user gives the same network's addresses", async () => {
    const file = await loadNetworkFile({ deployment: deploymentAt("5") });
    expect(file).toMatchObject({ notes: { "econ.fee": "A fee" }, rpc: "https://rpc.example/" });
    expect(file.deployment.conventions).toEqual(conventions);
    const other = { ...conventions, parameters: { "econ.fee": { description: "Another fee" } } };
    const own = await loadNetworkFile({ deployment: { ...deploymentAt("5"), conventions: other } });
    expect(own.notes).toEqual({ "econ.fee": "Another fee" });
  });

  it("links to the explorer of a known chain, to the host's where it names one, and to the user's before both", async () => {
    const sepolia = { ...deploymentAt("5"), chainId: 11_155_111 };
    expect((await loadNetworkFile({})).explorer).toBe(undefined);
    host = { ...host, deployment: sepolia };
    expect((await loadNetworkFile({})).explorer).toBe("https://sepolia.etherscan.io");
    host = { ...host, explorer: "https://scan.example/" };
    expect((await loadNetworkFile({})).explorer).toBe("https://scan.example");
    expect((await loadNetworkFile({ explorer: "https://own.example/scan" })).explorer).toBe(
      "https://own.example/scan",
    );
    host = undefined;
    const alone = await loadNetworkFile({
      deployment: { ...sepolia, chainId: 1 },
      rpc,
      relay: "https://r.example/",
    });
    expect(alone).toMatchObject({ explorer: "https://etherscan.io", relay: "https://r.example/" });
  });

  it("has the addresses that a user chose, and refuses what is no address", () => {
    const given: Record<string, string> = {
      rpc: " https://a.example ",
      explorer: "https://b.example/",
      relay: " ",
    };
    expect(placesOf((name) => given[name])).toEqual({
      rpc: "https://a.example/",
      explorer: "https://b.example",
    });
    for (const wrong of ["javascript:alert(1)", "ftp://x", "nothing"])
      expect(() => placesOf((name) => (name === "relay" ? wrong : undefined))).toThrow(
        /is no address|neither http/,
      );
  });

  it("has the site's project of WalletConnect for every network that its visitor looks at", async () => {
    const walletConnect = { projectId: "ab".repeat(16) };
    host = { ...host, walletConnect };
    expect(await loadNetworkFile({})).toMatchObject({ walletConnect });
    expect(await loadNetworkFile({ deployment: deploymentAt("6"), rpc })).toMatchObject({ walletConnect });
  });

  it("takes nothing that the host says of another network, neither names nor conventions nor the indexer", async () => {
    const deployment = deploymentAt("6");
    expect(await loadNetworkFile({ deployment, rpc })).toEqual({
      deployment,
      rpc,
      names: {},
      statements: {},
      notes: {},
    });
  });

  it("needs no host's file where its user gives both endpoint and addresses, and says what is missing else", async () => {
    host = undefined;
    const deployment = deploymentAt("6");
    expect(await loadNetworkFile({ deployment, rpc })).toEqual({
      deployment,
      rpc,
      names: {},
      statements: {},
      notes: {},
    });
    await expect(loadNetworkFile({ rpc })).rejects.toThrow("this site names no network");
  });
});
