import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { launch, type LaunchOptions } from "../../deploy/launch";
import { lock } from "../../deploy/lock";
import { fails } from "../helpers/fails";

const folder = mkdtempSync(join(tmpdir(), "polity-lock-"));
const file = join(folder, "deployment.lock");

describe("The lock of a deployment", () => {
  afterEach(() => {
    for (const left of readdirSync(folder)) rmSync(join(folder, left), { recursive: true });
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const holder = (changes: object = {}) => {
    lock(file, "it");
    const mine = JSON.parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...mine, ...changes }));
  };
  const gone = async (): Promise<number> => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.on("close", resolve));
    return child.pid!;
  };

  it("is held by one, who gives it back, and leaves nothing else behind", () => {
    const unlock = lock(file, "the deployment");
    expect(() => lock(file, "the deployment")).to.throw(
      new RegExp(`^the deployment is being worked on by process ${process.pid} on ${hostname()}, since 20`),
    );
    expect(readdirSync(folder)).to.deep.equal(["deployment.lock"]);
    unlock();
    expect(readdirSync(folder)).to.deep.equal([]);
    lock(file, "the deployment")();
  });

  it("says how to go on when the one who has it is gone in a way that cannot be seen", () => {
    holder({ host: "elsewhere", pid: 1 });
    const message = (act: () => unknown) => {
      try {
        return void act();
      } catch (error) {
        return (error as { hint?: string }).hint;
      }
    };
    expect(message(() => lock(file, "it"))).to.equal(
      `wait for it, or end it; if it is gone for good, remove ${file}`,
    );
  });

  it("is taken over from a process that has died", async () => {
    holder({ pid: await gone() });
    lock(file, "it")();
    expect(existsSync(file)).to.equal(false);
  });

  it("is taken over from a process whose number another one has now", () => {
    holder({ start: "an earlier boot 1" });
    lock(file, "it")();
    expect(existsSync(file)).to.equal(false);
  });

  it("is taken over though a process has died while it was taking it over", async () => {
    holder({ pid: await gone() });
    writeFileSync(`${file}.takeover`, readFileSync(file));
    lock(file, "it")();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("is taken over by one of many that try at once", async () => {
    holder({ pid: await gone() });
    const code = `require("tsx/cjs"); const { lock } = require("./deploy/lock");
      try { lock(process.argv[1], "it"); console.log("got it"); setInterval(() => {}, 1000); } catch (e) { console.log("refused"); }`;
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", code, file]));
    const said = await Promise.all(
      children.map(
        (child) =>
          new Promise<string>((resolve) => child.stdout.once("data", (chunk) => resolve(String(chunk)))),
      ),
    );
    for (const child of children) child.kill("SIGKILL");
    expect(said.filter((each) => each.startsWith("got it"))).to.have.length(1);
  });

  it("lets one of two deployments go on that are started at once, and the other one after it", async () => {
    const config = parseConfig(presets.neuroshard);
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const snapshot = (await hre.network.provider.send("evm_snapshot", [])) as string;
    const options: LaunchOptions = {
      ...{
        rpc: hre.network.provider,
        name: "twice",
        config,
        accounts,
        confirmations: 1,
        root: folder,
        poll: 20,
      },
    };
    const both = await Promise.allSettled([launch(hre, options), launch(hre, options)]);
    expect(both.map(({ status }) => status)).to.have.members(["fulfilled", "rejected"]);
    const [refused] = both.flatMap((each) => (each.status === "rejected" ? [each.reason as Error] : []));
    await fails(
      Promise.reject(refused!),
      /^the deployment in .*twice-\w{8} is being worked on by process \d+ on /,
    );
    const { audit } = await launch(hre, options);
    expect(audit.deviations).to.deep.equal([]);
    await hre.network.provider.send("evm_revert", [snapshot]);
  });
});
