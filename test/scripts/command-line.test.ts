import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect } from "chai";

import { defineTasks } from "../../commands/hardhat";
import { knownNames, unknownWord, unreadOption } from "../../tools/command-line";

// As Hardhat starts with words of this scope that name none of its commands.
defineTasks(["gov"]);
const names = knownNames(["localhost", "hardhat"]);
const said = (line: string) => unknownWord(line.split(" "), names);

describe("A command line", () => {
  it("that names nothing unknown is left to Hardhat", () => {
    for (const line of [
      "--network localhost gov list",
      "gov explain --nep neps/nep-0003-wider-bounds-for-training.md --preset neuroshard",
      "--show-stack-traces --network hardhat compile --quiet",
      "test --no-compile test/x.test.ts",
      "help gov",
      "gov",
      "--version",
      "--network",
    ])
      expect(said(line), line).to.equal(undefined);
  });

  it("with an unknown network is answered with the setting that would make it known", () => {
    expect(said("--network sepolia gov list")).to.equal(
      'there is no network "sepolia"; write the address of its node into .env, after SEPOLIA_RPC_URL=, or choose one of localhost, hardhat',
    );
    expect(said("--network base-sepolia gov list")).to.include("after NETWORK_BASE_SEPOLIA_RPC_URL=");
    expect(said("--network localhst gov list")).to.include('"localhst"; did you mean "localhost"?');
  });

  it("with an unknown command or scope is answered with the nearest, and where all are listed", () => {
    expect(said("--network localhost gov lst")).to.equal(
      'there is no command "gov lst"; did you mean "list"?; npx hardhat help gov lists all',
    );
    expect(said("goff list")).to.equal(
      'there is no command "goff"; did you mean "gov"?; npx hardhat help lists all',
    );
    expect(said("compile:solidity")).to.match(/^there is no command "compile:solidity"/);
  });

  it("with a network of the environment that is unknown is answered alike", () => {
    const elsewhere = unknownWord(["gov", "list"], names, { HARDHAT_NETWORK: "base" });
    expect(elsewhere).to.include('there is no network "base"').and.include("NETWORK_BASE_RPC_URL=");
    expect(unknownWord(["gov", "list"], names, { HARDHAT_NETWORK: "localhost" })).to.equal(undefined);
  });

  it("with an option that there is not, or without its value, is answered without Hardhat's numbers", () => {
    const options = (line: string) => unreadOption(line.split(" "));
    expect(options("--network localhost gov show --id 2 --json")).to.equal(undefined);
    expect(options("test --no-compile test/x.test.ts test/y.test.ts")).to.equal(undefined);
    expect(options("gov show --help")).to.equal(undefined);
    expect(options("gov show --di 2")).to.equal(
      'there is no option --di; did you mean "--id"?; add --help to the command to see its options',
    );
    expect(options("--netwrk localhost gov list")).to.match(/^there is no option --netwrk; /);
    expect(options("gov show --id")).to.equal(
      "--id is followed by no value; add --help to the command to see its options",
    );
    expect(options("gov show")).to.equal("--id is missing; add --help to the command to see its options");
    expect(options("gov show 2")).to.match(/^(?!HH\d).*; add --help to the command/);
  });

  it("that cannot be run ends with a sentence alone, and exit code 1", async () => {
    const run = promisify(execFile)(process.execPath, ["node_modules/.bin/hardhat", "gov", "lst"]);
    const failed = (await run.catch((error: unknown) => error)) as {
      code?: number;
      stdout: string;
      stderr: string;
    };
    expect([failed.code, failed.stdout]).to.deep.equal([1, ""]);
    expect(failed.stderr).to.match(/^Error: there is no command "gov lst"; .*\n$/);
  });
});
