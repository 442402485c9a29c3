import type { Server } from "node:http";

import { TASK_NODE_CREATE_SERVER } from "hardhat/builtin-tasks/task-names";
import type { HardhatRuntimeEnvironment, JsonRpcServer } from "hardhat/types";

import { PolityError } from "@polity/sdk/errors";

export interface LocalChain {
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves Hardhat's in-process chain on this machine, so that a wallet or a second terminal sees what the demo does.
 * @param port 0 takes any that is free.
 */
export async function startChain(hre: HardhatRuntimeEnvironment, port: number): Promise<LocalChain> {
  const listener = { hostname: "127.0.0.1", port, provider: hre.network.provider };
  const server = (await hre.run(TASK_NODE_CREATE_SERVER, listener)) as JsonRpcServer;
  // The chain works on this thread, so a client's idle connection looks older than it is: it must not be closed for that
  // while the client sends. All are closed in the end.
  const http = Reflect.get(server, "_httpServer") as Server;
  http.keepAliveTimeout = 0;
  const stop = () => {
    const closed = server.close();
    http.closeAllConnections();
    return closed;
  };
  try {
    const bound = await server.listen();
    return { url: `http://127.0.0.1:${bound.port}`, stop };
  } catch (cause) {
    throw new PolityError(`port ${port} is taken`, {
      hint: "stop what listens there, or choose another with --port",
      cause,
    });
  }
}
