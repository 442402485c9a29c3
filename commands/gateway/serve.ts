import { setTimeout as sleep } from "node:timers/promises";

import { PolityError } from "@polity/sdk/errors";
import { BPS, formatAmount, parseAmount, parseDuration } from "@polity/sdk/format";
import { send } from "@polity/sdk/transaction";
import { Cashier, type Chain } from "@polity/sdk/usage";
import { required, text, wholeNumber } from "../core/command";
import { signedCommand } from "../core/context";
import { accountsIn, gatewayServer, TIMEOUT } from "../parts/gateway";
import { closeServer, listenAt } from "../parts/http";
import { uintOf, isSet, SERVICE, serviceIn, settlementIn } from "../parts/market";

/** Claims in one transaction: about 19,000 gas each. */
const BATCH = 50;
const DAY = 86_400;

export default signedCommand({
  words:
    "Sells requests to a model's server by x402, as an account that the service's provider has named; claims what was paid",
  options: {
    service: SERVICE,
    upstream: required(
      "The model's server as OpenAI's interface has it, up to /v1; its key is UPSTREAM_KEY in .env",
    ),
    price: required("Of a thousand tokens, asked and answered alike, in whole tokens of the network"),
    vouchers: required("The folder in which vouchers are kept: who loses it loses what was not claimed"),
    listen: text("Where it listens; default 127.0.0.1:8402"),
    maxTokens: text("The most tokens of an answer; default 1024"),
    minDeposit: text("The least that is put into a channel at once, in whole tokens; default 1"),
    withdrawDelay: text("How long payers wait for what they did not use; default 1d, and no less"),
    claimAbove: text("Claims when as much is due, in whole tokens; default 1"),
    every: text("How often it looks what can be claimed; default 10m"),
  },
  async run(context) {
    const { network, signer, options, say } = context;
    const [{ market, service }, settlement] = await Promise.all([
      serviceIn(context, options.service),
      settlementIn(context),
    ]);
    if (!(await market.isAuthorizer(service.id, signer.address)))
      throw new PolityError(`${signer.address} does not claim for service ${service.id}`, {
        hint: "its provider names it: service authorize",
      });
    const withdrawDelay = parseDuration(options.withdrawDelay ?? "1d");
    if (withdrawDelay < DAY || withdrawDelay > 30 * DAY)
      throw new PolityError("payers wait 1 to 30 days", { hint: "give --withdraw-delay 1d or more" });
    const { pauseSweep, pauseListing } = await market.keys();
    const discount = await uintOf(context, network.conventions?.market?.discountBps);
    const maxTokens = wholeNumber("maxTokens", options.maxTokens ?? "1024", 1, 1_000_000);
    const price = (parseAmount(options.price) * (BigInt(BPS) - discount)) / BigInt(BPS);
    if (price === 0n)
      throw new PolityError("a price of nothing sells nothing", { hint: "give --price above 0" });

    // One account sends deposits and claims: one after the other.
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
      const next = last.then(act, act);
      last = next.catch(() => undefined);
      return next;
    };
    const chain: Chain = {
      ...settlement,
      deposit: (...deposit) =>
        inTurn(() => send(signer, settlement.deposit(...deposit))).then(() => undefined),
    };
    const token = {
      address: network.addresses.GovernanceToken,
      name: await network.token.name(),
      version: "1",
    };
    const cashier = new Cashier(
      {
        ...{ ...settlement.where, token, till: service.till, authorizer: signer.address, withdrawDelay },
        minDeposit: parseAmount(options.minDeposit ?? "1"),
      },
      accountsIn(options.vouchers),
      chain,
    );
    const claimAbove = parseAmount(options.claimAbove ?? "1");
    const claim = async (least: bigint) => {
      const due = (await cashier.claimable()).filter((each) => each.withdrawing || each.due >= least);
      for (let i = 0; i < due.length; i += BATCH) {
        const batch = due.slice(i, i + BATCH);
        await inTurn(() => send(signer, settlement.claim(batch)));
        const sum = batch.reduce((all, each) => all + each.due, 0n);
        say(`claimed ${formatAmount(sum)} tokens of ${batch.length} channels`);
      }
    };

    const server = gatewayServer({
      ...{
        cashier,
        upstream: options.upstream.replace(/\/$/, ""),
        key: process.env.UPSTREAM_KEY,
        price,
        say,
      },
      maxTokens,
      // A network whose tills are never stopped stops sales where it stops listing.
      paused: () => isSet(context, /^0x0+$/.test(pauseSweep) ? pauseListing : pauseSweep),
    });
    const url = await listenAt(server, options.listen ?? "127.0.0.1:8402");
    say(`service ${service.id} is sold on ${url}, at ${formatAmount(price)} a thousand tokens`);
    const stop = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
    while (!stop.signal.aborted) {
      await claim(claimAbove).catch((error: unknown) => say(`cannot claim: ${String(error)}`));
      await sleep(parseDuration(options.every ?? "10m") * 1000, undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
    }
    // What is being answered is sold still, and claimed with the rest.
    await closeServer(server, TIMEOUT);
    await claim(1n);
    return { text: "the gateway has stopped, and claimed what was due", json: { service: service.id } };
  },
});
