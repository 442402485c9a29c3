// The behaviour tests in this process, once with the contracts as they are and then with changed ones in their place.
import { reset } from "@nomicfoundation/hardhat-network-helpers";
import hre from "hardhat";
import type { Artifact } from "hardhat/types";
import Mocha from "mocha";

/** A change may make a test wait for what never comes. */
const TIMEOUT = 60_000;

export class Behaviour {
  private _changed: readonly Artifact[] = [];

  constructor(private readonly _mocha: Mocha) {
    const { artifacts } = hre;
    const [read, readSync] = [
      artifacts.readArtifact.bind(artifacts),
      artifacts.readArtifactSync.bind(artifacts),
    ];
    const changed = (name: string): Artifact | undefined =>
      this._changed.find(({ sourceName, contractName }) =>
        [contractName, `${sourceName}:${contractName}`].includes(name),
      );
    artifacts.readArtifact = async (name) => changed(name) ?? read(name);
    artifacts.readArtifactSync = (name) => changed(name) ?? readSync(name);
    // Hardhat knows no changed contract by its bytes, and says less of its errors: then it says as little of every other.
    artifacts.getBuildInfoPaths = () => Promise.resolve([]);
  }

  static async of(files: readonly string[]): Promise<Behaviour> {
    const mocha = new Mocha({
      ...hre.config.mocha,
      bail: true,
      timeout: TIMEOUT,
      reporter: Mocha.reporters.Base,
    });
    mocha.cleanReferencesAfterRun(false);
    for (const file of files) mocha.addFile(`test/${file}.test.ts`);
    await mocha.loadFilesAsync();
    return new Behaviour(mocha);
  }

  /** The first test that is red with these contracts in place of the built ones. */
  async red(changed: readonly Artifact[] = []): Promise<string | undefined> {
    this._changed = changed;
    await reset();
    let red: string | undefined;
    let tests = 0;
    await new Promise((resolve) => {
      this._mocha
        .run(resolve)
        .on(
          "fail",
          (test, error: Error) => (red ??= `"${test.fullTitle()}": ${error.message.split("\n")[0]}`),
        )
        .on("test", () => ++tests);
    });
    if (tests === 0 && red === undefined) throw new Error("No test was run.");
    return red;
  }
}
