import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther, solidityPacked, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { decodeCall, describeCall, DOMAINS, readProposal, requireEscrow, type Call } from "@polity/sdk";
import { LOCAL_ACCOUNTS } from "../../config";
import { CANCEL, CANCEL_BY_ID } from "../helpers/governor";
import { deployNeuroshard } from "../helpers/neuroshard";

const { ada, june } = LOCAL_ACCOUNTS;
const END = 1_893_456_000n; // 2030-01-01

async function fixture() {
  const network = await loadFixture(deployNeuroshard);
  const escrow = requireEscrow(network);
  const tell = (target: string, calldata: string, names: Record<string, string> = {}) => {
    const call: Call = { target, value: 0n, calldata };
    return describeCall(
      network,
      decodeCall({ addresses: { ...network.addresses, ...names }, domains: DOMAINS }, call),
    );
  };
  const ofEscrow = async (name: string, args: unknown[]) =>
    tell(await escrow.getAddress(), escrow.interface.encodeFunctionData(name as "withdraw", args as never));
  const ofGovernor = async (name: string, args: readonly unknown[]) =>
    tell(
      await network.governor.getAddress(),
      network.governor.interface.encodeFunctionData(name as "queue", args as never),
    );
  return { ...network, escrow, tell, ofEscrow, ofGovernor };
}

