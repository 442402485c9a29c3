import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { getAddress, parseEther, sha256, toBeHex, toUtf8Bytes, ZeroAddress } from "ethers";
import hre from "hardhat";

import {
  buildAccountTree,
  buildTree,
  buy,
  claimAndDelegate,
  claimLeaves,
  CLAIMS_PER_TRANSACTION,
  compareList,
  DAY,
  parseList,
  parseRecipients,
  parseTree,
  publishList,
  readDistribution,
  signDelegation,
  unclaimed,
  type Recipient,
} from "@polity/sdk";
import { deploySelling } from "../helpers/distribution";
import { fails } from "../helpers/fails";

const account = (n: number) => getAddress(toBeHex(n, 20));
const recipients = (count: number): Recipient[] =>
  Array.from({ length: count }, (_, i) => ({ account: account(i + 1), amount: BigInt(i + 1) * 10n ** 15n }));

describe("Lists of recipients", () => {
  it("are read from CSV as spreadsheets write it", () => {
    const [one, other] = recipients(2);
    for (const text of [
      `account,amount\n${one!.account},1.5\n${other!.account},2\n`,
      `\uFEFFamount;account\r\n1.5;${one!.account}\r\n\r\n2;${other!.account}`,
    ])
      expect(parseRecipients(text)).to.deep.equal([
        { account: one!.account, amount: parseEther("1.5") },
        { account: other!.account, amount: parseEther("2") },
      ]);
  });

  it("are refused with every problem and its line", () => {
    const text = [
      "account,amount",
      `${account(1)},1`,
      `${account(2)},0`,
      "adda,1",
      `${account(1)},2`,
      `${account(3)},79228162515`,
      account(4),
    ].join("\n");
    expect(() => parseRecipients(text, { file: "list.csv" })).to.throw(
      /line 5.*is on line 2 too[^]*|line 3.*is 0/,
    );
    for (const said of [
      /line 3.*is 0/,
      /line 4/,
      /line 5.*is on line 2 too/,
      /line 6.*more than there can be/,
      /line 7.*has 1 cells/,
    ])
      expect(() => parseRecipients(text)).to.throw(said);
    expect(() => parseRecipients("")).to.throw(/is empty/);
    expect(() => parseRecipients("account,amount\n")).to.throw(/has no recipients/);
    expect(() => parseRecipients("acount,amount\n")).to.throw(/did you mean "account"/);
  });

  it("are published as the same characters, whose sha256 is what a vote decides about", () => {
    const list = publishList(recipients(3));
    expect(list.hash).to.equal(sha256(toUtf8Bytes(list.text)));
    expect(list.sum).to.equal(6n * 10n ** 15n);
    expect(list.text).to.equal(
      `{"entries":[["${account(1)}","1000000000000000"],["${account(2)}","2000000000000000"],["${account(3)}","3000000000000000"]],"format":"polity-distribution-1"}`,
    );
    expect(parseList(list.text)).to.deep.equal(list);
    expect(parseList(`${list.text}\n`).hash).not.to.equal(list.hash);
  });

  it("are refused where they are none", () => {
    const one = account(1);
    for (const [text, said] of [
      ["[", /is not JSON/],
      ['{"format":"other","entries":[]}', /must be polity-distribution-1/],
      ['{"format":"polity-distribution-1","entries":[]}', /has no recipients/],
      [`{"format":"polity-distribution-1","entries":[["${one}","01"]]}`, /"01" is no amount/],
      [`{"format":"polity-distribution-1","entries":[["${one}",1]]}`, /base units/],
      ['{"format":"polity-distribution-1","entries":[["0x12","1"]]}', /entries\.0\.0/],
    ] as const)
      expect(() => parseList(text)).to.throw(said);
  });

  it("make the tree that OpenZeppelin's library and the contract know, whatever their length", async () => {
    const { distributor, distribute } = await loadFixture(deploySelling);
    for (const count of [1, 2, 7]) {
      const list = publishList(recipients(count));
      const tree = buildTree(list.recipients);
      const id = await distribute({ root: tree.root, listHash: list.hash, amount: list.sum });
      for (const leaf of tree.claims()) expect(await distributor.isListed(id, leaf)).to.equal(true);
      expect(compareList(list, tree, await readDistribution(distributor, id))).to.deep.equal([]);
    }
  });

  it("give proofs from the file of a tree, without the list", () => {
    const tree = buildTree(recipients(5));
    const read = parseTree(tree.dump());
    expect(read.root).to.equal(tree.root);
    expect(read.size).to.equal(5);
    expect(read.claimsOf(account(3))).to.deep.equal(tree.claimsOf(account(3).toLowerCase()));
    expect(read.claims(1, 3)).to.deep.equal(tree.claims().slice(1, 3));
    expect(read.claimsOf(account(9))).to.deep.equal([]);
    for (const text of ["{", "{}", buildTreeOfAccounts()])
      expect(() => parseTree(text)).to.throw(/is no tree of a list/);
  });

  it("are compared with what a vote decided, and every difference is named", () => {
    const list = publishList(recipients(3));
    const tree = buildTree(list.recipients);
    const right = { listHash: list.hash, root: tree.root, amount: list.sum };
    const other = publishList(recipients(2));
    expect(compareList(list, tree, right)).to.deep.equal([]);
    const wrong = compareList(list, tree, {
      ...{ listHash: other.hash, root: buildTree(other.recipients).root },
      amount: list.sum - 1n,
    });
    expect(wrong.map((line) => line.split(" ").slice(0, 2).join(" "))).to.deep.equal([
      "its sha256",
      "its root",
      "its amounts",
    ]);
    const twice = publishList([...recipients(2), ...recipients(1)]);
    const ofTwice = buildTree(twice.recipients);
    expect(
      compareList(twice, ofTwice, { listHash: twice.hash, root: ofTwice.root, amount: twice.sum }),
    ).to.deep.equal(["it has 3 lines for 2 accounts: some are there more than once"]);
  });
});

