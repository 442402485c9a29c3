import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import hre from "hardhat";

import { startChain } from "../../devnet/demo/chain";
import { ROOT } from "../helpers/shell";

/** `npm start` as npm runs it, in a process group of its own as a terminal gives it. */
function start(...args: string[]) {
  const child = spawn("node_modules/.bin/tsx", ["scripts/start.ts", ...args], { cwd: ROOT, detached: true });
  const told = { stderr: "", stdout: "" };
  child.stdout.on("data", (chunk) => (told.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (told.stderr += String(chunk)));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, told, ended };
}

/** Whether any process of its group is still there. */
function isThere({ pid }: ChildProcess): boolean {
  try {
    process.kill(-pid!, 0);
    return true;
  } catch {
    return false;
  }
}

describe("npm start", () => {
  it("ends at once on Ctrl-C in the middle of its work, and leaves no process behind", async () => {
    const { child, told, ended } = start("--port", "0", "--rpc-port", "0");
    await new Promise<void>((seen) => {
      child.stderr.on("data", () => {
        if (told.stderr.includes("compiling the contracts")) seen();
      });
    });
    process.kill(-child.pid!, "SIGINT");
    await ended;
    // What the signal ends takes a moment to be gone; what stays is found by the limit of the test.
    while (isThere(child)) await setTimeout(100);
    expect(told.stdout).to.equal("");
  });

  it("says that its port is taken before it begins the long work", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((listening) => other.once("listening", listening));
    const { port } = other.address() as AddressInfo;
    const { told, ended } = start("--port", String(port));
    expect(await ended).to.equal(1);
    other.close();
    expect(told.stderr).to.match(new RegExp(`Error: port ${port} is taken; .*--port`));
    expect(told.stderr).not.to.include("compiling");
  });

  it("answers a port that is none with a sentence and a way out", async () => {
    const { told, ended } = start("--rpc-port", "eight");
    expect(await ended).to.equal(1);
    expect(told.stderr).to.match(/Error: "eight" is no port; /);
  });

  it("names the networks that have a story, to whoever asks for another one", async () => {
    const { told, ended } = start("--preset", "nowhere", "--port", "0");
    expect(await ended).to.equal(1);
    expect(told.stderr).to.match(
      /Error: there is no story of a network "nowhere"; give one of neuroshard, ai1net, distributed-ai, aitbc with --preset/,
    );
    expect(told.stderr).not.to.include("compiling");
  });
});

describe("A chain that is served", () => {
  it("ends although a client has said nothing yet and keeps its line open", async () => {
    const chain = await startChain(hre, 0);
    const line = connect(Number(new URL(chain.url).port), "127.0.0.1");
    await once(line, "connect");
    // The server has the line, too, once it has answered another.
    expect(Number(await new JsonRpcProvider(chain.url).send("eth_chainId", []))).to.equal(31_337);
    const closed = once(line, "close");
    await chain.stop();
    await closed;
  });
});
