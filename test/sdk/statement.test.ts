import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { readDomain } from "@polity/sdk/eip712";
import {
  checkStatement,
  parseStatement,
  signStatement,
  statementFile,
  STATEMENT,
  STATEMENT_BOUNDS,
  type Statement,
} from "@polity/sdk/votes/statement";
import { deployPreset } from "../helpers/preset";

const TEXT = "# Ada\n\nSmall nodes stay.";
const WRITTEN = 1_700_000_000;

async function signed() {
  const { network, people: signers } = await deployPreset("neuroshard", "none");
  const { ada } = signers;
  const people = { ada: ada.address, ben: signers.ben.address };
  const statement = await signStatement(network.governor, ada, { text: TEXT, written: WRITTEN });
  return { network, ada, people, statement };
}

const fails = async (check: Promise<void>, words: string | RegExp) => {
  const message = await check.then(
    () => "nothing",
    (error: unknown) => (error as Error).message,
  );
  expect(message).to.match(typeof words === "string" ? new RegExp(words) : words);
};

describe("A statement", () => {
  it("is a file that is always the same, and holds where its account has signed it", async () => {
    const { network, people, statement } = await loadFixture(signed);
    const { content, hash } = statementFile(statement);
    expect(parseStatement(content)).to.deep.equal(statement);
    expect(statementFile(parseStatement(content)).hash).to.equal(hash);
    expect(hash).to.match(/^0x[0-9a-f]{64}$/);
    await checkStatement(network.governor, statement, people.ada);
  });

  it("does not hold where one of its fields is another, or it is another's, or another network's", async () => {
    const { network, people, statement } = await loadFixture(signed);
    const check = (part: Partial<Statement>, account = people.ada) =>
      checkStatement(network.governor, { ...statement, ...part }, account);
    await fails(check({ text: "Large nodes stay." }), "is not signed by 0x");
    await fails(check({ written: WRITTEN + 1 }), "is not signed by 0x");
    await fails(check({ signature: "0x" }), "is not signed by 0x");
    await fails(check({ account: people.ben }, people.ben), `is not signed by ${people.ben}`);
    await fails(check({}, people.ben), `is by ${people.ada}, and not by ${people.ben}`);
    await fails(check({ chainId: 1 }), "is for .* on chain 1, and this is .* on chain 31337");
    await fails(check({ governor: people.ben }), `is for ${people.ben} on chain`);
  });

  it("of a contract holds by the contract's word, and by no other answer", async () => {
    const { network, ada, people } = await loadFixture(signed);
    const { governor } = network;
    const wallet = await (await ethers.deployContract("MockWallet", [people.ada])).getAddress();
    const own = await signStatement(governor, ada, { text: TEXT, written: WRITTEN });
    const value = { account: wallet, written: WRITTEN, text: TEXT };
    const signature = await ada.signTypedData(await readDomain(governor), STATEMENT, value);
    const statement = { ...own, account: wallet, signature };
    await checkStatement(governor, statement, wallet);
    await fails(checkStatement(governor, { ...statement, text: "other" }, wallet), "is not signed by");
    for (const mood of [1, 2, 3, 4, 6]) {
      const hostile = await (await ethers.deployContract("HostileWallet", [mood])).getAddress();
      await fails(checkStatement(governor, { ...statement, account: hostile }, hostile), "is not signed by");
    }
  });

  it("is refused with every reason where its file is none, and bounded in its text", async () => {
    const { network, ada, statement } = await loadFixture(signed);
    const { content } = statementFile(statement);
    const change = (part: object) => JSON.stringify({ ...(JSON.parse(content) as object), ...part });
    expect(() => parseStatement("no", "a.json")).to.throw("a.json is not JSON");
    expect(() => parseStatement(change({ account: "ada", written: -1, more: 1 }))).to.throw(
      /account[^]*written[^]*more/,
    );
    const long = "a".repeat(STATEMENT_BOUNDS.text + 1);
    for (const text of ["", long]) {
      expect(() => parseStatement(change({ text }))).to.throw(
        `has ${text.length} characters, from 1 to 8000`,
      );
      const signing = signStatement(network.governor, ada, { text, written: 0 }).then(() => undefined);
      await fails(signing, `the text has ${text.length} characters`);
    }
    expect(() => parseStatement(change({ signature: `0x${"ab".repeat(10_001)}` }))).to.throw("10,000 bytes");
    const most = { ...statement, text: "\u{1f9e0}".repeat(4_000), signature: `0x${"ab".repeat(10_000)}` };
    expect(Buffer.byteLength(statementFile(most).content)).to.be.at.most(STATEMENT_BOUNDS.file);
  });
});
