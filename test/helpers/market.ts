import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { parseEther } from "ethers";
import hre from "hardhat";

import { accountsIn, gatewayServer } from "../../commands/parts/gateway";
import type { Network } from "@polity/sdk/deployment";
import { eventsOf, send } from "@polity/sdk/transaction";
import { requireMarket } from "@polity/sdk/market";
import { Cashier, settlementOf, type Settlement } from "@polity/sdk/usage";

export const DAY = 86_400;
/** What a thousand tokens cost. */
export const PRICE = parseEther("1");

/** Where a server listens, once it does. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A model's server: it answers every question with 20 tokens, and says that the question had 10. */
export function model(
  asked: unknown[] = [],
  usage: object | undefined = { prompt_tokens: 10, completion_tokens: 20 },
) {
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      asked.push(text === "" ? request.url : JSON.parse(text));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ choices: [{ message: { content: "Forty-two." } }], usage }));
    });
  });
}

export async function settlementIn(network: Network): Promise<Settlement> {
  const { chainId } = await hre.ethers.provider.getNetwork();
  const settlement = await requireMarket(network).SETTLEMENT();
  return settlementOf({ chainId, settlement }, hre.ethers.provider);
}

/** Lists a service of a provider, which claims for it by itself. */
export async function listService(
  network: Network,
  provider: HardhatEthersSigner,
  { kind = 0, developerBps = 2000n, stake = parseEther("25000"), uri = "ipfs://card" } = {},
) {
  const market = requireMarket(network).connect(provider);
  await network.token.connect(provider).approve(market, stake);
  const listing = { kind, developerBps, stake, metadata: hre.ethers.id(uri) };
  const receipt = await send(provider, market.list.populateTransaction(listing, uri));
  const [{ service, till }] = (await eventsOf(market, receipt, "ServiceListed")) as unknown as [
    { service: bigint; till: string },
  ];
  await market.addAuthorizer(service, provider);
  return { id: service, till: await hre.ethers.getContractAt("Till", till) };
}

/** A gateway in front of a model, with a folder of vouchers that ends with it. */
export async function startGateway(
  network: Network,
  provider: HardhatEthersSigner,
  till: string,
  changes: Partial<Parameters<typeof gatewayServer>[0]> & { minDeposit?: bigint } = {},
) {
  const settlement = await settlementIn(network);
  const folder = mkdtempSync(join(tmpdir(), "polity-vouchers-"));
  const [asked, said]: [unknown[], string[]] = [[], []];
  const upstream = model(asked);
  const cashier = new Cashier(
    {
      ...settlement.where,
      token: { address: network.addresses.GovernanceToken, name: await network.token.name(), version: "1" },
      ...{ till, authorizer: provider.address, withdrawDelay: DAY },
      minDeposit: changes.minDeposit ?? parseEther("10"),
    },
    accountsIn(folder),
    {
      ...settlement,
      deposit: async (...deposit) => {
        await send(provider, settlement.deposit(...deposit));
      },
    },
  );
  const server = gatewayServer({
    ...{ cashier, upstream: `${await listening(upstream)}/v1`, price: PRICE, maxTokens: 100 },
    ...{ paused: () => Promise.resolve(false), say: (line: string) => said.push(line) },
    ...changes,
  });
  const url = await listening(server);
  return {
    ...{ cashier, settlement, folder, asked, said, url: `${url}/v1/chat/completions` },
    claim: async () => {
      const due = await cashier.claimable();
      return due.length === 0 ? undefined : send(provider, settlement.claim(due));
    },
    close: () => {
      for (const each of [server, upstream]) {
        each.closeAllConnections();
        each.close();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const question = (text = "What is the answer?") => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ model: "any", max_tokens: 50, messages: [{ role: "user", content: text }] }),
});
