// What the program deploys with: the contracts that come with the package, and a chain of Foundry's to rehearse on.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Artifact } from "@nomicfoundation/ignition-core";

import { PolityError } from "@polity/sdk/errors";
import { PatientProvider } from "@polity/sdk/provider/patient-provider";
import type { Workshop } from "../commands/core/host";
import { LOCAL_CHAIN } from "../config/local";
import type { Compiled } from "../deploy/artifacts";
import { startAnvil } from "../scripts/lib/anvil";
import { rpcOf } from "./node";

/** Where the package keeps compiled contracts, one a file. */
export const CONTRACTS = "contracts";

/** Reads the compiled contracts of the package. */
export const packedContracts: Compiled = {
  artifacts: {
    readArtifact: (name) => {
      const file = join(__dirname, "..", CONTRACTS, `${name}.json`);
      if (existsSync(file)) return Promise.resolve(JSON.parse(readFileSync(file, "utf8")) as Artifact);
      throw new PolityError(`the package brings no contract ${name}`, {
        hint: "build it with npm run cli:build",
      });
    },
  },
};

/** A deployment that was not rehearsed would fail where it costs money. */
export const rehearsalChain: Workshop["rehearsal"] = async () => {
  const anvil = await startAnvil(0);
  const provider = new PatientProvider(anvil.url, LOCAL_CHAIN);
  const stop = () => {
    provider.destroy();
    anvil.stop();
  };
  return { rpc: rpcOf(provider), stop };
};
