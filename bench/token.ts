import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ethers } from "hardhat";

import { START, suite, used } from "./suite";

const AMOUNT = ethers.parseEther("1000");
const DEADLINE = Math.floor(Date.UTC(2100, 0, 1) / 1000);

/** Ada and Ben have delegated to themselves, Cleo and Dan to nobody; all have tokens. */
async function deploy() {
  await time.setNextBlockTimestamp(START);
  const [timelock, ada, ben, cleo, dan, fay] = (await ethers.getSigners()) as HardhatEthersSigner[] &
    Record<0 | 1 | 2 | 3 | 4 | 5, HardhatEthersSigner>;
  const token = await ethers.deployContract("GovernanceToken", [
    "Bench",
    "BNC",
    timelock,
    [ada, ben, cleo, dan].map(({ address }) => ({ account: address, amount: AMOUNT })),
    AMOUNT * 1_000n,
    1_000,
  ]);
  for (const holder of [ada, ben]) await token.connect(holder).delegate(holder);
  return { token, timelock, ada, ben, cleo, dan, fay };
}

export const token = suite(
  "token",
  [
    "Gas of the receipt, storage cold. Plain: between accounts that have delegated to nobody; delegated: both have delegated",
    "to themselves. No goals: the snapshot holds them.",
  ],
  deploy,
  [
    {
      name: "transfer.plain",
      measure: ({ token, cleo, dan }) => used(token.connect(cleo).transfer(dan, 1n)),
    },
    {
      name: "transfer.toNew",
      measure: ({ token, cleo, fay }) => used(token.connect(cleo).transfer(fay, 1n)),
    },
    {
      name: "transfer.delegated",
      measure: ({ token, ada, ben }) => used(token.connect(ada).transfer(ben, 1n)),
    },
    { name: "approve", measure: ({ token, cleo, dan }) => used(token.connect(cleo).approve(dan, 1n)) },
    {
      name: "transferFrom.plain",
      measure: async ({ token, cleo, dan }) => {
        await token.connect(cleo).approve(dan, ethers.MaxUint256);
        return used(token.connect(dan).transferFrom(cleo, dan, 1n));
      },
    },
    {
      name: "permit",
      measure: async ({ token, cleo, dan }) => {
        const { name, version, chainId, verifyingContract } = await token.eip712Domain();
        const fields = [
          "address owner",
          "address spender",
          "uint256 value",
          "uint256 nonce",
          "uint256 deadline",
        ];
        const types = {
          Permit: fields.map((field) => ({ type: field.split(" ")[0]!, name: field.split(" ")[1]! })),
        };
        const message = {
          ...{ owner: cleo.address, spender: dan.address, value: AMOUNT },
          ...{ nonce: 0n, deadline: DEADLINE },
        };
        const signature = await cleo.signTypedData(
          { name, version, chainId, verifyingContract },
          types,
          message,
        );
        const { v, r, s } = ethers.Signature.from(signature);
        return used(token.permit(cleo, dan, AMOUNT, DEADLINE, v, r, s));
      },
    },
    { name: "delegate.first", measure: ({ token, cleo }) => used(token.connect(cleo).delegate(cleo)) },
    { name: "delegate.move", measure: ({ token, ada, ben }) => used(token.connect(ada).delegate(ben)) },
    { name: "burn.plain", measure: ({ token, cleo }) => used(token.connect(cleo).burn(1n)) },
    {
      name: "mint",
      measure: ({ token, timelock, dan }) => used(token.connect(timelock).mint(dan, AMOUNT / 10n)),
    },
  ],
);
