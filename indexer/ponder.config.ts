import { createConfig } from "ponder";
import { http, type AbiEvent } from "viem";

import { abiOf, contracts, deployment, rpcUrl } from "./network";

export default createConfig({
  // With a DATABASE_URL Ponder takes that PostgreSQL by itself.
  ...(!process.env.DATABASE_URL && {
    database: { kind: "pglite" as const, directory: process.env.DATA_FOLDER ?? ".ponder/pglite" },
  }),
  networks: {
    chain: {
      chainId: deployment.chainId,
      // viem refuses answers above 10 MiB by default, and Ponder would ask for them again for ever.
      transport: http(rpcUrl, { maxResponseBodySize: false } as Parameters<typeof http>[1]),
    },
  },
  contracts: Object.fromEntries(
    contracts.map(({ name, address, events }) => [
      name,
      {
        network: "chain" as const,
        abi: abiOf(name, events) as AbiEvent[],
        address,
        startBlock: deployment.block,
      },
    ]),
  ),
});
