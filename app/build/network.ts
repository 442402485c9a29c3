import { readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";

import type { Plugin } from "vite";

const DEPLOYMENT = "deploy/deployments/chain-31337/polity.json";

const NEPS = resolve("neps");

/**
 * Serves `network.json` to the development server: the file that APP_NETWORK names, or the local chain's deployment with
 * its endpoint (LOCALHOST_RPC_URL). Documents beside the NEPs lie in `neps/`.
 */
export function networkFile(): Plugin {
  return {
    name: "polity:network-file",
    configureServer(server) {
      server.middlewares.use("/neps", (request, response, next) => {
        const file = join(NEPS, decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
        if (!file.startsWith(NEPS + sep) || !statSync(file, { throwIfNoEntry: false })?.isFile())
          return next();
        response.end(readFileSync(file));
      });
      server.middlewares.use("/network.json", (_, response) => {
        try {
          const text = read();
          response.setHeader("content-type", "application/json");
          response.end(text);
        } catch (error) {
          response.statusCode = 404;
          response.end(error instanceof Error ? error.message : String(error));
        }
      });
    },
  };
}

function read(): string {
  const { APP_NETWORK, LOCALHOST_RPC_URL } = process.env;
  if (APP_NETWORK) return readFileSync(resolve(APP_NETWORK), "utf8");
  const deployment = JSON.parse(readFileSync(resolve(DEPLOYMENT), "utf8")) as unknown;
  return JSON.stringify({ deployment, rpc: LOCALHOST_RPC_URL ?? "http://127.0.0.1:8545" });
}
