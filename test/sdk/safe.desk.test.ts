import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { loadFixture, setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, parseEther, TypedDataEncoder, ZeroAddress, zeroPadValue } from "ethers";
import hre from "hardhat";

import { mergeSafeFiles, parseSafeFile, formatSafeFile, type SafeFile } from "@polity/sdk/safe/file";
import { formatSafeLink, MAX_SAFE_LINK, parseSafeLink } from "@polity/sdk/safe/link";
import { readSafe } from "@polity/sdk/safe/read";
import { safeService } from "@polity/sdk/safe/service";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { freeNonce, isSignable, rivalsOf, standingOf } from "@polity/sdk/safe/standing";
import { buildSafeTransaction, hashSafeTransaction, safeHashes } from "@polity/sdk/safe/transaction";
import { trySafeTransaction } from "@polity/sdk/safe/try";
import { fails } from "../helpers/fails";
import { deployCouncil } from "../helpers/safe";

const PAYEE = "0x000000000000000000000000000000000000dEaD";

async function funded() {
  const council = await deployCouncil();
  const { members, safe, id } = council;
  // Whatever other files have sent it: the Safe has this address in all of them.
  await setBalance(id.address, parseEther("10"));
  const transaction = buildSafeTransaction({ to: PAYEE, value: parseEther("1") }, 0);
  const signed = async (...which: number[]): Promise<SafeFile> => ({
    ...{ safe: id, transaction },
    signatures: await Promise.all(which.map((i) => signSafeTransaction(safe, members[i]!, id, transaction))),
  });
  return { ...council, transaction, signed };
}

describe("How far a Safe's transaction has come", () => {
  it("is told by its owners' signatures and its nonce, and strangers do not count", async () => {
    const { safe, signed, members, stranger } = await loadFixture(funded);
    const state = await readSafe(safe);
    const file = await signed(0, 3);
    const [ada, ben, cleo, dan, eva] = members.map(({ address }) => address);
    const odd = { ...file, signatures: [...file.signatures, { signer: stranger.address, signature: "0x" }] };
    const standing = standingOf(odd, state);
    expect(standing.signed).to.have.members([ada, dan]);
    expect(standing).to.deep.include({ missing: [ben, cleo, eva], strangers: [stranger.address] });
    expect(standing).to.deep.include({ left: 1, nonce: "next" });
    expect(standingOf(file, { ...state, nonce: 1 }).nonce).to.equal("used");
    const later = { ...file, transaction: { ...file.transaction, nonce: 3 } };
    expect(standingOf(later, state)).to.deep.include({ nonce: "later" });
    expect(standingOf(file, { ...state, threshold: 1 }).left).to.equal(0);
  });

  it("names the others that want its nonce, and the first nonce that is free", async () => {
    const { safe, signed, transaction } = await loadFixture(funded);
    const file = await signed();
    const rival = { ...file, transaction: { ...transaction, value: 2n } };
    const after = { ...file, transaction: { ...transaction, nonce: 1 } };
    expect(rivalsOf(file, [file, rival, after])).to.deep.equal([rival]);
    const state = await readSafe(safe);
    expect(freeNonce(state, [])).to.equal(0);
    expect(freeNonce(state, [file, rival, after])).to.equal(2);
    expect(freeNonce({ nonce: 5 }, [file])).to.equal(5);
  });

  it("is signed while its nonce is free, in the open, and not while it fails in its turn", async () => {
    const { transaction } = await loadFixture(funded);
    const [call, code] = [0, 1].map((operation) => ({ transaction: { ...transaction, operation } }));
    for (const nonce of ["next", "later", "used"] as const) {
      expect(isSignable(call!, { nonce }, undefined), nonce).to.equal(nonce !== "used");
      expect(isSignable(call!, { nonce }, "why"), `${nonce}, refused`).to.equal(nonce === "later");
      expect(isSignable(code!, { nonce }, undefined), `${nonce}, code`).to.equal(false);
    }
  });

  it("gathers signatures of two files of one transaction, and refuses those of two", async () => {
    const { signed, transaction } = await loadFixture(funded);
    const [one, other] = [await signed(0, 1), await signed(1, 2)];
    expect(mergeSafeFiles(one, other)).to.deep.equal(await signed(0, 1, 2).then(sorted));
    const changed = { ...other, transaction: { ...transaction, nonce: 1 }, signatures: [] };
    expect(() => mergeSafeFiles(one, changed)).to.throw(/are different transactions/);
  });

  it("is compared with a wallet by the hashes of domain and message, of which the hash is made", async () => {
    const { id, transaction } = await loadFixture(funded);
    const { domain, message, hash } = safeHashes(id, transaction);
    expect(hash).to.equal(hashSafeTransaction(id, transaction));
    expect(hre.ethers.keccak256(concat(["0x1901", domain, message]))).to.equal(hash);
    expect(domain).to.equal(TypedDataEncoder.hashDomain({ chainId: 31_337, verifyingContract: id.address }));
  });
});

