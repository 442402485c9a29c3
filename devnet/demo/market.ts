import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { id as hashText, parseEther } from "ethers";
import hre from "hardhat";

import { accountsIn, gatewayServer } from "../../commands/parts/gateway";
import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import * as sdk from "@polity/sdk";
import { formatDecimal, formatTokens } from "@polity/sdk/format";
import * as market from "@polity/sdk/market";
import { eventsOf, send } from "@polity/sdk/transaction";
import { appSalt, Cashier, Payer, settlementOf } from "@polity/sdk/usage";
import type { Teller } from "./print";
import { told } from "./scenes";

const REQUESTS = 30;
/** Of a thousand tokens. */
const PRICE = parseEther("100");
const STAKE = parseEther("25000");

type Name = keyof typeof LOCAL_ACCOUNTS;
const signerOf = (name: Name) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name]);

/** A stand-in for a model: every question takes it as long to answer. */
const model = () =>
  createServer((request, response) => {
    request.resume().on("end", () =>
      response.end(
        JSON.stringify({
          choices: [{ message: { role: "assistant", content: "Forty-two." } }],
          usage: { prompt_tokens: 12, completion_tokens: 8 },
        }),
      ),
    );
  });

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * Another network on the same chain, AI1NET: Eva's app sends Finn to Cleo's model. Thirty requests are one deposit, one
 * claim and one sweep; Eva has her share, a part is burned, and Finn's stars weigh what the network got.
 */
export async function sellRequests(tell: Teller): Promise<void> {
  const config = parseConfig(presets.ai1net);
  tell.heading(`${config.name}, another network, pays for what it uses`);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const { provider } = hre.ethers;
  const network = sdk.connect(contracts, provider);
  const list = market.requireMarket(network);
  const [cleo, eva, finn, june] = await Promise.all((["cleo", "eva", "finn", "june"] as const).map(signerOf));
  const { token } = network;

  const { service, till, receipt } = await market.listService(list, cleo!, {
    ...{ kind: config.market!.kinds.indexOf("MODEL"), developerBps: 2000n, stake: STAKE },
    ...{ metadata: hashText("a model's card"), uri: "ipfs://card" },
  });
  tell.step({
    who: "Cleo",
    what: `lists a model, with a stake of ${formatTokens(STAKE)} tokens`,
    ...told(receipt),
  });
  const named = await send(cleo!, list.addAuthorizer.populateTransaction(service, cleo!));
  tell.step({ who: "Cleo", what: "names herself as who claims for it", ...told(named) });

  const settlement = settlementOf(
    { chainId: BigInt(LOCAL_CHAIN), settlement: await list.SETTLEMENT() },
    provider,
  );
  const folder = mkdtempSync(join(tmpdir(), "polity-vouchers-"));
  const authorizer = cleo!.address;
  const cashier = new Cashier(
    {
      ...{ ...settlement.where, till, authorizer, withdrawDelay: sdk.DAY, minDeposit: parseEther("100") },
      token: { address: contracts.GovernanceToken, name: await token.name(), version: "1" },
    },
    accountsIn(folder),
    {
      ...settlement,
      deposit: async (...deposit) => {
        const paid = await send(cleo!, settlement.deposit(...deposit));
        const what = `puts ${formatTokens(deposit[1])} tokens into a channel, by a signature that Cleo's gateway sends`;
        tell.step({ who: "Finn", what, ...told(paid) });
      },
    },
  );
  const upstream = model();
  const server = gatewayServer({
    ...{ cashier, upstream: `${await listening(upstream)}/v1`, price: PRICE, maxTokens: 100 },
    ...{ paused: () => Promise.resolve(false), say: () => undefined },
  });
  const url = `${await listening(server)}/v1/chat/completions`;
  try {
    const paying = new Payer(finn!, provider, settlement, {
      ...{ till, token: contracts.GovernanceToken, salt: appSalt(eva!.address), withdrawDelay: sdk.DAY },
      ...{ authorizer: (account) => list.isAuthorizer(service, account), perRequest: parseEther("50") },
      deposit: parseEther("1000"),
    });
    const body = JSON.stringify({
      model: "any",
      max_tokens: 20,
      messages: [{ role: "user", content: "Why?" }],
    });
    let charged = 0n;
    for (let i = 0; i < REQUESTS; i++) charged += (await paying.fetch(url, { method: "POST", body })).charged;
    tell.note(
      `Eva's app asks for Finn ${REQUESTS} times, which costs ${formatTokens(charged)} tokens and no transaction`,
    );
  } finally {
    for (const each of [server, upstream]) {
      each.closeAllConnections();
      each.close();
    }
  }

  const due = await cashier.claimable();
  tell.step({
    who: "Cleo",
    what: "claims it all, by one voucher",
    ...told(await send(cleo!, settlement.claim(due))),
  });
  const place = Till__factory.connect(till, provider);
  const swept = await send(june!, place.sweep.populateTransaction(token));
  const [{ amount, network: share, burned, developers }] = (await eventsOf(
    list,
    swept,
    "Swept",
  )) as unknown as [Record<"amount" | "network" | "burned" | "developers", bigint>];
  const shares = `${formatTokens(share)} for the network, of which ${formatTokens(burned)} are burned, ${formatTokens(developers)} for apps, ${formatTokens(amount - share - developers)} for Cleo`;
  tell.step({ who: "June", what: `splits it, as anyone may: ${shares}`, ...told(swept) });
  await send(june!, place.attribute.populateTransaction(due.map(({ channel }) => channel)));
  const app = await place.creditOf(token, eva!.address);
  const paid = await send(june!, place.withdraw.populateTransaction(token, eva!.address));
  tell.step({
    who: "Eva",
    what: `is paid ${formatTokens(app)} tokens for the payer that she brought`,
    ...told(paid),
  });

  const rated = await send(finn!, list.rate.populateTransaction(service, due[0]!.channel, 4n, ""));
  const [stars] = await market.readStars(
    list,
    service,
    [contracts.GovernanceToken],
    (await provider.getBlock("latest"))!.timestamp,
  );
  const weight = `${formatDecimal(stars!.milli, 3)} stars, with ${formatTokens(stars!.weight)} tokens behind them`;
  tell.step({ who: "Finn", what: `rates it: ${weight}`, ...told(rated) });
  rmSync(folder, { recursive: true });
}
