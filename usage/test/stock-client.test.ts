import { createRequire } from "node:module";
import { join } from "node:path";

import { expect } from "chai";
import { Wallet, ZeroHash } from "ethers";
import hre from "hardhat";

import { appSalt } from "@polity/sdk/usage";
import { listService, PRICE, question, startGateway } from "../../test/helpers/market";
import { deployPreset } from "../../test/helpers/preset";

/** x402's client and viem, as they are published: npm run usage:test installs them first. */
const load = createRequire(join(__dirname, "../package.json"));
const { wrapFetchWithPaymentFromConfig } = load("@x402/fetch") as {
  wrapFetchWithPaymentFromConfig: (fetched: typeof fetch, config: object) => typeof fetch;
};
const { BatchSettlementEvmScheme } = load("@x402/evm/batch-settlement/client") as {
  BatchSettlementEvmScheme: new (signer: object, options?: object) => object;
};
const { createPublicClient, custom } = load("viem") as {
  createPublicClient: (options: object) => { readContract: (call: object) => Promise<unknown> };
  custom: (provider: object) => object;
};
const { privateKeyToAccount } = load("viem/accounts") as { privateKeyToAccount: (key: string) => object };

const USED = (30n * PRICE) / 1000n;

/** Not found by the other tests: npm run usage:test installs what it needs first. */
describe("x402's own client, unmodified", () => {
  const fixture = async () => {
    const { network, people } = await deployPreset("aitbc", "none");
    const { eva: provider, finn } = people;
    const { id, till } = await listService(network, provider, { stake: 1000n * 10n ** 18n });
    const gateway = await startGateway(network, provider, till.target as string);
    const wallet = Wallet.createRandom();
    await network.token.connect(finn).transfer(wallet.address, 1_000n * 10n ** 18n);
    const chain = createPublicClient({ transport: custom(hre.network.provider) });
    const signer = {
      ...privateKeyToAccount(wallet.privateKey),
      readContract: (call: object) => chain.readContract(call),
    };
    const client = (options: object = {}) =>
      wrapFetchWithPaymentFromConfig(fetch, {
        // A payer says which tokens it pays in, and how much: the client's defaults are dollars.
        spendControls: { allowedAssets: true, maxAmountPerPayment: false },
        schemes: [
          {
            network: "eip155:31337",
            client: new BatchSettlementEvmScheme(signer, { salt: ZeroHash, ...options }),
          },
        ],
      });
    return { network, people, provider, id, till, gateway, wallet, client };
  };

  it("pays the gateway: one deposit by permit, without a transaction of its own, then vouchers alone", async () => {
    const { network, till, gateway, wallet, client } = await fixture();
    try {
      const pay = client();
      const blocks = () => hre.ethers.provider.getBlockNumber();
      const start = await blocks();
      for (let i = 0; i < 5; i++) {
        const response = await pay(gateway.url, question());
        expect([response.status, (await response.json()).choices[0].message.content]).to.deep.equal([
          ...[200, "Forty-two."],
        ]);
      }
      expect((await blocks()) - start).to.equal(1);
      expect(await hre.ethers.provider.getTransactionCount(wallet.address)).to.equal(0);
      await gateway.claim();
      const { token } = network;
      await till.sweep(token);
      const market = network.market!;
      const [swept] = await market.queryFilter(market.filters.Swept());
      expect(swept!.args.amount).to.equal(5n * USED);
    } finally {
      gateway.close();
    }
  });

  it("names the app that brought the payer by its salt, and the app gets its share", async () => {
    const { network, people, till, gateway, client } = await fixture();
    try {
      const { gus: app } = people;
      const response = await client({ salt: appSalt(app.address) })(gateway.url, question());
      expect(response.status).to.equal(200);
      await gateway.claim();
      await till.sweep(network.token);
      const accounts = await gateway.cashier.accounts.all();
      await till.attribute(accounts.map(({ channel }) => channel));
      expect(await till.creditOf(network.token, app)).to.equal((USED * 2000n) / 10_000n);
    } finally {
      gateway.close();
    }
  });

  it("goes on after it has forgotten everything: the gateway proves by its signature what was charged", async () => {
    const { gateway, client } = await fixture();
    try {
      for (let i = 0; i < 3; i++) {
        const response = await client()(gateway.url, question());
        expect(response.status).to.equal(200);
      }
      const [account] = await gateway.cashier.accounts.all();
      expect(account!.charged).to.equal(3n * USED);
    } finally {
      gateway.close();
    }
  });
});