/** A tree that is well-formed, of other leaves. */
const buildTreeOfAccounts = () =>
  JSON.stringify({ format: "standard-v1", leafEncoding: ["address"], tree: [], values: [] });

describe("Claims by the SDK", () => {
  /** A distribution to more accounts than fit into a transaction, of whom the first is Ada. */
  async function distributed() {
    const selling = await deploySelling();
    const { ada } = selling.people;
    const list = publishList([{ account: ada.address, amount: parseEther("7") }, ...recipients(90)]);
    const tree = buildTree(list.recipients);
    const id = await selling.distribute({ root: tree.root, listHash: list.hash, amount: list.sum });
    return { ...selling, list, tree, id };
  }

  it("hand many accounts what is theirs, in parts, and go on where they stopped", async () => {
    const { distributor, network, people, tree, list, id } = await loadFixture(distributed);
    const progress: [number, number][] = [];
    await claimLeaves(distributor, people.ben, id, tree.claims(0, 10));
    const { claimed, amount, receipts } = await claimLeaves(
      ...([distributor, people.ben, id, tree.claims()] as const),
      (done, of) => progress.push([done, of]),
    );
    expect([claimed, receipts.length]).to.deep.equal([81, Math.ceil(81 / CLAIMS_PER_TRANSACTION)]);
    expect(progress.at(-1)).to.deep.equal([81, 81]);
    const first = tree.claims(0, 10).reduce((sum, leaf) => sum + leaf.amount, 0n);
    expect(amount).to.equal(list.sum - first);
    expect(await network.token.balanceOf(account(50))).to.equal(50n * 10n ** 15n);
    expect(await unclaimed(distributor, id, tree.claims())).to.deep.equal([]);
    await fails(
      claimLeaves(distributor, people.ben, id, tree.claims()),
      /nothing to claim/,
      /claimed before/,
    );
    await fails(
      claimLeaves(distributor, people.ben, id, []),
      /nothing to claim/,
      /does not have the account/,
    );
  });

  it("fit into a transaction also where each makes a vault", async () => {
    const { distributor, distribute, people, tree, list } = await loadFixture(distributed);
    const delivery = {
      destination: "vault",
      start: await time.latest(),
      duration: 9 * DAY,
      cliff: 0,
    } as const;
    const id = await distribute({ root: tree.root, listHash: list.hash, amount: list.sum, delivery });
    const { receipts } = await claimLeaves(
      distributor,
      people.ben,
      id,
      tree.claims(0, CLAIMS_PER_TRANSACTION),
    );
    expect(receipts).to.have.length(1);
    expect(Number(receipts[0]!.gasUsed)).to.be.below(16_777_216 / 1.3);
  });

  it("delegate in the same transaction by the account's signature, which is of this account and token", async () => {
    const { distributor, network, people, tree, id } = await loadFixture(distributed);
    const { ada, ben, cleo } = people;
    const [leaf] = tree.claimsOf(ada.address);
    const expiry = (await time.latest()) + DAY;
    const signed = await signDelegation(network.token, ada, { to: cleo.address, expiry });
    await claimAndDelegate(distributor, ben, id, leaf!, signed);
    expect(await network.token.delegates(ada)).to.equal(cleo.address);
    await fails(
      claimAndDelegate(distributor, ben, id, leaf!, { ...signed, delegator: ben.address }),
      /the delegation is of .*, and the claim is of/,
      /signed by the account/,
    );
  });
});

