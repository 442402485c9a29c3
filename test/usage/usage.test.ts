import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { decodeBase64, id as hashOf, parseEther, toUtf8String, ZeroAddress, ZeroHash } from "ethers";
import hre from "hardhat";

import { accountsIn } from "../../commands/parts/gateway";
import {
  findChannels,
  listService as listUnnamed,
  newChannel,
  PERMIT2,
  readListingTerms,
  requireMarket,
  topUp,
} from "@polity/sdk/market";
import { send } from "@polity/sdk/transaction";
import {
  appOf,
  appSalt,
  ASKS,
  boundedRequest,
  channelIdOf,
  encodeHeader,
  isSignedBy,
  parseAsked,
  parsePayment,
  Payer,
  PAYS,
  priceOf,
  REFUSALS,
  signDeposit,
  signVoucher,
  usedTokens,
  type Channel,
} from "@polity/sdk/usage";
import {
  DAY,
  listening,
  listService,
  model,
  PRICE,
  question,
  settlementIn,
  startGateway,
} from "../helpers/market";
import { asAccount } from "../helpers/governor";
import { deployPreset } from "../helpers/preset";
import { fails } from "../helpers/fails";

const provider = hre.ethers.provider;
/** What the stub's 30 tokens cost. */
const USED = priceOf(30n, PRICE);
const ASKED = priceOf(boundedRequest(question().body, 100).tokens, PRICE);

async function deployed() {
  const { network, people } = await deployPreset("aitbc", "none");
  const { id, till } = await listService(network, people.eva, { stake: parseEther("1000") });
  return { network, people, id, till, settlement: await settlementIn(network) };
}

/** A gateway before a model, and a payer. */
async function selling(changes: Parameters<typeof startGateway>[3] = {}) {
  const parts = await loadFixture(deployed);
  const { network, people, till, settlement } = parts;
  const { finn, eva } = people;
  const gateway = await startGateway(network, eva, till.target as string, changes);
  const limits = {
    ...{ till: till.target as string, token: network.addresses.GovernanceToken, salt: ZeroHash },
    ...{ authorizer: (account: string) => Promise.resolve(account === eva.address), withdrawDelay: 2 * DAY },
    ...{ perRequest: parseEther("1"), deposit: parseEther("10") },
  };
  const payer = (other: Partial<typeof limits> = {}) =>
    new Payer(finn, provider, settlement, { ...limits, ...other });
  const channel: Channel = {
    ...{ payer: finn.address, payerAuthorizer: finn.address, receiver: limits.till, token: limits.token },
    ...{ receiverAuthorizer: eva.address, withdrawDelay: DAY, salt: ZeroHash },
  };
  return { ...parts, gateway, payer, channel };
}
type Selling = Awaited<ReturnType<typeof selling>>;

/** Runs a test with a gateway, which ends with it. */
const sold =
  (act: (parts: Selling) => Promise<void>, changes?: Parameters<typeof startGateway>[3]) => async () => {
    const parts = await selling(changes);
    await act(parts).finally(() => parts.gateway.close());
  };

