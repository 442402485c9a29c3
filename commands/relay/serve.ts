import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { lock } from "../../deploy/lock";
import { briefPatience, endPatience, regainPatience } from "../../scripts/lib/patience";
import { parseAmount, parseDuration } from "@polity/sdk/format";
import { keep, keeperChain } from "@polity/sdk/keeper";
import { flag, text, wholeNumber } from "../core/command";
import { signedCommand } from "../core/context";
import { closeServer, listenAt } from "../parts/http";
import { gwei, storeAt } from "../parts/keeper";
import { Relay, relayServer } from "../parts/relay";
import { DailyGas } from "../parts/relay-budget";
import { Limiter } from "../parts/relay-limits";

const HOUR = 3_600_000;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** Seconds that are waited at the end for what is on its way. */
const FINISH = 30;

export default signedCommand({
  words: "Takes ballots and delegations that others have signed, checks and sends them; see docs/relay.md",
  options: {
    listen: text("Where it listens; default 127.0.0.1:8406"),
    proxy: flag("A proxy of one's own stands in front: the last address of X-Forwarded-For is who asks"),
    gasPerDay: text("The most gas that it spends in any 24 hours; default 10000000"),
    maxFee: text("The most to pay for a unit of gas, in gwei; default 100"),
    perSigner: text("How much is sent for one signer in a day; default 5"),
    perVisitor: text("How much one visitor may ask in an hour; default 60"),
    least: text("What a signer must have, in whole votes or tokens; default 1"),
    every: text('Time between two looks at the chain while something is on its way; default "3s"'),
  },
  async run(context) {
    const { network, signer, host, options, deployment, deploymentFile, say } = context;
    const count = (name: "gasPerDay" | "perSigner" | "perVisitor", most: number, fallback: string) =>
      wholeNumber(name, options[name] ?? fallback, 1, most);
    const maxFee = gwei(options.maxFee ?? "100");
    const fileOf = (what: string) => join(dirname(deploymentFile), `${what}-${signer.address}.json`);
    const chain = await keeperChain(network, {
      account: signer.address,
      submit: (transaction) => host.request("eth_sendTransaction", [transaction]) as Promise<string>,
      fromBlock: deployment.block,
      // What is due is handed in: the chain is asked for nothing.
      domains: [],
    });
    const unlock = lock(`${fileOf("relay")}.lock`, `the relay of ${signer.address}`);
    const now = () => Date.now();
    const ending = new AbortController();
    const stop = () => {
      ending.abort();
      endPatience();
    };
    for (const signal of SIGNALS) process.once(signal, stop);
    briefPatience();
    try {
      const relay = new Relay({
        ...{ network, chain, maxFee, now, say },
        budget: new DailyGas(BigInt(count("gasPerDay", 1e12, "10000000")), fileOf("relay-gas"), now),
        least: parseAmount(options.least ?? "1"),
        perSigner: new Limiter(count("perSigner", 10_000, "5"), 24 * HOUR),
      });
      const server = relayServer({
        ...{ relay, now, say, behindProxy: options.proxy },
        perVisitor: new Limiter(count("perVisitor", 1_000_000, "60"), HOUR),
      });
      const url = await listenAt(server, options.listen ?? "127.0.0.1:8406");
      say(`${signer.address} sends for ${deployment.name} what is handed in at ${url}`);
      const over = new Promise<void>((resolve) =>
        ending.signal.addEventListener("abort", () => {
          relay.stop();
          void closeServer(server, 1_000 * FINISH).then(resolve);
        }),
      );
      const pending = await keep(relay.keeperChain(), {
        ...{ signal: ending.signal, store: storeAt(fileOf("relay")), maxFee, log: relay.heard },
        clock: relay.clock((milliseconds, signal) => sleep(milliseconds, undefined, { signal })),
        patience: { stuck: 180, lost: 15 },
        poll: 1_000 * parseDuration(options.every ?? "3s"),
        finish: FINISH,
      });
      await over;
      return {
        text:
          pending.length > 0
            ? "the relay has stopped; one transaction is on its way"
            : "the relay has stopped",
        json: { pending: pending.map(({ hashes }) => hashes.at(-1)) },
      };
    } finally {
      for (const signal of SIGNALS) process.off(signal, stop);
      regainPatience();
      unlock();
    }
  },
});
