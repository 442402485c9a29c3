import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import {
  AbiCoder,
  encodeBytes32String,
  getAddress,
  hexlify,
  parseEther,
  toBeHex,
  toUtf8Bytes,
  ZeroHash,
} from "ethers";
import hre from "hardhat";

import { decodeCall, describeCall, describeLogs, readTokenUnit } from "@polity/sdk";
import { formatUnits, parseUnits } from "@polity/sdk/calls/token";
import { readTreasury } from "@polity/sdk/treasury";
import f05 from "../fixtures/foreign/token-returns.json";
import { neuroshard } from "../helpers/gov";
import { placeToken, type Answers } from "../helpers/odd-tokens";

const text = (bytes: string | Uint8Array) => AbiCoder.defaultAbiCoder().encode(["bytes"], [bytes]);
const word = (value: bigint | number) => toBeHex(value, 32);
const UTF8 = (value: string) => text(toUtf8Bytes(value));
const EIGHTEEN = word(f05.decimals);

/** Tokens as there are and as there could be: what they answer, and how their unit then reads; `@` is their address. */
const TOKENS: Record<string, [Answers, symbol: string, decimals?: number]> = {
  "invalid UTF-8": [{ symbol: f05.symbols["invalid UTF-8"], decimals: EIGHTEEN }, "\ufffd\ufffd (@)", 18],
  "bytes32 MKR": [{ symbol: f05.symbols["bytes32 MKR"], decimals: EIGHTEEN }, "MKR (@)", 18],
  "newline and escape": [
    { symbol: f05.symbols["newline and escape"], decimals: EIGHTEEN },
    "A\ufffd\ufffd[31mB (@)",
    18,
  ],
  "empty string": [{ symbol: f05.symbols["empty string"], decimals: EIGHTEEN }, "@", 18],
  "no data": [{ symbol: f05.symbols["no data"], decimals: EIGHTEEN }, "@", 18],
  "an ordinary one": [{ symbol: UTF8("USDC"), decimals: word(6) }, "USDC (@)", 6],
  "no symbol at all": [{ decimals: word(6) }, "@", 6],
  "no decimals": [{ symbol: UTF8("NFT") }, "base units of @"],
  "nothing at all": [{}, "base units of @"],
  "decimals 0": [{ symbol: UTF8("WHOLE"), decimals: word(0) }, "WHOLE (@)", 0],
  "decimals 255": [{ symbol: UTF8("DUST"), decimals: word(255) }, "DUST (@)", 255],
  "decimals 256": [{ symbol: UTF8("TOO"), decimals: word(256) }, "base units of @"],
  "decimals of a whole word": [{ symbol: UTF8("ALL"), decimals: word(2n ** 256n - 1n) }, "base units of @"],
  "decimals in one byte": [{ symbol: UTF8("ONE"), decimals: "0x12" }, "base units of @"],
  "a symbol of 32 zeros": [{ symbol: ZeroHash, decimals: EIGHTEEN }, "@", 18],
  "a bytes32 that is no UTF-8": [{ symbol: `0xff${"00".repeat(31)}`, decimals: EIGHTEEN }, "\ufffd (@)", 18],
  "a bytes32 of all 32": [
    { symbol: hexlify(toUtf8Bytes("x".repeat(32))), decimals: EIGHTEEN },
    "xxxxxxxxxxx (@)",
    18,
  ],
  "a length beyond its data": [
    { symbol: `${word(32)}${word(2n ** 255n).slice(2)}${"41".repeat(32)}`, decimals: EIGHTEEN },
    "AAAAAAAAAAA (@)",
    18,
  ],
  "an offset to nowhere": [
    { symbol: `${word(2n ** 200n)}${word(1).slice(2)}${"41".repeat(32)}`, decimals: EIGHTEEN },
    "@",
    18,
  ],
  "a symbol of 5,000 letters": [
    { symbol: UTF8("y".repeat(5_000)), decimals: EIGHTEEN },
    "yyyyyyyyyyy (@)",
    18,
  ],
  "letters that turn the line around": [{ symbol: UTF8("a\u202eb"), decimals: EIGHTEEN }, "a\ufffdb (@)", 18],
  "a symbol of two languages and a face": [{ symbol: UTF8("Ω日😀"), decimals: EIGHTEEN }, "Ω日😀 (@)", 18],
  "spaces alone": [{ symbol: UTF8("   "), decimals: EIGHTEEN }, "@", 18],
};

