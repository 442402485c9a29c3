import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, parseEther, ZeroHash } from "ethers";
import hre from "hardhat";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { conventionsOf, DAY, formatDeployment } from "@polity/sdk";
import { canonicalJson, contentHash } from "@polity/sdk/core/content";
import { encodeKey } from "@polity/sdk/nep";
import type { NepAction } from "@polity/sdk/nep/actions";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import {
  parseCalibration,
  parseControls,
  parseRecipe,
  recipeText,
  requireRounds,
  sharesOf,
} from "@polity/sdk/rounds";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { startStub, type Stub } from "../../devnet/judges/stub";
import { runCommand } from "../helpers/command";
import { asAccount } from "../helpers/governor";
import { asCouncil } from "../helpers/persons";
import { deployPreset, type DeployedPreset, type People } from "../helpers/preset";
import { newReader, type Reader } from "../helpers/reader";
import { follow } from "../helpers/runbook";
import { CONTROLS, RECIPE } from "../rounds/recipe";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-prompts-"));
const at = (...path: string[]) => join(FOLDER, ...path);
const DEPLOYMENT = at("polity.json");

const ran = async (scope: Scope, name: string, options: Given): Promise<string> => {
  const { stdout, stderr } = await runCommand(scope, name, options);
  expect(stderr, name).to.equal("");
  return stdout;
};
/** Runs what must fail, and answers why. */
const refused = async (scope: Scope, name: string, options: Given): Promise<string> => {
  const { stdout, stderr, code } = await runCommand(scope, name, options);
  expect([stdout, code], name).to.deep.equal(["", 1]);
  return stderr;
};