const sorted = (file: SafeFile): SafeFile => parseSafeFile(formatSafeFile(file));

describe("What a Safe's transaction calls", () => {
  it("is tried as the Safe, with its value, and leaves no trace", async () => {
    const { id, transaction } = await loadFixture(funded);
    const { provider } = hre.ethers;
    await trySafeTransaction(provider, id.address, transaction);
    expect(await provider.getBalance(PAYEE)).to.equal(0n);
    const tooMuch = { ...transaction, value: parseEther("11") };
    await fails(
      trySafeTransaction(provider, id.address, tooMuch),
      /^the Safe has 10 ETH, and it sends 11 ETH$/,
    );
    const { interface: safeInterface } = await hre.ethers.getContractAt("ISafe", id.address);
    const data = safeInterface.encodeFunctionData("changeThreshold", [9]);
    await fails(
      trySafeTransaction(provider, id.address, { ...transaction, to: id.address, value: 0n, data }),
      /GS201|threshold/i,
    );
  });

  it("cannot be tried where it is code that runs as the Safe's own", async () => {
    const { id, transaction } = await loadFixture(funded);
    await fails(
      trySafeTransaction(hre.ethers.provider, id.address, { ...transaction, operation: 1 }),
      /cannot be tried/,
    );
  });
});

describe("A link of a Safe's transaction", () => {
  it("carries what the file carries, in characters that stand in any address", async () => {
    const { signed } = await loadFixture(funded);
    const file = sorted(await signed(0, 1, 2));
    const link = formatSafeLink(file);
    expect(link).to.match(/^[\w-]+$/);
    expect(parseSafeLink(link)).to.deep.equal(file);
  });

  it("is refused when a part is missing, when something was changed, and when it is too long", async () => {
    const { signed, transaction } = await loadFixture(funded);
    const file = await signed(0);
    const link = formatSafeLink(file);
    expect(() => parseSafeLink(link.slice(0, -20))).to.throw(/a part of it is missing/);
    expect(() => parseSafeLink(`${link}/`)).to.throw(/is no transaction of a Safe/);
    const text = JSON.stringify({ ...JSON.parse(formatSafeFile(file)), chainId: 1 });
    const changed = Buffer.from(text).toString("base64url");
    expect(() => parseSafeLink(changed)).to.throw(/it was changed/);
    expect(() => parseSafeLink("a".repeat(MAX_SAFE_LINK + 1))).to.throw(/longer than 16000 characters/);
    const data = `0x${"ab".repeat(8_000)}`;
    expect(() => formatSafeLink({ ...file, transaction: { ...transaction, data }, signatures: [] })).to.throw(
      /is too long/,
    );
  });
});

/** Stands for a Safe Transaction Service: it keeps what it is sent, and answers what a test says. */
class StubSafeService {
  readonly asked: { method: string; path: string; body: unknown }[] = [];
  results: unknown[] = [];
  count: number | undefined;
  status = 200;
  raw: string | undefined;
  #server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      this.asked.push({
        ...{ method: request.method!, path: request.url! },
        body: body === "" ? undefined : JSON.parse(body),
      });
      const answer = { count: this.count ?? this.results.length, results: this.results };
      response
        .writeHead(this.status, { "content-type": "application/json" })
        .end(this.raw ?? JSON.stringify(answer));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += String(part);
  return body;
}

/** A transaction as the service lists it. */
function listedOf({ safe, transaction, signatures }: SafeFile): Record<string, unknown> {
  const { value, data, safeTxGas, baseGas, gasPrice, ...rest } = transaction;
  return {
    ...rest,
    ...{ safe: safe.address, value: String(value), data: data === "0x" ? null : data },
    ...{ safeTxGas: String(safeTxGas), baseGas: Number(baseGas), gasPrice: String(gasPrice) },
    safeTxHash: hashSafeTransaction(safe, transaction),
    confirmations: signatures.map(({ signer, signature }) => ({ owner: signer, signature })),
    isExecuted: false,
  };
}

