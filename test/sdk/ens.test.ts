import { expect } from "chai";
import { AbiCoder, makeError } from "ethers";

import { readEnsName } from "@polity/sdk/ens";
import { FakeEns, type Lie } from "../helpers/fake-ens";
import { fails } from "../helpers/fails";

const ADA = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BEN = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

const nameOf = async (name: string | Lie, owner?: string | Lie) => {
  const ens = new FakeEns();
  ens.set(ADA, name, owner);
  return readEnsName(ens.provider, ADA.toLowerCase());
};
const reverted = { error: makeError("x", "CALL_EXCEPTION", { data: "0x556f1830" } as never) };

describe("A name of ENS", () => {
  it("is shown where it leads back to the account that chose it", async () => {
    expect(await nameOf("ada.eth")).to.equal("ada.eth");
    expect(await nameOf("vote.ada.eth")).to.equal("vote.ada.eth");
    expect(await nameOf("🗳.eth")).to.equal("🗳.eth");
  });

  for (const [what, name, owner] of [
    ["somebody else's", "ben.eth", BEN],
    ["a name of nobody", "ada.eth", "0x0000000000000000000000000000000000000000"],
    ["a name in capitals", "Ada.eth", ADA],
    ["a name with a letter of another alphabet", "аda.eth", ADA],
    ["a name with a sign that nobody sees", "ada\u200d.eth", ADA],
    ["a name that turns text around", "ada\u202e.eth", ADA],
    ["no name but a word", "ada", ADA],
    ["a contract's name", "NetworkGovernor", ADA],
    ["an address", BEN, ADA],
    ["an empty label", "ada..eth", ADA],
    ["nothing", "", ADA],
    ["endlessly much", `${"a".repeat(80)}.eth`, ADA],
    ["bytes that are no text", { bytes: `0x${"ff".repeat(64)}` }, ADA],
    ["no bytes", { bytes: "0x" }, ADA],
    ["an offset into nowhere", { bytes: AbiCoder.defaultAbiCoder().encode(["uint256"], [2n ** 255n]) }, ADA],
    ["a refusal that sends to a server", reverted, ADA],
    ["a refusal on the way back", "ada.eth", reverted],
    ["bytes that are no address", "ada.eth", { bytes: `0x${"ff".repeat(32)}` }],
  ] as const)
    it(`is not shown where the resolver says ${what}`, async () => {
      expect(await nameOf(name, owner)).to.equal(undefined);
    });

  it("is not there for an account that has chosen none: only the registry is asked", async () => {
    const ens = new FakeEns();
    expect(await readEnsName(ens.provider, ADA)).to.equal(undefined);
    expect(ens.asked).to.have.length(1);
  });

  it("asks strangers' contracts with bounded gas, and lets them send it to no server", async () => {
    const ens = new FakeEns();
    ens.set(ADA, "ada.eth");
    await readEnsName(ens.provider, ADA);
    expect(ens.asked).to.have.length(4);
    for (const { gasLimit, enableCcipRead } of ens.asked)
      expect([gasLimit, enableCcipRead]).to.deep.equal([1_000_000n, undefined]);
  });

  it("is not taken for missing when the node does not answer", async () => {
    await fails(nameOf({ error: makeError("no network", "NETWORK_ERROR", { event: "x" }) }), /no network/);
  });
});
