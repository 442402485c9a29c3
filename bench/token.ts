import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ethers } from "hardhat";

import type { GovernanceToken } from "../typechain-types";
import { deployPeer, type PeerToken } from "./peers";
import { START, suite, used, type Action, type Suite } from "./suite";

const AMOUNT = ethers.parseEther("1000");
const DEADLINE = Math.floor(Date.UTC(2100, 0, 1) / 1000);

type Own = "GovernanceToken" | "PackedGovernanceToken";

/** Ada and Ben have delegated to themselves, Cleo and Dan to nobody; all have tokens. */
async function deploy(name: Own | PeerToken) {
  await time.setNextBlockTimestamp(START);
  const [timelock, ada, ben, cleo, dan, fay] = (await ethers.getSigners()) as HardhatEthersSigner[] &
    Record<0 | 1 | 2 | 3 | 4 | 5, HardhatEthersSigner>;
  const holders = [ada, ben, cleo, dan].map(({ address }) => address);
  const parameters = ["Bench", "BNC", timelock, holders.map((account) => ({ account, amount: AMOUNT }))];
  const token = (await (name === "OpenZeppelinVotes" || name === "SoladyVotes"
    ? deployPeer(name, holders, AMOUNT)
    : ethers.deployContract(name, [
        ...parameters,
        AMOUNT * 1_000n,
        1_000,
      ] as never))) as unknown as GovernanceToken;
  for (const holder of [ada, ben]) await token.connect(holder).delegate(holder);
  // Every history has an older checkpoint, as after some weeks of use.
  for (const holder of [ada, ben, cleo]) await token.connect(holder).transfer(dan, 1n);
  return { token, timelock, ada, ben, cleo, dan, fay };
}

type World = Awaited<ReturnType<typeof deploy>>;

const measures: Record<string, Action<World>["measure"]> = {
  "transfer.plain": ({ token, cleo, dan }) => used(token.connect(cleo).transfer(dan, 1n)),
  "transfer.toNew": ({ token, cleo, fay }) => used(token.connect(cleo).transfer(fay, 1n)),
  "transfer.delegated": ({ token, ada, ben }) => used(token.connect(ada).transfer(ben, 1n)),
  "transfer.delegated.next": async ({ token, ada, ben }) => {
    await token.connect(ada).transfer(ben, 1n);
    return used(token.connect(ada).transfer(ben, 1n));
  },
  "transfer.delegated.mean": async ({ token, ada, ben }) => {
    const both =
      (await used(token.connect(ada).transfer(ben, 1n))) + (await used(token.connect(ada).transfer(ben, 1n)));
    return Math.ceil(both / 2);
  },
  approve: ({ token, cleo, dan }) => used(token.connect(cleo).approve(dan, 1n)),
  "transferFrom.plain": async ({ token, cleo, dan }) => {
    await token.connect(cleo).approve(dan, ethers.MaxUint256);
    return used(token.connect(dan).transferFrom(cleo, dan, 1n));
  },
  permit: async ({ token, cleo, dan }) => {
    const { name, version, chainId, verifyingContract } = await token.eip712Domain();
    const fields = ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"];
    const types = {
      Permit: fields.map((field) => ({ type: field.split(" ")[0]!, name: field.split(" ")[1]! })),
    };
    const message = {
      ...{ owner: cleo.address, spender: dan.address, value: AMOUNT },
      ...{ nonce: 0n, deadline: DEADLINE },
    };
    const domain = { name, version, chainId, verifyingContract };
    const { v, r, s } = ethers.Signature.from(await cleo.signTypedData(domain, types, message));
    return used(token.permit(cleo, dan, AMOUNT, DEADLINE, v, r, s));
  },
  "delegate.first": ({ token, cleo }) => used(token.connect(cleo).delegate(cleo)),
  "delegate.move": ({ token, ada, ben }) => used(token.connect(ada).delegate(ben)),
  "burn.plain": ({ token, cleo }) => used(token.connect(cleo).burn(1n)),
  mint: ({ token, timelock, dan }) => used(token.connect(timelock).mint(dan, AMOUNT / 10n)),
};

/** Of the peers, what all of them have. */
const COMMON = Object.keys(measures).filter((name) => name !== "permit");

interface Setting {
  setup: string[];
  goals?: Record<string, number>;
  peers?: boolean;
}

function tokenSuite(
  suiteName: string,
  name: Own | PeerToken,
  { setup, goals = {}, peers = false }: Setting,
): Suite {
  const own = name === "GovernanceToken" || name === "PackedGovernanceToken";
  const actions = own || name === "OpenZeppelinVotes" ? Object.keys(measures) : COMMON;
  return suite(
    suiteName,
    setup,
    () => deploy(name),
    actions.map((action) => ({
      name: action,
      ...(goals[action] === undefined ? {} : { goal: goals[action] }),
      ...(name === "OpenZeppelinVotes" ? {} : { stock: `stockToken.${action}` }),
      ...(peers && COMMON.includes(action) ? { peers: { Solady: `soladyToken.${action}` } } : {}),
      measure: measures[action]!,
    })),
  );
}

export const stockToken = tokenSuite("stockToken", "OpenZeppelinVotes", {
  setup: [
    "As token: OpenZeppelin's ERC20Votes as its wizard makes it (bench/peers/OpenZeppelinVotes.sol). The yardstick.",
  ],
});
export const soladyToken = tokenSuite("soladyToken", "SoladyVotes", {
  setup: ["As token: Solady's ERC20Votes (bench/peers/SoladyVotes.sol, from npm)."],
});
export const token = tokenSuite("token", "GovernanceToken", {
  setup: [
    "Gas of the receipt, storage cold. Plain: between accounts that have delegated to nobody; delegated: both have delegated",
    "to themselves. It is OpenZeppelin's ERC20Votes with limits for minting, and costs what that costs.",
  ],
  peers: true,
});
export const packedToken = tokenSuite("packedToken", "PackedGovernanceToken", {
  setup: [
    'As token: the configuration\'s choice `token.checkpoints: "packed"`. Two older checkpoints share a slot, so that every',
    "second change of votes writes no fresh one: transfer.delegated.next is one that does. mean: of two, one after the other.",
  ],
  goals: { "delegate.first": 32_500, "transfer.plain": 35_500, "transfer.delegated.mean": 68_500 },
  peers: true,
});