describe("Commands of prompts and rounds", () => {
  before(async () => {
    const { network, config } = await deployPreset("distributed-ai", "none");
    const contracts = network.addresses;
    const conventions = conventionsOf(config);
    writeFileSync(
      DEPLOYMENT,
      formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts, conventions }),
    );
    writeFileSync(at("controls.json"), JSON.stringify(CONTROLS));
    writeFileSync(at("recipe.json"), recipeText(RECIPE));
  });
  after(() => rmSync(FOLDER, { recursive: true }));

  it("write files to begin with, which hold, and never write over any", async () => {
    expect(await ran("prompt", "new", { out: at("draft") })).to.include("keep controls.json secret");
    const read = (name: string) => readFileSync(at("draft", name), "utf8");
    expect(parseRecipe(read("recipe.json")).kind).to.equal("judge");
    expect(parseControls(read("controls.json")).length).to.be.greaterThan(2);
    expect(parseCalibration(read("calibration.json")).length).to.be.greaterThan(4);
    expect(await refused("prompt", "new", { out: at("draft") })).to.include("is there already");
  });

  it("try an exact function by its source, and say when this version has another", async () => {
    const recipe = "neps/aitbc/contents/participation-1.json";
    const out = at("participation-test.json");
    expect(await ran("prompt", "test", { recipe, out })).to.include("found nothing that speaks against it");
    const other = { ...parseRecipe(readFileSync(recipe, "utf8")), source: `0x${"12".repeat(32)}` };
    writeFileSync(at("other.json"), canonicalJson(other));
    const { stdout, code } = await runCommand("prompt", "test", {
      recipe: at("other.json"),
      out: at("other-test.json"),
    });
    expect([code, stdout]).to.deep.equal([1, stdout]);
    expect(stdout).to.include(
      "this version does not have participation-v1 with the source that the recipe names",
    );
  });

  it("say which gate a run closes, and write its bundle as it is", async () => {
    const task = at("task.json");
    const entries = ["We made it better. Worth: 8 half-steps."];
    writeFileSync(
      task,
      canonicalJson({
        round: "1",
        seed: `0x${"34".repeat(32)}`,
        recipe: recipeText(RECIPE),
        entries,
        controls: CONTROLS,
      } as never),
    );
    const stub = await startStub({ "ash-1": "generous", "birch-2": "generous", "cedar-3": "generous" });
    try {
      const out = at("closed.json");
      const { stdout, code } = await runCommand("round", "run", { task, endpoint: stub.address, out });
      expect(code).to.equal(1);
      expect(stdout).to.match(
        /a gate is closed: the controls are off by [^]*the run is empty: commit it as it is/,
      );
      expect(existsSync(out)).to.equal(true);
    } finally {
      await stub.close();
    }
  });

  it("hold exact models to their words when they are asked again", async () => {
    const exact = { engine: "vllm", version: "0.11.0", gpu: "H100" };
    const models = RECIPE.models.map((model, i) => (i === 0 ? { ...model, exact } : model));
    const [task, out] = [at("exact-task.json"), at("exact.json")];
    const entries = ["We made it better. Worth: 8 half-steps."];
    const recipe = recipeText({ ...RECIPE, models });
    const parts = { round: "1", seed: `0x${"34".repeat(32)}`, recipe, entries, controls: CONTROLS };
    writeFileSync(task, canonicalJson(parts as never));
    const personas = { "ash-1": "honest", "birch-2": "honest", "cedar-3": "honest" } as const;
    const answering = async (
      by: Parameters<typeof startStub>[0],
      act: (endpoint: string) => Promise<unknown>,
    ) => {
      const stub = await startStub(by);
      try {
        await act(stub.address);
      } finally {
        await stub.close();
      }
    };
    await answering(personas, async (endpoint) => {
      await ran("round", "run", { task, endpoint, out });
      expect(await ran("round", "rerun", { bundle: out, endpoint })).to.match(
        /\nAll 6 answers of exact models are the same, word for word\.$/,
      );
    });
    // Another model behind the name of a hosted one is a measure; of an exact one it is a finding.
    await answering({ ...personas, "birch-2": "verbose" }, async (endpoint) =>
      expect(await ran("round", "rerun", { bundle: out, endpoint })).to.include("All 6 answers"),
    );
    await answering({ ...personas, "ash-1": "generous" }, async (endpoint) => {
      const { stdout, code } = await runCommand("round", "rerun", { bundle: out, endpoint });
      expect(code).to.equal(1);
      expect(stdout).to.match(
        /\n6 of 6 answers of exact models are others, the first of ash-1 about entry 0: engine, /,
      );
    });
  });

  it("refuse what is no task, no endpoint, no bundle, no round, and a NEP whose files lie elsewhere", async () => {
    writeFileSync(at("none.json"), "{}");
    const run = (given: Given) => refused("round", "run", { out: at("never.json"), ...given });
    expect(await run({ task: at("none.json"), endpoint: "http://127.0.0.1:1/v1" })).to.include("is no task");
    expect(await run({ task: at("task.json") })).to.include("--endpoint is missing");
    expect(await run({ task: at("task.json"), endpoint: "localhost:8000" })).to.include("is no address");
    expect(
      await refused("round", "rerun", { bundle: at("none.json"), endpoint: "http://127.0.0.1:1" }),
    ).to.include("is no bundle");
    expect(existsSync(at("never.json"))).to.equal(false);
    const deployment = DEPLOYMENT;
    expect(await refused("round", "show", { deployment, round: "1" })).to.include(
      "there is no round 1; none was opened yet",
    );
    expect(await refused("round", "open", { deployment, program: "1" })).to.include("there is no program 1");
    expect(await ran("round", "list", { deployment })).to.include("no vote has opened a program yet");
    const plan = { deployment, preset: "distributed-ai", program: "equality" };
    expect(await refused("round", "plan", plan)).to.include('asks for no program "equality"');
    const backtest = {
      deployment,
      recipe: at("recipe.json"),
      controls: at("controls.json"),
      out: at("b.json"),
    };
    expect(await refused("prompt", "backtest", { ...backtest, endpoint: "http://127.0.0.1:1" })).to.include(
      "no round with entries is tallied yet",
    );
    mkdirSync(at("neps"));
    const propose = { deployment, key: "prompt.equity", recipe: at("recipe.json"), test: at("none.json") };
    const nep = at("neps", "nep-0003-elsewhere.md");
    expect(await refused("prompt", "propose", { ...propose, nep })).to.include("does not lie beside");
    expect(existsSync(nep)).to.equal(false);
  });
});

const DOCUMENT = "docs/rounds.md";

