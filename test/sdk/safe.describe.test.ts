import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroHash } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import { DAY } from "@polity/sdk/format";
import { describeSafeTransaction } from "@polity/sdk/safe/describe";
import { readSafe } from "@polity/sdk/safe/read";
import { buildSafeTransaction, type SafeTransaction } from "@polity/sdk/safe/transaction";
import { deployNeuroshard } from "../helpers/neuroshard";

const { june, kofi } = LOCAL_ACCOUNTS;
const GRANTS = encodeBytes32String("grants");

describe("What a Safe's transaction is said to do", () => {
  async function granted() {
    const network = await deployNeuroshard();
    const { treasury, token, council, enact } = network;
    const [safe, neuro] = [await council.getAddress(), await token.getAddress()];
    const terms = {
      ...{ spender: safe, token: neuro, amount: parseEther("50000"), category: GRANTS },
      ...{ start: 0, period: 30 * DAY, periods: 12, rollover: false },
    };
    const data = treasury.interface.encodeFunctionData("grantBudget", [terms]);
    await enact("# NEP-GOV: A budget", [{ target: treasury, data }]);
    const id = { chainId: 31_337, address: safe };
    const disburse = (amount: string, ref = ZeroHash) =>
      treasury.interface.encodeFunctionData("disburse", [1n, june, parseEther(amount), GRANTS, ref]);
    const tell = async (transaction: Partial<SafeTransaction> & { to: string; data?: string }) =>
      describeSafeTransaction(
        network,
        id,
        { ...buildSafeTransaction(transaction, 0), ...transaction },
        await readSafe(council),
      );
    return { ...network, id, neuro, disburse, tell };
  }

  it("is the payee, the amount, the category, the reference, and what is left of the budget", async () => {
    const { addresses, disburse, tell } = await loadFixture(granted);
    const data = disburse("1200.5", encodeBytes32String("invoice-17"));
    expect(await tell({ to: addresses.Treasury!, data })).to.deep.equal({
      lines: [
        `pays 1,200.5 NEURO to ${june}, for grants, reference invoice-17`,
        "budget 1 for grants: 50,000 NEURO → 48,799.5 NEURO left in this period",
      ],
      warnings: [],
    });
  });

  it("is the most that the governor may take as a fee", async () => {
    const { addresses, neuro, token, tell } = await loadFixture(granted);
    const fee = [addresses.NetworkGovernor, parseEther("10")] as const;
    const data = token.interface.encodeFunctionData("approve", [...fee]);
    expect(await tell({ to: neuro, data })).to.deep.equal({
      lines: ["lets NetworkGovernor take up to 10 tokens"],
      warnings: [],
    });
  });

  it("is who leaves the council, who comes, and how many sign, and the bytes where there is more to it", async () => {
    const { id, tell, council } = await loadFixture(granted);
    const first = `0x${"1".padStart(40, "0")}`;
    const encode = council.interface;
    const words = async (data: string) => (await tell({ to: id.address, data })).lines;
    const swap = encode.encodeFunctionData("swapOwner", [first, june, kofi]);
    expect(await words(swap)).to.deep.equal([`${june} leaves the council, and ${kofi} takes the place`]);
    expect(await words(encode.encodeFunctionData("addOwnerWithThreshold", [kofi, 4]))).to.deep.equal([
      `${kofi} joins the council, of which 4 sign from then on`,
    ]);
    expect(await words(encode.encodeFunctionData("removeOwner", [first, june, 2]))).to.deep.equal([
      `${june} leaves the council, of which 2 sign from then on`,
    ]);
    expect(await words(encode.encodeFunctionData("changeThreshold", [1]))).to.deep.equal([
      "1 of the council sign from then on",
    ]);
    expect(await words(encode.encodeFunctionData("enableModule", [kofi]))).to.deep.equal([
      `calls Council.enableModule(module: ${kofi})`,
    ]);
    for (const data of [`${swap}00`, swap.slice(0, -2)]) {
      expect((await words(data)).join(), data).to.contain(data);
    }
  });

  it("is that it would be refused, where it would be", async () => {
    const { addresses, disburse, tell, enact, treasury } = await loadFixture(granted);
    const { lines } = await tell({ to: addresses.Treasury!, data: disburse("50001") });
    expect(lines[1]).to.equal("budget 1 has only 50,000 NEURO left now: it would be refused");
    const stop = (["freezeBudget", "endBudget"] as const).map((name) => ({
      target: treasury,
      data: treasury.interface.encodeFunctionData(name as "endBudget", [1n]),
    }));
    await enact("# NEP-GOV: Stop", stop);
    const after = await tell({ to: addresses.Treasury!, data: disburse("1") });
    expect(after.lines.slice(2)).to.deep.equal([
      "budget 1 is frozen: it would be refused",
      "budget 1 has ended: it would be refused",
    ]);
  });

  it("is a warning for whatever a council does not do in the course of its work", async () => {
    const { addresses, id, tell, council, neuro, token, disburse, treasury } = await loadFixture(granted);
    const unknown = /not what a council does in the course of its work/;
    const cases: [what: string, transaction: Parameters<typeof tell>[0], warning: RegExp][] = [
      ["an unknown contract", { to: kofi, data: "0x12345678" }, unknown],
      ["an unknown function", { to: addresses.Treasury!, data: "0x12345678" }, unknown],
      ["bytes behind the arguments", { to: addresses.Treasury!, data: `${disburse("1")}00` }, unknown],
      [
        "a transfer of tokens",
        { to: neuro, data: token.interface.encodeFunctionData("transfer", [kofi, 1n]) },
        unknown,
      ],
      [
        "tokens for anybody but the governor",
        { to: neuro, data: token.interface.encodeFunctionData("approve", [kofi, 1n]) },
        unknown,
      ],
      [
        "a function that only votes may call",
        { to: addresses.Treasury!, data: treasury.interface.encodeFunctionData("endBudget", [1n]) },
        unknown,
      ],
      [
        "value",
        { to: addresses.Treasury!, data: disburse("1"), value: 1n },
        /sends the chain's own currency/,
      ],
      [
        "a delegatecall",
        { to: addresses.Treasury!, data: disburse("1"), operation: 1 },
        /can take everything, and the Safe too/,
      ],
      [
        "another owner",
        { to: id.address, data: council.interface.encodeFunctionData("changeThreshold", [1n]) },
        /changes the Safe itself/,
      ],
      [
        "gas paid back",
        { to: addresses.Treasury!, data: disburse("1"), gasPrice: 1n },
        /pays gas back, out of the Safe, to whoever sends it/,
      ],
      [
        "gas paid back in tokens",
        { to: addresses.Treasury!, data: disburse("1"), gasToken: neuro, refundReceiver: kofi },
        new RegExp(`pays gas back, out of the Safe, to ${kofi}`),
      ],
      [
        "somebody named to be paid back",
        { to: addresses.Treasury!, data: disburse("1"), refundReceiver: kofi },
        new RegExp(`names ${kofi} to pay gas back to`),
      ],
      ["another nonce", { to: addresses.Treasury!, data: disburse("1"), nonce: 7 }, /next nonce is 0/],
    ];
    for (const [what, transaction, warning] of cases) {
      const { warnings } = await tell(transaction);
      expect(warnings, what).to.have.length(1);
      expect(warnings[0], what).to.match(warning);
    }
  });

  it("is a warning for a Safe that somebody else can move", async () => {
    const network = await loadFixture(granted);
    const { addresses, id, disburse, council } = network;
    const state = await readSafe(council);
    const transaction = buildSafeTransaction({ to: addresses.Treasury!, data: disburse("1") }, 0);
    for (const [change, warning] of [
      [{ modules: [kofi] }, /the module 0x\w+ can move it without a signature/],
      [{ guard: kofi }, /the guard 0x\w+ can refuse/],
      [{ moduleGuard: kofi }, /a guard for modules/],
    ] as const) {
      const changed = { ...state, ...change, modules: [...("modules" in change ? change.modules : [])] };
      const { warnings } = await describeSafeTransaction(network, id, transaction, changed);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(warning);
    }
  });
});