describe("A Safe Transaction Service", () => {
  let stub: StubSafeService;
  let url = "";
  beforeEach(async () => {
    stub = new StubSafeService();
    url = await stub.start();
  });
  afterEach(() => stub.stop());

  it("gives what waits, as the files that owners send each other", async () => {
    const { id, signed } = await loadFixture(funded);
    const file = sorted(await signed(0, 2));
    stub.results = [listedOf(file)];
    expect(await safeService(`${url}/`).pending(id, 0)).to.deep.equal({ files: [file], refused: [] });
    expect(stub.asked[0]!.path).to.equal(
      `/api/v2/safes/${id.address}/multisig-transactions/?executed=false&nonce__gte=0&limit=50`,
    );
  });

  it("is not believed: another hash, another Safe, a forged signature, or what has been executed", async () => {
    const { id, signed, transaction, members } = await loadFixture(funded);
    const file = sorted(await signed(0, 2));
    const good = listedOf(file);
    const forged = { owner: members[1]!.address, signature: file.signatures[0]!.signature };
    const contract = {
      owner: members[3]!.address,
      signature: concat([zeroPadValue(members[3]!.address, 32), zeroPadValue("0x41", 32), "0x00"]),
    };
    stub.results = [
      { ...good, value: "2" },
      { ...good, safe: PAYEE },
      { ...good, nonce: "123456789012345678901234567890" },
      { ...good, to: "nobody" },
      "nothing",
      listedOf({ ...file, transaction: { ...transaction, nonce: 7 }, signatures: [] }),
      { ...good, confirmations: [...(good.confirmations as object[]), forged, contract] },
    ];
    stub.count = 80;
    const { files, refused } = await safeService(url).pending(id, 0);
    expect(files.map(({ transaction: { nonce }, signatures }) => [nonce, signatures.length])).to.deep.equal([
      [7, 0],
      [0, 2],
    ]);
    expect(refused).to.have.lengthOf(8);
    expect(refused[0]).to.match(
      /^the service calls a transaction 0x\w+, and what it says of it has the hash/,
    );
    expect(refused[1]).to.match(/is of the Safe 0x0{36}dEaD$/i);
    expect(refused.join("\n")).to.match(/is not theirs, or not for this transaction/);
    expect(refused.join("\n")).to.match(/EIP-1271/);
    expect(refused.at(-1)).to.equal("it has 80 transactions; 50 are shown");
    expect((await safeService(url).pending(id, 8)).files).to.deep.equal([]);
  });

  it("gets a transaction with its first signature, and each further one as a confirmation", async () => {
    const { id, signed } = await loadFixture(funded);
    const file = sorted(await signed(0, 2));
    await safeService(url).share(file);
    const hash = hashSafeTransaction(id, file.transaction);
    expect(stub.asked.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      `POST /api/v2/safes/${id.address}/multisig-transactions/`,
      `POST /api/v1/multisig-transactions/${hash}/confirmations/`,
    ]);
    const [first, second] = file.signatures;
    expect(stub.asked[0]!.body).to.deep.equal({
      ...{ to: PAYEE, value: String(parseEther("1")), data: null, operation: 0, nonce: 0 },
      ...{ safeTxGas: "0", baseGas: "0", gasPrice: "0", gasToken: ZeroAddress, refundReceiver: ZeroAddress },
      ...{ contractTransactionHash: hash, sender: first!.signer, signature: first!.signature },
      origin: "Polity",
    });
    expect(stub.asked[1]!.body).to.deep.equal({ signature: second!.signature });
    await fails(safeService(url).share({ ...file, signatures: [] }), /nobody has signed it yet/);
  });

  it("says in a sentence that it refuses, answers nonsense or too much, or is not there", async () => {
    const { id } = await loadFixture(funded);
    stub.status = 422;
    stub.raw = '{"message":"Nonce already executed"}';
    await fails(
      safeService(url).pending(id, 0),
      /cannot be asked: it answers 422: \{"message":"Nonce already executed"\}$/,
    );
    stub.status = 200;
    stub.raw = "<html>";
    await fails(safeService(url).pending(id, 0), /is not JSON/);
    stub.raw = "{}";
    await fails(safeService(url).pending(id, 0), /results: is missing/);
    stub.raw = " ".repeat(4_000_001);
    await fails(safeService(url).pending(id, 0), /is larger than the 4000000 bytes/);
    stub.stop();
    await fails(safeService(url).pending(id, 0), /cannot be asked: /);
  });
});