describe("What a holder's own transactions do, in plain words", () => {
  it("tells every call of the escrow, each part of several, and with the token's own name", async () => {
    const { ofEscrow, escrow } = await fixture();
    const ten = parseEther("10.5");
    const word = id("r");
    const inner = [
      escrow.interface.encodeFunctionData("selfPermit", [ten, END, 27, word, word]),
      escrow.interface.encodeFunctionData("createLock", [ten, END]),
    ];
    const cases: [string, unknown[], string[]][] = [
      ["createLock", [ten, END], ["locks 10.5 NEURO until 2030-01-01T00:00:00Z"]],
      ["createPermanentLock", [ten], ["locks 10.5 NEURO without an end"]],
      ["createLockFor", [june, ten, 0n], [`locks 10.5 NEURO for ${june}, without an end`]],
      ["createLockFor", [june, ten, END], [`locks 10.5 NEURO for ${june}, until 2030-01-01T00:00:00Z`]],
      ["increaseAmount", [ada, 3, ten], [`adds 10.5 NEURO to lock 3 of ${ada}`]],
      ["extend", [3, END], ["moves the end of lock 3 to 2030-01-01T00:00:00Z"]],
      ["makePermanent", [0], ["takes the end from lock 0: it stays locked"]],
      ["startDecay", [0], ["lets lock 0 decay: it ends in 4 weeks at the latest"]],
      ["merge", [1, 0], ["merges lock 1 into lock 0; the later of their ends holds for all of it"]],
      ["withdraw", [1], ["takes the tokens of lock 1, which has ended, back"]],
      ["allowLocker", [june, true], [`lets ${june} create locks for you`]],
      ["allowLocker", [june, false], [`no longer lets ${june} create locks for you`]],
      ["delegate", [june], [`gives the votes of all your locks to ${june}; the tokens stay where they are`]],
      ["delegate", [ZeroAddress], ["takes the votes of all your locks from everybody: they do not count"]],
      [
        "delegateBySig",
        [june, 0, END, 27, word, word],
        [`hands in a signed delegation: the votes of its signer's locks go to ${june}`],
      ],
      [
        "multicall",
        [inner],
        [
          "locks 10.5 NEURO until 2030-01-01T00:00:00Z",
          "lets the escrow take exactly 10.5 NEURO, by your signature, until 2030-01-01T00:00:00Z",
        ],
      ],
    ];
    for (const [name, args, words] of cases) expect(await ofEscrow(name, args)).to.deep.equal(words);
  });

  it("tells delegations of the token and what a vault's owner does", async () => {
    const { tell, token, addresses } = await fixture();
    const at = await token.getAddress();
    const abi = token.interface;
    expect(await tell(at, abi.encodeFunctionData("delegate", [june]))).to.deep.equal([
      `gives the votes of the tokens you hold to ${june}; the tokens stay where they are`,
    ]);
    const word = id("r");
    expect(
      await tell(at, abi.encodeFunctionData("delegateBySig", [ZeroAddress, 0, END, 27, word, word])),
    ).to.deep.equal(["hands in a signed delegation: the votes of its signer's tokens go to nobody"]);
    const vault = (await ethers.getContractFactory("VestingVault")).interface;
    const names = { VestingVault: june };
    const calls: [string, string][] = [
      [
        vault.encodeFunctionData("release(address)", [addresses.GovernanceToken]),
        "pays to its owner what is vested in the vault, in NEURO",
      ],
      [
        vault.encodeFunctionData("delegate", [ada]),
        `gives the votes of the vault's tokens to ${ada}; the tokens stay where they are`,
      ],
      [
        vault.encodeFunctionData("delegateLocked", [ZeroAddress]),
        "takes the votes of the vault's locks from everybody: they do not count",
      ],
    ];
    for (const [data, words] of calls) expect(await tell(june, data, names)).to.deep.equal([words]);
  });

  it("tells a proposal's whole life: made, voted on in every way, scheduled, carried out, stopped", async () => {
    const { ofGovernor, governor, registry, submit } = await fixture();
    const action = { target: registry, data: registry.interface.encodeFunctionData("retire", [[id("x")]]) };
    const full = (description: string) => [[registry.target], [0n], [action.data], description];
    expect(await ofGovernor("propose", full("# NEP-ECON 9d: Pay more\n\nBecause."))).to.deep.equal([
      'proposes "Pay more" as NEP-ECON, with one action',
      "asks for 9 days between approval and activation",
      "burns the fee of 10 NEURO, which nobody gets back",
    ]);
    expect((await ofGovernor("propose", full("# No tag")))[0]).to.equal(
      'proposes "No tag" as NEP-GOV, with one action',
    );

    const { id: proposal, hashed } = await submit("# NEP-GOV: Try", [action] as never);
    const short = proposal.toString().slice(0, 10);
    const packed = solidityPacked(["uint128", "uint128", "uint128"], [parseEther("1"), parseEther("2"), 0n]);
    const cases: [string, readonly unknown[], string[]][] = [
      [
        "castVote",
        [proposal, 1],
        [`votes for on proposal ${short}, with all votes that are left; it cannot be changed`],
      ],
      [
        "castVoteWithReason",
        [proposal, 0, "no"],
        [
          `votes against on proposal ${short}, with all votes that are left; it cannot be changed`,
          'publishes your reason: "no"',
        ],
      ],
      [
        "castVoteWithReasonAndParams",
        [proposal, 255, "", packed],
        [`votes on proposal ${short} in parts: 2 votes for, 1 votes against`],
      ],
      [
        "castVoteWithReasonAndParams",
        [proposal, 2, "", "0x"],
        [`votes abstain on proposal ${short}, with all votes that are left; it cannot be changed`],
      ],
      [
        "castVotesBySig",
        [proposal, [[ada, 1, END, "0x12"]]],
        [`hands in one signed ballot on proposal ${short}`],
      ],
      ["queue", hashed, [`schedules proposal ${short}: its grace period of 7 days begins`]],
      ["execute", hashed, [`carries out proposal ${short}: all of its actions, or none`]],
      [CANCEL, hashed, [`stops proposal ${short} for good`]],
      [CANCEL_BY_ID, [proposal], [`stops proposal ${short} for good`]],
    ];
    expect((await readProposal(governor, proposal)).grace).to.equal(7 * 86_400);
    for (const [name, args, words] of cases) expect(await ofGovernor(name, args)).to.deep.equal(words);
  });
});
