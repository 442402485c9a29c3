import { loadFixture, setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { getBytes, parseEther, Signature, ZeroAddress } from "ethers";
import hre from "hardhat";

import { executeSafeTransaction } from "@polity/sdk/safe/execute";
import { addSignature, formatSafeFile, parseSafeFile } from "@polity/sdk/safe/file";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { checkSignatures, packSignatures } from "@polity/sdk/safe/signatures";
import { buildSafeTransaction, hashSafeTransaction, SAFE_TX, safeDomain } from "@polity/sdk/safe/transaction";
import { fails } from "../helpers/fails";
import { deployCouncil } from "../helpers/safe";
import { formsOf } from "../helpers/signatures";

describe("A Safe's transactions", () => {
  async function funded() {
    const council = await deployCouncil();
    const { members, safe, id } = council;
    // Whatever other files have sent it: the Safe has this address in all of them.
    await setBalance(id.address, parseEther("10"));
    const payee = "0x000000000000000000000000000000000000dEaD";
    const transaction = buildSafeTransaction({ to: payee, value: parseEther("1") }, 0);
    const sign = (...which: number[]) =>
      Promise.all(which.map((i) => signSafeTransaction(safe, members[i]!, id, transaction)));
    return { ...council, payee, transaction, sign };
  }

  it("have the hash that the Safe itself computes", async () => {
    const { safe, id, transaction } = await loadFixture(funded);
    const odd = {
      ...transaction,
      ...{ data: "0x1234", operation: 1, safeTxGas: 5n, baseGas: 6n, gasPrice: 7n, nonce: 8 },
      ...{ gasToken: id.address, refundReceiver: id.address },
    };
    for (const t of [transaction, odd]) {
      expect(hashSafeTransaction(id, t)).to.equal(
        await safe.getTransactionHash(
          ...([t.to, t.value, t.data, t.operation, t.safeTxGas, t.baseGas] as const),
          ...([t.gasPrice, t.gasToken, t.refundReceiver, t.nonce] as const),
        ),
      );
    }
  });

  it("execute with three real signatures, whoever sends them and in whatever order they came", async () => {
    const { safe, id, transaction, sign, stranger, payee } = await loadFixture(funded);
    await executeSafeTransaction(safe, stranger, id, transaction, await sign(4, 0, 2));
    expect(await hre.ethers.provider.getBalance(payee)).to.equal(parseEther("1"));
    expect(await safe.nonce()).to.equal(1n);
  });

  it("are refused by the Safe itself with two signatures, or three in the wrong order", async () => {
    const { safe, id, transaction: t, sign, stranger } = await loadFixture(funded);
    const sorted = checkSignatures(id, t, await sign(0, 1, 2)).map(({ signature }) => signature);
    const execute = (signatures: string[]) =>
      safe
        .connect(stranger)
        .execTransaction(
          ...([t.to, t.value, t.data, t.operation, t.safeTxGas, t.baseGas, t.gasPrice] as const),
          ...([t.gasToken, t.refundReceiver, hre.ethers.concat(signatures)] as const),
          { gasLimit: 500_000 },
        );
    await expect(execute(sorted.slice(0, 2))).to.be.revertedWith("GS020");
    await expect(execute([sorted[1]!, sorted[0]!, sorted[2]!])).to.be.revertedWith("GS026");
    await expect(execute([sorted[0]!, sorted[0]!, sorted[0]!])).to.be.revertedWith("GS026");
    await execute(sorted);
  });

  it("are refused with too few signatures before anything is sent, and strangers do not count", async () => {
    const { safe, id, transaction, sign, stranger } = await loadFixture(funded);
    const two = await sign(0, 1);
    await fails(
      executeSafeTransaction(safe, stranger, id, transaction, two),
      /^2 owners have signed, and 3 are needed$/,
    );
    const signature = await stranger.signTypedData(safeDomain(id), SAFE_TX, transaction);
    await fails(
      executeSafeTransaction(safe, stranger, id, transaction, [
        ...two,
        { signer: stranger.address, signature },
      ]),
      new RegExp(`^2 owners have signed, and 3 are needed; ${stranger.address} is no owner$`),
    );
  });

  it("are not signed by a stranger's wallet", async () => {
    const { safe, id, transaction, stranger } = await loadFixture(funded);
    await fails(signSafeTransaction(safe, stranger, id, transaction), /is no owner of the Safe/);
  });

  it("take no signature under another's name, twice, malformed, or for another transaction, Safe or chain", async () => {
    const { id, transaction, sign, members } = await loadFixture(funded);
    const [ada, ben] = await sign(0, 1);
    const check = (...signatures: { signer: string; signature: string }[]) =>
      Promise.resolve().then(() => checkSignatures(id, transaction, signatures));
    await fails(check({ ...ada!, signer: ben!.signer }), /is not theirs, or not for this transaction/);
    await fails(check({ ...ada!, signature: "0x12" }), /is not theirs/);
    await fails(check(ada!, ben!, ada!), new RegExp(`^${members[0]!.address} has signed twice`));
    const others = [
      [{ ...id, chainId: 1 }, transaction],
      [{ ...id, address: ZeroAddress }, transaction],
      [id, { ...transaction, nonce: 1 }],
      [id, { ...transaction, operation: 1 }],
    ] as const;
    for (const [safe, changed] of others) {
      expect(() => checkSignatures(safe, changed, [ada!])).to.throw(/is not theirs/);
    }
  });

  it("cannot be executed a second time, nor before those with a lower nonce", async () => {
    const { safe, id, transaction, sign, members, stranger } = await loadFixture(funded);
    const later = { ...transaction, nonce: 1 };
    const signed = await Promise.all(
      members.slice(0, 3).map((member) => signSafeTransaction(safe, member, id, later)),
    );
    await fails(
      executeSafeTransaction(safe, stranger, id, later, signed),
      /^the Safe's next nonce is 0, and this transaction has 1$/,
    );
    const signatures = await sign(0, 1, 2);
    await executeSafeTransaction(safe, stranger, id, transaction, signatures);
    await fails(
      executeSafeTransaction(safe, stranger, id, transaction, signatures),
      /^the Safe has used nonce 0 already: its next is 1$/,
    );
    await executeSafeTransaction(safe, stranger, id, later, signed);
  });

  it("are refused for another chain than the Safe's", async () => {
    const { safe, id, transaction, stranger } = await loadFixture(funded);
    const elsewhere = { ...id, chainId: 1 };
    await fails(
      executeSafeTransaction(safe, stranger, elsewhere, transaction, []),
      /hashes the transaction in another way/,
    );
  });

  it("revert as a whole when the call fails, and keep their nonce", async () => {
    const { safe, id, members, stranger } = await loadFixture(funded);
    const broke = buildSafeTransaction({ to: stranger.address, value: parseEther("11") }, 0);
    const signed = await Promise.all(
      members.slice(0, 3).map((member) => signSafeTransaction(safe, member, id, broke)),
    );
    await fails(executeSafeTransaction(safe, stranger, id, broke, signed), /^the Safe has 10 ETH/);
    expect(await safe.nonce()).to.equal(0n);
  });

  it("need no more signatures than the threshold: more are left out", async () => {
    const { safe, id, transaction, sign } = await loadFixture(funded);
    const all = checkSignatures(id, transaction, await sign(0, 1, 2, 3, 4));
    const owners = [...(await safe.getOwners())];
    expect(packSignatures(all, { owners, threshold: 3 })).to.have.length(2 + 3 * 130);
  });

  it("take signatures in whatever form other tools give them, those of eth_sign too", async () => {
    const { safe, id, transaction, members, stranger, payee, sign } = await loadFixture(funded);
    const [ada, ben, cleo] = members;
    const [typed] = await sign(0);
    for (const [form, signature] of Object.entries(formsOf(typed!.signature))) {
      const { signer } = typed!;
      expect(checkSignatures(id, transaction, [{ signer, signature }]), form).to.deep.equal([typed]);
    }
    const hash = getBytes(hashSafeTransaction(id, transaction));
    const [plain, other] = [await ben!.signMessage(hash), await cleo!.signMessage(hash)];
    const adjusted = `${other.slice(0, 130)}${(parseInt(other.slice(130), 16) + 4).toString(16)}`;
    const signatures = [
      { ...typed!, signature: Signature.from(typed!.signature).compactSerialized },
      { signer: ben!.address, signature: plain },
      { signer: cleo!.address, signature: adjusted },
    ];
    const text = formatSafeFile({ safe: id, transaction, signatures });
    const file = parseSafeFile(text.replace(typed!.signature, signatures[0]!.signature));
    expect(formatSafeFile(file)).to.equal(text);
    await executeSafeTransaction(safe, stranger, id, transaction, file.signatures);
    expect(await hre.ethers.provider.getBalance(payee)).to.equal(parseEther("1"));
    expect(ada!.address).to.equal(typed!.signer);
  });

  it("name what they cannot take, and call nobody a forger for it", async () => {
    const { id, transaction, members } = await loadFixture(funded);
    const signer = members[0]!.address;
    const word = (value: string | number) => hre.ethers.zeroPadValue(hre.ethers.toBeHex(value), 32).slice(2);
    const check = (signature: string) => () => checkSignatures(id, transaction, [{ signer, signature }]);
    expect(check(`0x${word(signer)}${word(0)}01`)).to.throw(
      /has approved the hash on chain, which a file cannot prove/,
    );
    expect(check(`0x${word(signer)}${word(65)}00`)).to.throw(
      /is one of a contract \(EIP-1271\), which is not supported/,
    );
    expect(check(`0x${word(signer)}${word(65)}00${word(2)}1234`)).to.throw(
      /is one of a contract \(EIP-1271\)/,
    );
    expect(check(`0x${word(members[1]!.address)}${word(0)}01`)).to.throw(/is not theirs/);
  });

  it("are signed in the form that a Safe takes, whatever the wallet answers", async () => {
    const { safe, id, transaction, members } = await loadFixture(funded);
    const [member] = members;
    const low = new Proxy(member!, {
      get: (target, key) =>
        key === "signTypedData"
          ? async (...args: Parameters<typeof target.signTypedData>) => {
              const { r, s, yParity } = Signature.from(await target.signTypedData(...args));
              return `${r}${s.slice(2)}0${yParity}`;
            }
          : (Reflect.get(target, key) as unknown),
    });
    const [plain, mended] = await Promise.all(
      [member!, low].map((signer) => signSafeTransaction(safe, signer, id, transaction)),
    );
    expect(mended).to.deep.equal(plain);
  });

  describe("as a file", () => {
    it("come back as they were written, and collect signatures in one order", async () => {
      const { id, transaction, sign } = await loadFixture(funded);
      const [ada, ben] = await sign(0, 1);
      const empty = { safe: id, transaction, signatures: [] };
      expect(parseSafeFile(formatSafeFile(empty))).to.deep.equal(empty);
      const text = formatSafeFile(addSignature(addSignature(empty, ada!), ben!));
      expect(formatSafeFile(addSignature(addSignature(empty, ben!), ada!))).to.equal(text);
      expect(formatSafeFile(addSignature(parseSafeFile(text), ada!))).to.equal(text);
      expect(parseSafeFile(text.replaceAll("\n", "\r\n")).signatures).to.have.length(2);
    });

    it("are refused when anything in them was changed", async () => {
      const { id, transaction, sign } = await loadFixture(funded);
      const text = formatSafeFile({ safe: id, transaction, signatures: await sign(0) });
      const changes: [from: string | RegExp, to: string, message: RegExp][] = [
        ['"value": "1000000000000000000"', '"value": "2000000000000000000"', /says the hash is/],
        [id.address, ZeroAddress, /says the hash is/],
        ['"chainId": 31337', '"chainId": 1', /says the hash is/],
        [/"hash": "0x./, '"hash": "0x', /signatures|hash/],
        [/"signature": "0x...../, '"signature": "0x00000', /is not theirs/],
        ['"operation": 0', '"operation": 2', /must be 0 for a call/],
        ['"operation": 0', '"operation": 0,\n    "extra": 1', /unknown field/],
        ['"nonce": 0', '"nonce": 1,\n    "nonce": 0', /is not as it was written/],
        ['  "chainId": 31337,\n', "", /is missing|must be the chain's id/],
        ['"value": "1000000000000000000"', '"value": "0x1"', /is not an integer/],
        ['"data": "0x"', '"data": "0xf"', /is not bytes/],
        [id.address, id.address.toLowerCase(), /not in checksummed form/],
        [/^/, "x", /is not JSON/],
      ];
      for (const [from, to, message] of changes) {
        const changed = text.replace(from, to);
        expect(changed, String(from)).not.to.equal(text);
        expect(() => parseSafeFile(changed, "payment.json"), String(from)).to.throw(message);
      }
    });
  });
});