describe("Purchases by the SDK", () => {
  it("pay in ether no more than the present cost, and say what was bought", async () => {
    const { sale, openSale, people, network } = await loadFixture(deploySelling);
    const id = await openSale();
    const { bought, cost, approval } = await buy(sale, people.ada, { saleId: id, amount: parseEther("10") });
    expect(bought).to.equal(parseEther("10"));
    expect(cost).to.be.within(parseEther("0.0199"), parseEther("0.02"));
    expect(approval).to.equal(undefined);
    expect((await sale.purchaseOf(id, people.ada)).paid).to.equal(cost);
    expect(await network.token.allowance(people.ada, sale)).to.equal(0n);
    const capped = buy(sale, people.ada, { saleId: id, amount: 1n, maxPrice: 1n });
    await fails(capped, /costs \d+ now, and 1 were accepted/, /accept more/);
    await fails(buy(sale, people.ada, { saleId: id, amount: 0n }), /nothing of sale 1 is left to buy/);
  });

  it("approve of a payment token just what is needed", async () => {
    const { sale, openSale, people, treasury, vote } = await loadFixture(deploySelling);
    const payment = await hre.ethers.deployContract("OddToken");
    await treasury.connect(vote).raiseCap(payment, 1n);
    const at = await payment.getAddress();
    const id = await openSale({ payment: at, endPrice: parseEther("0.002") });
    const parameters = { saleId: id, amount: parseEther("10") };
    await fails(buy(sale, people.ada, parameters), /has 0 of/, /buy less/);
    await payment.mint(people.ada, parseEther("1"));
    const { approval } = await buy(sale, people.ada, parameters);
    expect(approval).not.to.equal(undefined);
    expect(await payment.allowance(people.ada, sale)).to.equal(0n);
    await payment.connect(people.ada).approve(sale, parseEther("1"));
    expect((await buy(sale, people.ada, parameters)).approval).to.equal(undefined);
  });

  it("prove that the buyer is on the list", async () => {
    const { sale, openSale, people } = await loadFixture(deploySelling);
    const { ada, ben, cleo } = people;
    const tree = buildAccountTree([ada.address, ben.address]);
    const id = await openSale({ allowList: tree.root });
    const proof = tree.proofOf(ben.address.toLowerCase())!;
    await buy(sale, ben, { saleId: id, amount: 5n, proof });
    expect(tree.proofOf(cleo.address)).to.equal(undefined);
    await fails(
      buy(sale, cleo, { saleId: id, amount: 5n, proof }),
      /does not have/,
      /use an account of the list/,
    );
    expect(ZeroAddress).to.equal((await sale.sale(id)).terms.payment);
  });
});
