import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { conventionsOf, formatDeployment } from "@polity/sdk";
import { canonicalJson } from "@polity/sdk/core/content";
import { parseCalibration, parseControls, parseRecipe, recipeText } from "@polity/sdk/rounds";
import { startStub } from "../../devnet/judges/stub";
import { runCommand } from "../helpers/command";
import { deployPreset } from "../helpers/preset";
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