describe("Channels and vouchers", () => {
  it("have the ids and digests that x402's contract computes", async () => {
    const { settlement, people, till } = await loadFixture(deployed);
    const { finn, eva, gus } = people;
    const { where } = settlement;
    const channel: Channel = {
      ...{ payer: finn.address, payerAuthorizer: ZeroAddress, receiver: till.target as string },
      ...{
        receiverAuthorizer: eva.address,
        token: gus.address,
        withdrawDelay: DAY,
        salt: appSalt(gus.address, 7),
      },
    };
    const contract = await hre.ethers.getContractAt("BatchSettlementStandIn", where.settlement);
    const id = channelIdOf(where, channel);
    expect(await contract.getFunction("getChannelId")(channel)).to.equal(id);
    const voucher = await signVoucher(finn, where, id, 5n);
    expect(isSignedBy(finn.address, where, voucher)).to.equal(true);
    for (const changed of [
      { ...voucher, ceiling: 6n },
      { ...voucher, channelId: ZeroHash },
      { ...voucher, signature: "0x12" },
    ])
      expect(isSignedBy(finn.address, where, changed)).to.equal(false);
    for (const other of [
      { ...where, chainId: 1n },
      { ...where, settlement: gus.address },
    ])
      expect(isSignedBy(finn.address, other, voucher)).to.equal(false);
  });

  it("name an app by their salt, as tills read it, or nobody", () => {
    const app = "0x00000000000000000000000000000000000000A1";
    expect(appOf(appSalt(app, 3))).to.equal(app);
    expect(appSalt(app, 3)).to.equal(
      `0x${Buffer.from("POLITYAP").toString("hex")}00000003${app.slice(2).toLowerCase()}`,
    );
    for (const salt of [ZeroHash, hashOf("random"), appSalt(ZeroAddress)])
      expect(appOf(salt)).to.equal(undefined);
  });
});

describe("What is read from others", () => {
  const body = (changes: object = {}) => JSON.stringify({ messages: [], ...changes });

  it("is a request whose length is bounded before it is made", () => {
    const length = BigInt(body().length);
    expect(boundedRequest(body(), 100)).to.deep.equal({
      body: { messages: [], stream: false, max_tokens: 100 },
      tokens: length + 100n,
    });
    const several = body({ n: 3, max_completion_tokens: 7 });
    expect(boundedRequest(several, 100).tokens).to.equal(BigInt(several.length) + 21n);
    const drafts = body({ best_of: 4, max_tokens: 5 });
    expect(boundedRequest(drafts, 100).tokens).to.equal(BigInt(drafts.length) + 20n);
    expect(boundedRequest(body({ input: "é" }), 0).tokens).to.equal(
      BigInt(Buffer.byteLength(body({ input: "é" }))),
    );
    for (const [text, why] of [
      ["{", /is no JSON/],
      ["[]", /is no JSON object/],
      [body({ stream: true }), /streams are not sold/],
      [body({ max_tokens: 101 }), /max_tokens is no integer from 1 to 100/],
      [body({ max_tokens: 1e308 }), /max_tokens/],
      [body({ n: 0 }), /n is no integer from 1 to 8/],
      [body({ best_of: 9 }), /best_of/],
    ] as const)
      expect(() => boundedRequest(text, 100), text).to.throw(why);
  });

  it("is what a server says that was used, if it is a count", () => {
    expect(usedTokens({ usage: { prompt_tokens: 3, completion_tokens: 4 } })).to.equal(7n);
    expect(usedTokens({ usage: { prompt_tokens: 3 } })).to.equal(3n);
    for (const answer of [null, {}, { usage: { prompt_tokens: -1 } }, { usage: { prompt_tokens: "3" } }])
      expect(usedTokens(answer)).to.equal(undefined);
    expect([priceOf(1n, 1n), priceOf(1000n, 1n), priceOf(1001n, 1n)]).to.deep.equal([1n, 1n, 2n]);
  });

  it("is a payment of this scheme, or nothing: no header is read beyond its bound", () => {
    const header = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
    for (const one of ["", "%%%", header(null), header({ x402Version: 1 }), header({ x402Version: 2 })])
      expect([parsePayment(one), parseAsked(one)], one).to.deep.equal([undefined, undefined]);
    const accepts = [{ scheme: "exact" }];
    expect(parseAsked(header({ x402Version: 2, accepts }))).to.equal(undefined);
    expect(parseAsked(header({ x402Version: 2, accepts: Array(33).fill(0) }))).to.equal(undefined);
    expect(parsePayment("A".repeat(20_000))).to.equal(undefined);
  });
});

