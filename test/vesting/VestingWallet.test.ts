import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type { VestingVault } from "../../typechain-types";
import { shouldBehaveLikeVestingWallet, type VestingUnderTest } from "../behaviors/VestingWallet.behavior";
import { AMOUNT, deployVesting, grant, type Terms } from "./fixture";

/** Cases of the schedule: with a cliff, without, all cliff, and all at the start. */
const SCHEDULES: Record<string, (terms: Terms) => Terms> = {
  "four years with a cliff of one": (terms) => terms,
  "no cliff": (terms) => ({ ...terms, cliffSeconds: 0 }),
  "a cliff as long as the grant": (terms) => ({ ...terms, cliffSeconds: terms.durationSeconds }),
  "no duration": (terms) => ({ ...terms, cliffSeconds: 0, durationSeconds: 0 }),
  "an odd duration": (terms) => ({ ...terms, durationSeconds: 99_999_989, cliffSeconds: 777_777 }),
};

const asStock = (vault: VestingVault) => ethers.getContractAt("StockVestingWallet", vault.target);

/** Each builds the same wallet: OpenZeppelin's own, and ours with the grant's token or with another. */
const WALLETS: Record<
  string,
  (all: Awaited<ReturnType<typeof deployVesting>>, terms: Terms) => Promise<VestingUnderTest>
> = {
  "OpenZeppelin's VestingWalletCliff": async ({ token, ada, ben, cleo, funder }, terms) => {
    const { beneficiary, start, durationSeconds, cliffSeconds } = terms;
    const wallet = await ethers.deployContract("StockVestingWallet", [
      beneficiary,
      start,
      durationSeconds,
      cliffSeconds,
    ]);
    await token.connect(funder).transfer(wallet, AMOUNT);
    return { wallet, terms, beneficiary: ada, stranger: ben, token, holder: cleo, amount: AMOUNT };
  },
  "VestingVault with the grant's token": async ({ factory, token, ada, ben, cleo }, terms) => {
    const wallet = await asStock(await grant(factory, terms));
    return { wallet, terms, beneficiary: ada, stranger: ben, token, holder: cleo, amount: AMOUNT };
  },
  "VestingVault, revocable, with any other token": async ({ factory, ada, ben, cleo }, terms) => {
    const token = await ethers.deployContract("PlainToken", [10n * AMOUNT], cleo);
    const own = { ...terms, revocable: true };
    const wallet = await asStock(await grant(factory, own, 0n));
    await token.transfer(wallet, AMOUNT);
    return { wallet, terms: own, beneficiary: ada, stranger: ben, token, holder: cleo, amount: AMOUNT };
  },
};

for (const [name, build] of Object.entries(WALLETS)) {
  describe(name, () => {
    for (const [schedule, change] of Object.entries(SCHEDULES)) {
      describe(schedule, () => {
        async function deploy() {
          const all = await deployVesting();
          return build(all, change(all.terms));
        }
        shouldBehaveLikeVestingWallet(() => loadFixture(deploy));
      });
    }
  });
}