describe("Tokens that anybody made", () => {
  it("never break a place that reads one, and their amounts have the decimals that they tell", async () => {
    expect(Object.keys(TOKENS)).to.include.members(Object.keys(f05.symbols));
    expect(Object.keys(TOKENS).length).to.be.above(20);
    const { network } = await loadFixture(neuroshard);
    const { treasury, addresses } = network;
    await hre.network.provider.send("hardhat_impersonateAccount", [addresses.TimelockController]);
    await hre.network.provider.send("hardhat_setBalance", [
      addresses.TimelockController,
      "0xde0b6b3a7640000",
    ]);
    const vote = treasury!.connect(await hre.ethers.getSigner(addresses.TimelockController));
    const block = await hre.ethers.provider.getBlockNumber();
    for (const [i, [name, [answers, symbol, decimals]]] of Object.entries(TOKENS).entries()) {
      const at = getAddress(toBeHex(0xbad000 + i, 20));
      await placeToken(at, answers);
      const unit = await readTokenUnit(network, at);
      const expected = { symbol: symbol.replace("@", at), ...(decimals !== undefined && { decimals }) };
      expect(unit, name).to.deep.equal(expected);
      const five = parseUnits("5", unit);
      expect(five, name).to.equal(5n * 10n ** BigInt(decimals ?? 0));
      const shown = formatUnits(five, unit);
      expect(shown, name).to.equal(`5 ${expected.symbol}`);

      const payment = {
        token: at,
        payee: addresses.Treasury!,
        amount: five,
        category: ZeroHash,
        ref: ZeroHash,
      };
      const overflows = five >= 2n ** 256n;
      if (overflows) continue;
      const calldata = treasury!.interface.encodeFunctionData("pay", [[payment]]);
      const call = decodeCall(network, { target: addresses.Treasury!, value: 0n, calldata });
      expect((await describeCall(network, call)).join("\n"), name).to.include(shown);
      const deposited = treasury!.interface.encodeEventLog("Deposited", [
        at,
        addresses.Treasury!,
        ZeroHash,
        five,
        ZeroHash,
      ]);
      const words = await describeLogs(network, [{ address: addresses.Treasury!, ...deposited }]);
      expect(words.join("\n"), name).to.include(shown);
      // A cap puts it into the treasury's overview.
      await vote.raiseCap(at, 1n);
    }
    const state = await readTreasury(network, {
      fromBlock: block,
      block: await hre.ethers.provider.getBlockNumber(),
    });
    const held = state.holdings.filter(({ token }) => token.toLowerCase().startsWith("0x0000"));
    for (const { unit, balance } of held.slice(1)) {
      expect(unit.symbol).to.not.equal("");
      expect(balance).to.equal(7n);
    }
    expect(held.length).to.be.above(20);
  });

  it("are not read as something else when the connection is lost", async () => {
    const { network } = await loadFixture(neuroshard);
    const at = `0x${"bad".padStart(40, "0")}`;
    await placeToken(at, { symbol: encodeBytes32String("MKR"), decimals: EIGHTEEN });
    const lost = { code: -32603, message: "invalid API key" };
    const provider = Object.create(hre.ethers.provider, {
      call: { value: () => Promise.reject(Object.assign(new Error(lost.message), lost)) },
    }) as typeof hre.ethers.provider;
    const broken = { ...network, token: network.token.connect(provider) };
    const outcome = await readTokenUnit(broken, at).catch((error: unknown) => (error as Error).message);
    expect(outcome).to.equal("invalid API key");
    expect(parseEther("5")).to.equal(parseUnits("5", await readTokenUnit(network, at)));
  });
});
