import { describe, expect, it } from "vitest";

import { PLAIN_FORM } from "@polity/sdk/nep/form";
import { checkEndpoint, parseAddressesFile, parseNetworkFile } from "./network-file";

const at = (digit: string) => `0x${digit.repeat(40)}`;
const deployment = {
  ...{ name: "Test", chainId: 31_337, block: 0 },
  contracts: {
    ...{ TimelockController: at("1"), GovernanceToken: at("2"), ProtocolRegistry: at("3") },
    ...{ Rulebook: at("4"), NetworkGovernor: at("5") },
  },
};
const file = (more: object = {}) => JSON.stringify({ deployment, rpc: "/rpc", ...more });

describe("A network file", () => {
  it("has addresses relative to the page, and needs no names", () => {
    const read = parseNetworkFile(file({ explorer: "https://scan.example/" }), "https://dao.example/app/");
    expect(read.rpc).toBe("https://dao.example/rpc");
    expect(read.explorer).toBe("https://scan.example");
    expect(read.names).toEqual({});
    expect(read.deployment.chainId).toBe(31_337);
  });

  it("names a relay, a feed and a calendar, relative to the page, too", () => {
    const places = { relay: "https://relay.example", feed: "feed.xml", calendar: "./calendar.ics" };
    expect(parseNetworkFile(file(places), "https://a.example/app/")).toMatchObject({
      ...{ relay: "https://relay.example/", feed: "https://a.example/app/feed.xml" },
      calendar: "https://a.example/app/calendar.ics",
    });
    for (const name of ["relay", "feed", "calendar", "explorer"])
      expect(() => parseNetworkFile(file({ [name]: "javascript:alert(1)" }), "https://a.example")).toThrow(
        "neither",
      );
  });

  it("names a project of WalletConnect by its id, and nothing else in its place", () => {
    const projectId = "0123456789abcdef".repeat(2);
    expect(
      parseNetworkFile(file({ walletConnect: { projectId, more: 1 } }), "https://a.example"),
    ).toMatchObject({ walletConnect: { projectId } });
    expect(parseNetworkFile(file(), "https://a.example")).not.toHaveProperty("walletConnect");
    for (const wrong of [{}, { projectId: "" }, { projectId: `${projectId}&x=1` }, { projectId: 7 }])
      expect(() => parseNetworkFile(file({ walletConnect: wrong }), "https://a.example")).toThrow(
        /walletConnect.projectId: (is missing; )?must be the id of a project of WalletConnect, 32 hex digits/,
      );
  });

  it("has the conventions of its network in the deployment, and what parameters mean in them", () => {
    const conventions = { proposals: PLAIN_FORM, parameters: { "econ.fee": { description: "A fee" } } };
    const given = { deployment: { ...deployment, conventions } };
    const read = parseNetworkFile(file(given), "https://a.example");
    expect(read.notes).toEqual({ "econ.fee": "A fee" });
    expect(read.deployment.conventions).toEqual(conventions);
    expect(parseNetworkFile(file(), "https://a.example").notes).toEqual({});
    const broken = { deployment: { ...deployment, conventions: { ...conventions, parameters: [] } } };
    expect(() => parseNetworkFile(file(broken), "https://a.example")).toThrow("conventions.parameters");
  });

  it("names statements by their hashes, and where they are if that is not beside the NEPs", () => {
    const hash = `0x${"ab".repeat(32)}`;
    const statements = { "0x01": { hash }, "0x02": { hash, at: "ipfs://bafy" } };
    expect(parseNetworkFile(file({ statements }), "https://a.example").statements).toEqual(statements);
    expect(parseNetworkFile(file(), "https://a.example").statements).toEqual({});
    const broken = { statements: { "0x01": { hash: "0xAB" } } };
    expect(() => parseNetworkFile(file(broken), "https://a.example")).toThrow(
      "statements.0x01.hash: must be a sha256",
    );
  });

  it("is refused with what is wrong", () => {
    expect(() => parseNetworkFile("{", "https://a.example")).toThrow("is not JSON");
    expect(() => parseNetworkFile(file({ rpc: 7 }), "https://a.example")).toThrow("rpc: must be the address");
    expect(() => parseNetworkFile(file({ explorer: "javascript:alert(1)" }), "https://a.example")).toThrow(
      "neither http nor https",
    );
    expect(() => parseNetworkFile(JSON.stringify({ rpc: "/rpc" }), "https://a.example")).toThrow(
      "deployment",
    );
  });

  it("may be given as an addresses file, like the deployment alone", () => {
    expect(parseAddressesFile(file(), "network.json").name).toBe("Test");
    expect(parseAddressesFile(JSON.stringify(deployment), "polity.json").name).toBe("Test");
  });

  it("takes only endpoints that a browser can ask", () => {
    expect(checkEndpoint(" https://rpc.example ")).toBe("https://rpc.example/");
    for (const text of ["ftp://a", "rpc.example", ""]) expect(() => checkEndpoint(text), text).toThrow();
  });
});