describe("A payer who puts money into a channel by itself", () => {
  const sought = { withdrawDelay: DAY, salt: ZeroHash };

  it("lets Permit2 have exactly the amount, by a permit, or by an approval that is sent first", async () => {
    const { network, people, id, till, settlement } = await loadFixture(deployed);
    const { finn, eva } = people;
    const market = requireMarket(network);
    const token = network.addresses.GovernanceToken;
    const wanted = { ...sought, payer: finn.address, token };
    const channel = await newChannel(market, id, wanted, 0);
    expect(channel).to.deep.equal({
      ...{ ...wanted, payerAuthorizer: finn.address, receiver: till.target, receiverAuthorizer: eva.address },
    });
    for (const permits of [true, false]) {
      const before = await provider.getTransactionCount(finn.address);
      await topUp(finn, provider, settlement, channel, parseEther("3"), { permits });
      expect((await provider.getTransactionCount(finn.address)) - before).to.equal(permits ? 1 : 2);
      expect(await network.token.allowance(finn, PERMIT2)).to.equal(0n);
    }
    const [found] = await findChannels(market, settlement, id, wanted, 0);
    expect([found!.channel, found!.state.balance]).to.deep.equal([channel, parseEther("6")]);
    const all = await network.token.balanceOf(finn);
    await fails(
      topUp(finn, provider, settlement, channel, all + 1n, { permits: true }),
      /has less of the token than that/,
    );
  });

  it("pays no service for which nobody claims, that leaves, or that is off the list", async () => {
    const { network, people, id } = await loadFixture(deployed);
    const { finn, eva } = people;
    const market = requireMarket(network);
    const { minStake, minDeveloperBps } = await readListingTerms(market, network.registry);
    const { service } = await listUnnamed(market, eva, {
      ...{ kind: 0, developerBps: minDeveloperBps, stake: minStake, metadata: ZeroHash, uri: "" },
    });
    const wanted = { ...sought, payer: finn.address, token: network.addresses.GovernanceToken };
    const open = (number: bigint) => newChannel(market, number, wanted, 0);
    await fails(open(service), /nobody claims for service/);
    await market.connect(eva).requestExit(id);
    await fails(open(id), /is about to leave/);
    const vote = await asAccount(network.addresses.TimelockController);
    await market.connect(vote).delist(service, ZeroHash);
    await fails(open(service), /is off the list/);
  });

  it("begins a listing with the least that the market takes", async () => {
    const { network, people } = await loadFixture(deployed);
    const market = requireMarket(network);
    const { minStake, minDeveloperBps } = await readListingTerms(market, network.registry);
    expect([minStake, minDeveloperBps]).to.deep.equal([parseEther("1000"), 1_000n]);
    const least = { kind: 0, developerBps: minDeveloperBps, stake: minStake, metadata: ZeroHash, uri: "" };
    await fails(listUnnamed(market, people.eva, { ...least, stake: minStake - 1n }), /is too low/);
    await fails(listUnnamed(market, people.eva, { ...least, developerBps: minDeveloperBps - 1n }), /refused/);
  });
});

