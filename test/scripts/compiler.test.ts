import { expect } from "chai";

import {
  bugsOf,
  compareVersions,
  compilerProblems,
  knownBugs,
  upstreamProblems,
  type Build,
  type BugList,
  type UpstreamBug,
} from "../../tools/solc/bugs";
import { deletedTransients } from "../../tools/solc/transients";

const TRANSIENT = "TransientStorageClearingHelperCollision";

describe("The compiler", () => {
  const list = knownBugs();
  const planted: Build = {
    version: "0.8.30",
    settings: { optimizer: { enabled: true }, viaIR: true, evmVersion: "cancun" },
    sources: [
      "contract C { uint256 transient _t; uint256 _s; function f() external { delete _t; delete _s; } }",
    ],
  };
  const names = (build: Partial<Build>): string[] =>
    bugsOf(list.bugs, { ...planted, ...build }).map(({ name }) => name);
  const settings = (changed: Build["settings"]): Partial<Build> => ({
    settings: { ...planted.settings, ...changed },
  });

  describe("its known bugs", () => {
    it("stop a build that one of them can touch, by name, with what it does and the release that is free of it", () => {
      const problems = [...compilerProblems(list, [planted])];
      expect(problems.find((problem) => problem.startsWith(TRANSIENT))).to.match(
        /\(high, fixed in 0\.8\.34\) can touch/,
      );
    });

    it("reach from the release that brought them to the one before the release that mends them", () => {
      for (const [version, touched] of [
        ["0.8.27", false],
        ["0.8.28", true],
        ["0.8.33", true],
        ["0.8.34", false],
      ] as const) {
        expect(names({ version }).includes(TRANSIENT), version).to.equal(touched);
      }
    });

    it("are those of the settings: the pipeline, the optimizer and the EVM's version", () => {
      const stale = "YulOptimizerKnowledgeBaseStaleBookkeeping";
      expect(names({})).to.include.members([TRANSIENT, stale]);
      expect(names(settings({ viaIR: false })))
        .to.include(stale)
        .and.not.to.include(TRANSIENT);
      expect(names(settings({ viaIR: undefined }))).not.to.include(TRANSIENT);
      expect(names(settings({ evmVersion: "shanghai" }))).not.to.include(TRANSIENT);
      expect(names(settings({ evmVersion: "osaka" }))).to.include(TRANSIENT);
      expect(names(settings({ evmVersion: undefined }))).to.include(TRANSIENT);
      expect(names(settings({ optimizer: { enabled: false } })))
        .to.include(TRANSIENT)
        .and.not.to.include(stale);
      expect(names(settings({ optimizer: { enabled: true, details: { yul: false } } }))).not.to.include(
        stale,
      );
      expect(() => names(settings({ evmVersion: "tokyo" }))).to.throw("tokyo");
    });

    it("need what they need in a source, not in a comment", () => {
      expect(names({ sources: ["contract C { uint256 transient _t; }"] })).not.to.include(TRANSIENT);
      const comment = "contract C { uint256 transient _t; /* delete _t */ } // delete _t";
      expect(names({ sources: [comment] })).not.to.include(TRANSIENT);
      const layout = "InheritanceOrderReversalOnStorageEndWarning";
      expect(names({})).not.to.include(layout);
      expect(names({ sources: ["contract C layout at 7 {}"] })).to.include(layout);
    });

    it("cannot be accepted without a reason, nor once no build can have them", () => {
      const accepted = (reasons: BugList["accepted"]): string[] => [
        ...compilerProblems({ ...list, accepted: reasons }, [planted]),
      ];
      const reason = "The governor deletes no transient variable.";
      const about = (problems: string[]): string[] =>
        problems.filter((problem) => problem.startsWith(TRANSIENT));
      expect(about(accepted({ [TRANSIENT]: reason }))).to.deep.equal([]);
      expect(about(accepted({ [TRANSIENT]: "fine" }))).to.have.length(1);
      expect(accepted({ Mended: reason })).to.include(
        'Mended is accepted, but no build can have it: remove it from "accepted"',
      );
    });

    it("are not known of a compiler that is older or newer than the list, or of no build at all", () => {
      const problems = (version: string): string =>
        [...compilerProblems(list, [{ ...planted, version }])].join("\n");
      expect(problems("0.8.27")).to.include("solc 0.8.27 is older than 0.8.28");
      expect(problems("0.9.0")).to.include("solc 0.9.0 is newer than");
      expect([...compilerProblems({ ...list, accepted: {} }, [])]).to.have.length(1);
    });
  });

  describe("our copy of Solidity's list", () => {
    const upstream: UpstreamBug[] = list.bugs.map(({ name, introduced, fixed, severity, conditions }) => ({
      name,
      introduced,
      fixed,
      severity,
      conditions,
    }));
    const drift = (bugs: UpstreamBug[], npm = "0.8.37"): string[] => [...upstreamProblems(list, bugs, npm)];
    const [first, ...rest] = upstream as [UpstreamBug, ...UpstreamBug[]];

    it("is equal to a list that says the same, and older bugs do not matter", () => {
      expect(drift([...upstream, { name: "Ancient", fixed: "0.8.4", severity: "low" }])).to.deep.equal([]);
    });

    it("differs from one with a bug more, a bug less, another reach, severity or condition", () => {
      for (const [bugs, sentence] of [
        [
          [...upstream, { name: "New", fixed: "0.8.99", severity: "high" }],
          "New is new in Solidity's list: add it",
        ],
        [rest, `${first.name} is not in Solidity's list any more`],
        [[{ ...first, fixed: "0.8.39" }, ...rest], "to before 0.8.39, not as our copy says"],
        [[{ ...first, severity: "high" }, ...rest], "has the severity high now"],
        [[{ ...first, conditions: { viaIR: true } }, ...rest], "has the conditions"],
      ] as [UpstreamBug[], string][]) {
        expect(drift(bugs)).to.have.length(1);
        expect(drift(bugs)[0]).to.include(sentence);
      }
      expect(drift([])).to.include("Solidity's list is empty");
    });

    it("asks to move on as soon as npm carries a compiler that is free of an accepted bug", () => {
      expect(drift(upstream, "0.8.38").join()).to.include("npm carries solc 0.8.38, which is free of");
      expect(drift(upstream, "0.8.40").join()).to.include(
        "npm carries solc 0.8.40, which our copy does not speak of",
      );
    });
  });

  it("knows that 0.8.9 comes before 0.8.10", () => {
    expect(compareVersions("0.8.9", "0.8.10")).to.be.lessThan(0);
    expect(compareVersions("0.9.0", "0.8.37")).to.be.greaterThan(0);
    expect(compareVersions("0.8.37", "0.8.37")).to.equal(0);
  });

  it("shows each delete of a transient variable, also in parentheses or by the base's name", () => {
    const content = `pragma solidity ^0.8.28;
      contract Base { uint256 internal transient _t; uint256 internal _s; uint256[] internal _list; }
      contract C is Base { function f() external { delete _s; delete _t; delete (_t); delete Base._t; delete _list[_t]; } }`;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- solc has no types and is slow to load
    const { compile } = require("solc") as { compile(input: string): string };
    const input = {
      language: "Solidity",
      sources: { "C.sol": { content } },
      settings: { outputSelection: { "*": { "": ["ast"] } } },
    };
    const { sources } = JSON.parse(compile(JSON.stringify(input))) as { sources: Record<string, unknown> };
    const found = deletedTransients(sources).map(({ node }) => {
      const [start, length] = node.src.split(":").map(Number) as [number, number];
      return content.slice(start, start + length);
    });
    expect(found).to.deep.equal(["delete _t", "delete (_t)", "delete Base._t"]);
  });
});