describe(`What ${DOCUMENT} says of commands`, () => {
  let fresh: unknown;
  let deployed: DeployedPreset;
  let chain: LocalChain;
  let models: Stub;
  let reader: Reader;
  const rounds = () => requireRounds(deployed.network);
  const round = () => rounds().roundOf(1);
  const write = (name: string, text: string) => writeFileSync(join(reader.folder, name), text);
  const OTHERS = ["eva", "finn", "kofi", "pia", "quin", "rosa"] as const;

  before(async () => {
    fresh = await hre.network.provider.send("evm_snapshot", []);
    deployed = await deployPreset("distributed-ai", "none");
    chain = await startChain(hre, 0);
    models = await startStub({ "ash-1": "honest", "birch-2": "honest", "cedar-3": "honest" });
    reader = newReader();
    reader.variables.ENDPOINT = models.address;
    await reader.type("cp .env.example .env");
    reader.set("LOCALHOST_RPC_URL", chain.url);
    const { network, config, people } = deployed;
    const folder = join("deploy", "deployments", "chain-31337");
    mkdirSync(join(reader.folder, folder), { recursive: true });
    const { addresses: contracts } = network;
    write(
      join(folder, "polity.json"),
      formatDeployment({
        ...{ name: config.name, chainId: 31_337, block: 0, contracts, conventions: conventionsOf(config) },
      }),
    );
    // The council knows seven runners, and everybody can pay fees and bonds.
    const credentials = requireCredentials(network);
    const { kind } = await classNamed(credentials, "RUNNER");
    const council = await asCouncil(contracts.Council);
    for (const name of ["dan", ...OTHERS] as const)
      await credentials.connect(council).issue(kind, people[name].address, ZeroHash);
    for (const name of ["gus", "hana", "ivan", "dan", ...OTHERS] as const)
      await network.token.connect(people.ben).transfer(people[name], parseEther("2000"));
    await time.increase(1);
  });
  after(async () => {
    reader.leave();
    await models.close();
    await chain.stop();
    await hre.network.provider.send("evm_revert", [fresh]);
  });

  /** What its author makes of the files to begin with: here a recipe of the stub's models, and texts that say what they are worth. */
  function edited(): void {
    const worth = (value: number, more = "") =>
      `We made part ${value} of it work better. Worth: ${value} half-steps.${more}`;
    write("prompt/recipe.json", recipeText(RECIPE));
    write("prompt/next.json", recipeText({ ...RECIPE, maxCharacters: 3_000 }));
    write("prompt/controls.json", JSON.stringify(CONTROLS));
    write(
      "prompt/calibration.json",
      JSON.stringify([
        { id: "router", text: worth(12) },
        ...(["translation", "injection", "padding", "names"] as const).map((variant) => ({
          ...{ id: variant, of: "router", variant, text: worth(12, " And so on.") },
          ...(variant === "translation" && { language: "eo" }),
        })),
      ]),
    );
    mkdirSync(join(reader.folder, "contents"));
    mkdirSync(join(reader.folder, "entries"));
    for (const [file, text] of [
      ["guide.md", worth(12)],
      ["copy.md", worth(12)],
      ["router.md", worth(6)],
    ] as const)
      write(file, text);
  }

  /** What two votes decide: the recipe is in force, and its program is open. */
  async function voted(): Promise<void> {
    const { stdout } = await reader.type(
      "npx hardhat --network localhost round plan --preset distributed-ai --program equity --json",
    );
    await deployed.enact((JSON.parse(stdout) as { actions: NepAction[] }).actions);
    const { addresses, registry } = deployed.network;
    const timelock = await asAccount(addresses.TimelockController);
    const value = contentHash(recipeText(RECIPE));
    await registry
      .connect(timelock)
      .upgrade(
        encodeBytes32String("prompt"),
        [{ key: encodeKey("prompt.equity"), value }],
        true,
        id("NEP"),
        "",
      );
  }

  /** What the six other runners do, who have come to the same bundle. */
  const others = async (step: "commit" | "reveal") => {
    for (const name of OTHERS) {
      const line = `npx hardhat --network localhost round ${step} --round 1 --bundle bundle.json --from ${name}`;
      expect((await reader.type(line)).code, line).to.equal(0);
    }
  };
  const closed = async () => time.increaseTo((await round()).closes);
  const ruled = async () => {
    const { addresses, court } = deployed.network;
    await time.increase(4 * DAY);
    const timelock = await asAccount(addresses.TimelockController);
    await court!.connect(timelock).overrule(1, 2);
    await court!.connect(timelock).execute(1);
    await time.increaseTo((await round()).windowUntil);
  };

  it("D3, D7: goes from a draft to paid shares, and on to the backtest of the next recipe", async () => {
    const { token } = deployed.network;
    const held = async ({ dan }: People) => token.balanceOf(dan);
    const before = await held(deployed.people);
    await follow(reader, DOCUMENT, "test/scripts/rounds.test.ts", [
      [/prompt new/, /^recipe\.json, controls\.json, calibration\.json are in prompt: /, edited],
      [/prompt test/, /^its test\n {2}found nothing that speaks against it\nthe report is in /],
      [/prompt propose/, /nep-0012-judge-what-was-done\.md/],
      [/prompt publish/, /^the recipe 0x\w{64} is public\n/],
      [/round plan/, /nep-0013-share-ownership\.md, of type /, voted],
      [/round list/, /^program 1 +prompt\.equity +150,000 DISTAI +vests 365d +due, every /],
      [/round open/, /^round 1 is open until 20.*, by the recipe 0x\w{64}\n/],
      [/submit .*gus/, /^entry 0 of round 1 is in, for gus: publish entries\/0\.json at ipfs:\/\/guide /],
      [/submit .*hana/, /^entry 1 of round 1 is in, for hana: /],
      [/submit .*ivan/, /^entry 2 of round 1 is in, for ivan: /, closed],
      [/round tally/, /^round 1 takes no more entries; it /, () => mine(33)],
      [/round tally/, /^round 1 has its seed, or the next block for it; it /],
      [/round collect/, /^3 entries of round 1 are in task\.json$/],
      [
        /round run/,
        /^controls: agreement [^]*\nscores of entries 0 to 2: \d+ \d+ \d+\nthe bundle is in bundle\.json, /,
      ],
      [
        /round commit/,
        /^dan has committed to a run of round 1: reveal it between /,
        async () => {
          await others("commit");
          await time.increaseTo((await round()).commitUntil);
        },
      ],
      [
        /round reveal/,
        /^dan has revealed a run of round 1\n/,
        async () => {
          await others("reveal");
          await time.increaseTo((await round()).revealUntil);
        },
      ],
      [
        /round tally/,
        /^round 1 is tallied, as far as a transaction goes; it is tallied; shares can be flagged until /,
      ],
      [
        /round show/,
        /\nentry 1 +hana +\d+ +[\d,.]+ DISTAI +ipfs:\/\/copy\n[^]*\nrun 0 of dan: revealed, its bundle at ipfs:\/\/run\n/,
      ],
      [
        /round verify/,
        /^Run 0 of round 1 holds: all 3 scores follow from the transcripts, and every gate was open, /,
      ],
      [/round rerun/, /^3 of 3 scores are the same again; /],
      [/round flag/, /^share 1 of round 1 is before the court as case 1, with a bond of /, ruled],
      [/claim .*june/, /^2 shares of round 1 are paid\ntx /],
      [/round tally/, /^round 1 is settled with its runners; /],
      [/claim .*dan/, /^dan is paid [\d,.]+ DISTAI\ntx /],
      [/prompt diff/, /-\s+"maxCharacters": 4000[^]*\+\s+"maxCharacters": 3000/],
      [
        /prompt backtest/,
        /of the pot of round 1 it would have given \d+\.\d\d % to others[^]*the backtest is in contents\/equity-2-backtest\.json$/,
      ],
    ]);
    const { pot, capBps, claimed } = await round();
    const scores = await Promise.all(
      [0, 1, 2].map(async (index) => Number(await rounds().scoreOf(1, index))),
    );
    const [guide, , router] = sharesOf(scores, pot, Number(capBps));
    expect(claimed).to.equal(guide! + router!);
    expect(await held(deployed.people)).to.be.above(before);
  });
});