describe("A gateway and those who pay it", () => {
  it(
    "sells requests for one deposit and vouchers, and charges what they took",
    sold(async (parts) => {
      const { gateway, payer, network, till } = parts;
      const paying = payer();
      const start = await provider.getBlockNumber();
      for (let i = 0; i < 30; i++)
        expect((await paying.fetch(gateway.url, question())).charged).to.equal(USED);
      expect((await provider.getBlockNumber()) - start).to.equal(1);
      await gateway.claim();
      expect(await gateway.claim()).to.equal(undefined);
      await till.sweep(network.token);
      const market = requireMarket(network);
      const swept = await market.queryFilter(market.filters.Swept());
      expect(swept.map(({ args }) => args.amount)).to.deep.equal([30n * USED]);
    }),
  );

  it(
    "keeps neither what was asked nor what was answered",
    sold(async ({ gateway, payer, people }) => {
      await payer().fetch(gateway.url, question("A secret."));
      expect(gateway.asked).to.have.length(1);
      expect(gateway.asked[0]).to.deep.include({ stream: false, max_tokens: 50 });
      expect(gateway.said).to.deep.equal([`${people.finn.address} has used 30 tokens`]);
      const [file] = readdirSync(gateway.folder);
      expect(readFileSync(join(gateway.folder, file!), "utf8")).to.not.match(/secret|Forty/);
    }),
  );

  it(
    "asks for the deposit again when the first is used up, never beyond what was agreed",
    sold(
      async ({ gateway, payer, settlement, channel }) => {
        const paying = payer({ deposit: ASKED });
        await paying.fetch(gateway.url, question());
        const before = await settlement.stateOf(settlement.idOf(channel));
        await paying.fetch(gateway.url, question());
        const after = await settlement.stateOf(settlement.idOf(channel));
        expect([before.balance, after.balance > before.balance]).to.deep.equal([ASKED, true]);
        await fails(
          payer({ deposit: 1n }).fetch(gateway.url, { ...question(), body: question("x".repeat(200)).body }),
          /asks for a deposit of/,
        );
      },
      { minDeposit: 0n },
    ),
  );

  it(
    "is told by its own signature what was charged, when a payer has forgotten it",
    sold(async ({ gateway, payer }) => {
      await payer().fetch(gateway.url, question());
      expect((await payer().fetch(gateway.url, question())).charged).to.equal(USED);
      const [account] = await gateway.cashier.accounts.all();
      expect(account!.charged).to.equal(2n * USED);
    }),
  );

  it(
    "is paid for what it has served, though it has forgotten, out of the folder of its vouchers",
    sold(async ({ gateway, payer }) => {
      await payer().fetch(gateway.url, question());
      const [account] = await accountsIn(gateway.folder).all();
      expect(account!.charged).to.equal(USED);
      expect(account).to.deep.equal((await gateway.cashier.accounts.all())[0]);
      expect(readdirSync(gateway.folder)).to.deep.equal([`${account!.voucher.channelId}.json`]);
    }),
  );

  for (const [what, limits, why] of [
    ["a payment to somebody else", { till: ZeroAddress }, /not the service's till/],
    ["another token", { token: ZeroAddress }, /a payment in 0x/],
    ["more than was agreed for a request", { perRequest: 1n }, /base units for a request/],
    ["a longer wait", { withdrawDelay: 10 }, /comes back after 86400 seconds/],
    [
      "a stranger who claims",
      { authorizer: () => Promise.resolve(false) },
      /whom the provider has not named/,
    ],
  ] as const)
    it(
      `is not paid by who has not agreed to ${what}`,
      sold(async ({ gateway, payer }) => {
        await fails(payer(limits).fetch(gateway.url, question()), why);
        expect(gateway.asked).to.deep.equal([]);
      }),
    );

  it(
    "answers nothing but what it sells, up to its bounds, and charges nothing for what fails",
    sold(async ({ gateway }) => {
      const base = gateway.url.slice(0, -"/v1/chat/completions".length);
      const status = async (path: string, init?: RequestInit) => (await fetch(base + path, init)).status;
      expect(await status("/v1/models")).to.equal(200);
      expect(await status("/v1/files", { method: "POST" })).to.equal(404);
      expect(await status("/v1/chat/completions")).to.equal(404);
      expect(await status("/v1/chat/completions", { method: "POST", body: "x" })).to.equal(400);
      expect(
        await status("/v1/chat/completions", { method: "POST", body: "x".repeat(2 ** 20 + 1) }),
      ).to.equal(413);
      const paid = (header: string) => fetch(gateway.url, { ...question(), headers: { [PAYS]: header } });
      for (const header of ["", "nothing", "A".repeat(5000)])
        expect((await paid(header)).status).to.equal(402);
      expect(gateway.asked).to.deep.equal(["/v1/models"]);
    }),
  );

  it("charges nothing when the model fails, and goes on", async () => {
    const broken = createServer((_, response) => response.writeHead(500).end("a stack trace"));
    const silent = model([], {});
    for (const server of [broken, silent]) {
      const upstream = `${await listening(server)}/v1`;
      await sold(
        async ({ gateway, payer }) => {
          for (let i = 0; i < 2; i++) {
            const { response, charged } = await payer().fetch(gateway.url, question());
            expect([response.status, charged]).to.deep.equal([502, 0n]);
            expect(await response.text()).to.not.contain("stack");
          }
          const [account] = await gateway.cashier.accounts.all();
          expect(account!.charged).to.equal(0n);
        },
        { upstream },
      )();
      server.closeAllConnections();
      server.close();
    }
  });

  it(
    "sells nothing while the network has stopped sales",
    sold(
      async ({ gateway }) => {
        expect((await fetch(gateway.url, question())).status).to.equal(503);
      },
      { paused: () => Promise.resolve(true) },
    ),
  );

  it(
    "takes no request of a channel whose money is asked back, and claims it before it is gone",
    sold(async (parts) => {
      const { gateway, payer, people, settlement, channel } = parts;
      const paying = payer();
      await paying.fetch(gateway.url, question());
      const { balance } = await settlement.stateOf(settlement.idOf(channel));
      await send(people.finn, settlement.initiateWithdraw(channel, balance));
      await fails(paying.fetch(gateway.url, question()), /insufficient_balance/);
      expect(
        (await gateway.cashier.claimable()).map(({ due, withdrawing }) => [due, withdrawing]),
      ).to.deep.equal([[USED, true]]);
      await gateway.claim();
      await time.increase(DAY);
      await send(people.finn, settlement.finalizeWithdraw(channel));
      const { balance: left, claimed } = await settlement.stateOf(settlement.idOf(channel));
      expect([left, claimed]).to.deep.equal([USED, USED]);
    }),
  );
});

describe("A cashier", () => {
  /** What a payer sends, with changes to it, and what the cashier says. */
  const takes = async (
    { gateway, channel, people, settlement }: Selling,
    change: (payment: Sent) => unknown,
    other = channel,
  ) => {
    const { finn } = people;
    const { where } = settlement;
    const channelId = channelIdOf(where, other);
    const { signature } = await signVoucher(finn, where, channelId, ASKED);
    const amount = parseEther("10");
    const collected = await signDeposit(finn, provider, where, other, amount);
    const sent: Sent = {
      ...{ x402Version: 2, accepted: { scheme: "batch-settlement", network: "eip155:31337" } },
      payload: {
        ...{
          type: "deposit",
          channelConfig: { ...other },
          voucher: { channelId, maxClaimableAmount: ASKED, signature },
        },
        deposit: {
          amount,
          authorization: {
            permit2Authorization: {
              ...{ from: finn.address, permitted: { token: other.token, amount } },
              ...{ spender: "0x4020425FAf3B746C082C2f942b4E5159887B0005", nonce: collected.nonce },
              ...{ deadline: collected.deadline, witness: { channelId }, signature: collected.signature },
            },
          },
        },
      },
      extensions: {
        eip2612GasSponsoring: {
          info: {
            from: finn.address,
            asset: other.token,
            spender: "0x000000000022D473030F116dDEE9F6B43aC78BA3",
            ...collected.permit!,
          },
        },
      },
    };
    change(sent);
    const sale = await gateway.cashier.take(encodeHeader(sent), ASKED, gateway.url);
    return "refused" in sale ? sale.refused : sale;
  };
  interface Sent {
    x402Version: number;
    accepted: { scheme: string; network: string };
    payload: {
      type: string;
      channelConfig: Channel;
      voucher: { channelId: string; maxClaimableAmount: bigint; signature: string };
      deposit: { amount: bigint; authorization: { permit2Authorization: Record<string, unknown> } };
    };
    extensions: { eip2612GasSponsoring: { info: Record<string, unknown> } };
  }
  const permit2 = ({ payload }: Sent) => payload.deposit.authorization.permit2Authorization;

  it(
    "takes what is signed as it is asked for",
    sold(async (parts) => {
      const sale = await takes(parts, () => undefined);
      expect(sale).to.have.property("payer", parts.people.finn.address);
    }),
  );

  for (const [what, change, refusal] of [
    ["another chain", (sent) => (sent.accepted.network = "eip155:1"), REFUSALS.payload],
    ["another scheme", (sent) => (sent.accepted.scheme = "exact"), REFUSALS.payload],
    ["another version", (sent) => (sent.x402Version = 1), REFUSALS.payload],
    ["a refund", (sent) => (sent.payload.type = "refund"), REFUSALS.payload],
    ["another receiver", (sent) => (sent.payload.channelConfig.receiver = ZeroAddress), REFUSALS.receiver],
    [
      "another authorizer",
      (sent) => (sent.payload.channelConfig.receiverAuthorizer = ZeroAddress),
      REFUSALS.receiver,
    ],
    ["a shorter wait", (sent) => (sent.payload.channelConfig.withdrawDelay = 900), REFUSALS.receiver],
    ["another channel's id", (sent) => (sent.payload.channelConfig.salt = hashOf("other")), REFUSALS.channel],
    [
      "a ceiling that was not signed",
      (sent) => (sent.payload.voucher.maxClaimableAmount += 1n),
      REFUSALS.signature,
    ],
    ["a deposit too small", (sent) => (sent.payload.deposit.amount = 1n), REFUSALS.tooSmall],
    ["a deposit that was not signed", (sent) => (sent.payload.deposit.amount += 1n), REFUSALS.payload],
    ["a deposit of somebody else", (sent) => (permit2(sent).from = ZeroAddress), REFUSALS.payload],
    [
      "a deposit of another channel",
      (sent) => (permit2(sent).witness = { channelId: ZeroHash }),
      REFUSALS.payload,
    ],
    ["a collector of its own", (sent) => (permit2(sent).spender = ZeroAddress), REFUSALS.payload],
    [
      "a permit for somebody else",
      (sent) => (sent.extensions.eip2612GasSponsoring.info.spender = ZeroAddress),
      REFUSALS.payload,
    ],
    [
      "a signature that the chain refuses",
      (sent) => (permit2(sent).signature = `0x${"11".repeat(65)}`),
      REFUSALS.deposit,
    ],
    ["a voucher that nothing covers", ({ payload }) => (payload.type = "voucher"), REFUSALS.balance],
  ] as [string, (sent: Sent) => unknown, string][])
    it(
      `refuses ${what}, and the next request is served`,
      sold(async (parts) => {
        expect(await takes(parts, change)).to.equal(refusal);
        expect(await parts.gateway.cashier.accounts.all()).to.deep.equal([]);
        expect(await takes(parts, () => undefined)).to.be.an("object");
      }),
    );

  it(
    "serves one request of a channel at a time, and charges no more than was asked",
    sold(async (parts) => {
      const sale = await takes(parts, () => undefined);
      if (typeof sale === "string") throw new Error(sale);
      expect(await takes(parts, () => undefined)).to.equal(REFUSALS.busy);
      const header = JSON.parse(toUtf8String(decodeBase64(await sale.charge(10n * ASKED)))) as {
        amount: string;
      };
      expect(header.amount).to.equal(String(ASKED));
      expect(await takes(parts, () => undefined)).to.equal(REFUSALS.mismatch);
    }),
  );

  it(
    "says what it asks for where a payment was not right",
    sold(async ({ gateway }) => {
      const response = await fetch(gateway.url, question());
      const asked = parseAsked(response.headers.get(ASKS)!)!;
      expect([
        asked.accept.amount,
        asked.accept.extra.minDeposit,
        asked.accept.extra.withdrawDelay,
      ]).to.deep.equal([...[ASKED, parseEther("10"), DAY]]);
    }),
  );
});

describe("The folder of a gateway's vouchers", () => {
  it("is made, and refuses no name twice", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "polity-")), "deep", "vouchers");
    const accounts = accountsIn(folder);
    expect([existsSync(folder), await accounts.all(), await accounts.get("0x1")]).to.deep.equal([
      true,
      [],
      undefined,
    ]);
    rmSync(folder, { recursive: true });
  });
});
