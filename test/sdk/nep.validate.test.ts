import { expect } from "chai";
import { ZeroAddress } from "ethers";

import {
  composeDescription,
  MAX_NEP_BYTES,
  MAX_PROPOSAL_SIZE,
  MAX_TITLE,
  nepHash,
  parseNep,
  validateNep,
  ValidationError,
  type ValidateOptions,
} from "@polity/sdk";
import { markdownIn, readText } from "../helpers/files";

const GOOD = "test/fixtures/neps/good";
const BAD = "test/fixtures/neps/bad";
const minimal = readText(`${GOOD}/minimal.md`);

/** The minimal NEP with one part of its text replaced. */
function change(from: string, to: string): string {
  expect(minimal).to.include(from);
  return minimal.replace(from, () => to);
}

/** The problems of a NEP as `line N, field: message`; empty when it is valid. */
function problems(source: string, options?: ValidateOptions): string[] {
  try {
    validateNep(source, options);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.problems.map(({ line, field, message }) => `line ${line}, ${field}: ${message}`);
  }
}

/** Expects exactly one problem, that begins with `start` and contains `part`. */
function expectProblem(source: string, start: string, part: string, options?: ValidateOptions): void {
  const found = problems(source, options);
  expect(found, found.join("\n")).to.have.length(1);
  expect(found[0])
    .to.match(new RegExp(`^${start.replace(/[.*+?()[\]]/g, "\\$&")}`))
    .and.include(part);
}

describe("Reading a NEP", () => {
  for (const file of markdownIn(GOOD)) {
    it(`accepts ${file}`, () => {
      expect(problems(readText(`${GOOD}/${file}`), { fileName: file })).to.deep.equal([]);
    });
  }

  it("gives what was written, never floats", () => {
    const nep = validateNep(minimal);
    expect(nep).to.deep.include({
      number: 7,
      code: "TRAIN",
      title: "Fewer inner steps",
      authors: ["Ada Okafor"],
      created: "2026-01-31",
      links: { requires: [], replaces: [], implements: [] },
      economicImpact: {
        training_efficiency_multiplier: "1.05",
        training_reward_multiplier: "1",
        net_earnings_change_percent: "-0.5",
      },
      upgradePath: { gracePeriodDays: 14, backwardCompatible: true },
      parameterChanges: [{ key: "train.innerSteps", namespace: "train", kind: "uint", value: 400n }],
      actions: [],
    });
    expect(nep.specHash).to.equal(nepHash(minimal));
  });

  it("reads numbers from their text: an integer that no float can hold stays exact", () => {
    const value = 2n ** 256n - 1n;
    const nep = validateNep(change("value: 400", `value: ${value}`));
    expect(nep.parameterChanges[0]!.value).to.equal(value);
  });

  it("finds sections outside fences and comments only, and keeps other headings in their section", () => {
    const { sections } = parseNep(readText(`${GOOD}/fences.md`));
    expect(sections.map(({ heading }) => heading)).to.deep.equal([
      "Problem",
      "Solution",
      "Impact",
      "Specification",
      "Implementation plan",
      "Risks",
      "Metadata of the experiment",
    ]);
    expect(sections[3]!.text).to.include("### Details").and.include("## Risks");
    expect(minimal.split("\n")[parseNep(minimal).sections[5]!.line - 1]).to.equal("## Risks");
  });

  it("ignores line ends of Windows and newlines at the end", () => {
    const crlf = `${minimal.replace(/\n/g, "\r\n")}\r\n\r\n`;
    expect(validateNep(crlf).text).to.equal(minimal);
    expect(validateNep(crlf).specHash).to.equal(validateNep(minimal).specHash);
    expect(validateNep(minimal.trimEnd()).specHash).to.equal(validateNep(minimal).specHash);
  });
});

describe("Refusing a NEP", () => {
  const expected: Record<string, [start: string, part: string]> = {
    "title-newline.md": ["line 3, title", "U+000A"],
    "title-bidi.md": ["line 3, front matter", "U+202E"],
    "title-tag.md": ["line 3, title", "contains a tag"],
    "body-bidi.md": ["line 23, file", "U+202E"],
    "fake-proposer.md": ["line 43, file", "only the encoder may write"],
    "anchors.md": ["line 5, front matter", "anchor"],
    "merge-key.md": ["line 9, front matter", "merge keys"],
    "duplicate-key.md": ["line 5, front matter", "unique"],
    "tag.md": ["line 2, front matter", "tags"],
    "unknown-field.md": ["line 5, autors", 'did you mean "authors"?'],
    "beyond-uint256.md": ["line 11, parameter-changes.0.value", "0 to 2^256-1"],
    "unclosed-fence.md": ["line 43, body", "never closed"],
    "missing-section.md": ["line undefined, ## Risks", 'is it "Risk"?'],
    "empty-section.md": ["line 41, ## Risks", "is empty"],
    "reserved-section.md": ["line 41, ## Metadata", "reserved"],
    "second-title.md": ["line 21, body", "first-level heading"],
    "many-problems.md": ["line 3, title", "is empty"],
  };

  it("has an expectation for every bad fixture", () => {
    expect(markdownIn(BAD).sort()).to.deep.equal(Object.keys(expected).sort());
  });

  for (const [file, [start, part]] of Object.entries(expected)) {
    it(`refuses ${file} and says where and why`, () => {
      const found = problems(readText(`${BAD}/${file}`));
      expect(
        found.some((text) => text.startsWith(start) && text.includes(part)),
        found.join("\n"),
      ).to.equal(true);
    });
  }

  it("shows all problems at once, in the order of their lines", () => {
    const found = problems(readText(`${BAD}/many-problems.md`));
    expect(found.map((text) => text.split(":", 1)[0])).to.deep.equal([
      "line undefined, ## Impact",
      "line 3, title",
      "line 4, type",
      "line 6, created",
      "line 11, parameter-changes.0.value",
      "line 13, economic-impact.trainingEfficiency",
      "line 17, upgrade-path.grace_period_days",
    ]);
  });

  it("names every missing field of an empty front matter", () => {
    const found = problems("---\n{}\n---\n\n");
    for (const field of [
      "nep",
      "title",
      "type",
      "authors",
      "created",
      "discussions-to",
      "parameter-changes",
    ]) {
      expect(found.join("\n")).to.include(`, ${field}: is missing`);
    }
    expect(found.filter((text) => text.includes("## "))).to.have.length(6);
  });

  for (const [reason, from, to, start, part] of [
    ["number 0", "nep: 7", "nep: 0", "line 2, nep", "1 to 999999"],
    ["a fractional number", "nep: 7", "nep: 7.0", "line 2, nep", "1 to 999999"],
    ["no authors", "[Ada Okafor]", "[]", "line 5, authors", "must not be empty"],
    ["an empty author", "[Ada Okafor]", '[" "]', "line 5, authors.0", "is empty"],
    ["a single text as authors", "[Ada Okafor]", "Ada Okafor", "line 5, authors", "list of names"],
    [
      "a script as link",
      "https://forum",
      "javascript://forum",
      "line 7, discussions-to",
      "not a web address",
    ],
    ["a relative link", "https://forum.example.org", "", "line 7, discussions-to", "not an address"],
    [
      "an unknown status",
      "type: TRAIN",
      "type: TRAIN\nstatus: Active",
      "line 5, status",
      "Draft, Final, Withdrawn",
    ],
    ["a type of nine letters", "TRAIN", "TRAININGS", "line 4, type", "1 to 8 characters"],
    [
      "an unknown kind",
      "kind: uint",
      "kind: uint8",
      "line 10, parameter-changes.0.kind",
      "uint, int, bool, bytes32",
    ],
    ["a negative uint", "value: 400", "value: -1", "line 11, parameter-changes.0.value", "0 to 2^256-1"],
    [
      "a hexadecimal uint",
      "value: 400",
      "value: 0x10",
      "line 11, parameter-changes.0.value",
      "decimal integer",
    ],
    [
      "an exponential uint",
      "value: 400",
      "value: 4e2",
      "line 11, parameter-changes.0.value",
      "decimal integer",
    ],
    ["no value", "    value: 400\n", "", "line 9, parameter-changes.0.value", "is missing"],
    [
      "a malformed old value",
      "value: 400",
      "value: 400\n    was: x",
      "line 12, parameter-changes.0.was",
      "decimal",
    ],
    [
      "a key without namespace",
      "train.innerSteps",
      "innerSteps",
      "line 9, parameter-changes.0.key",
      "namespace.name",
    ],
    [
      "a key of 32 characters",
      "train.innerSteps",
      `train.${"x".repeat(26)}`,
      "line 9, parameter-changes.0.key",
      "31",
    ],
    [
      "an upper-case namespace",
      "train.inner",
      "Train.inner",
      "line 9, parameter-changes.0.key",
      "namespace a-z",
    ],
    [
      "a grace of no day",
      "grace_period_days: 14",
      "grace_period_days: 0",
      "line 17, upgrade-path.grace",
      "1 to 999",
    ],
    [
      "a grace that no title can carry",
      "grace_period_days: 14",
      "grace_period_days: 1000",
      "line 17, upgrade-path.grace",
      "1 to 999",
    ],
    [
      "a fractional grace",
      "grace_period_days: 14",
      "grace_period_days: 7.5",
      "line 17, upgrade-path.grace",
      "1 to 999",
    ],
    [
      "compatibility as a word",
      "compatible: true",
      "compatible: yes",
      "line 18, upgrade-path.backward",
      "true or false",
    ],
    [
      "a nested unknown field",
      "    kind: uint",
      "    kind: uint\n    vaule: 4",
      "line 11, parameter-changes.0.vaule",
      '"value"',
    ],
    [
      "a prototype as field",
      "nep: 7",
      "nep: 7\n__proto__: { title: x }",
      "line 3, __proto__",
      "unknown field",
    ],
    ["a YAML directive", "nep: 7", "%YAML 1.2\nnep: 7", "line 2, front matter", ""],
    ["a first-level heading", "## Impact", "# Impact\n\n## Impact", "line 29, body", "first-level heading"],
    [
      "a section twice",
      "## Impact",
      "## Problem\n\nAgain.\n\n## Impact",
      "line 29, ## Problem",
      "appears twice",
    ],
    ["a comment that never ends", "Slow links.", "Slow.\n\n<!-- hidden", "line 45, body", "never closed"],
    ["HTML that hides the rest", "Slow links.", "Slow.\n\n<script>", "line 45, body", "raw HTML"],
    [
      "a fold that hides text",
      "Slow links.",
      "Slow.\n\n<details>\nlinks\n</details>",
      "line 45, body",
      "raw HTML",
    ],
    [
      "HTML in a sentence",
      "Slow links.",
      "Slow <span hidden>and dangerous</span> links.",
      "line 43, body",
      "raw HTML",
    ],
    [
      "HTML behind a comment",
      "Slow links.",
      "<!-- --> <details>\n\nSlow links.",
      "line 43, body",
      "raw HTML",
    ],
    ["HTML in a quote in a list", "Slow links.", "Slow.\n\n- > <details>", "line 45, body", "raw HTML"],
    [
      "an underlined title",
      "Slow links.",
      "Fast links\n===\n\nSlow links.",
      "line 43, body",
      "first-level heading",
    ],
    [
      "a first-level heading in a quote",
      "Slow links.",
      "> # Fast links",
      "line 43, body",
      "first-level heading",
    ],
    [
      "an underlined section twice",
      "## Impact",
      "Problem\n---\n\nAgain.\n\n## Impact",
      "line 29, ## Problem",
      "twice",
    ],
    [
      "an underlined section of ours",
      "## Impact",
      "Meta&#100;ata\n---\n\n## Impact",
      "line 29, ## Metadata",
      "reserved",
    ],
    [
      "a section of invisible text",
      "Slow links.",
      "[links]: https://slow.example",
      "line 41, ## Risks",
      "is empty",
    ],
    [
      "quotes in quotes",
      "Slow links.",
      `Slow.\n\n${"> ".repeat(9)}links`,
      "line 45, body",
      "deeper than 8 levels",
    ],
    [
      "lists in lists",
      "Slow links.",
      "- a\n".replace(/.*\n/, Array.from({ length: 9 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n")),
      "line 51, body",
      "deeper than 8 levels",
    ],
    [
      "emphasis in emphasis",
      "Slow links.",
      `${"*a ".repeat(9)}links${" b*".repeat(9)}`,
      "line 43, body",
      "deeper than 8 levels",
    ],
    ["a lone carriage return", "Slow links.", "Slow\rlinks.", "line 43, file", "U+000D"],
    ["a byte order mark in the text", "Slow links.", "\ufeffSlow links.", "line 43, file", "U+FEFF"],
    ["a character that a program lost", "Slow links.", "Slow l\ufffdnks.", "line 43, file", "U+FFFD"],
    [
      "a title that YAML would cut",
      "Fewer inner steps",
      "Pay bounty #42 to its finders",
      "line 3, front matter",
      "quotes",
    ],
    ["a title that YAML would not see", "Fewer inner steps", "#42 is paid", "line 3, front matter", "quotes"],
    [
      "a value of a list that YAML would cut",
      "    kind: uint",
      "    kind: uint # in steps",
      "line 10, front matter",
      "quotes",
    ],
    ["half a character", "Slow links.", "Slow\ud800 links.", "line 43, file", "U+D800"],
    ["an anchored key", "nep: 7", "? &a nep\n: 7", "line 2, front matter", "plain words"],
    ["invisible tag characters", "Slow links.", "Slow\u{e0041} links.", "line 43, file", "U+E0041"],
    ["no empty line after the front matter", "---\n\n##", "---\n##", "line 20, file", "empty line"],
  ] as const) {
    it(`refuses ${reason}`, () => {
      const found = problems(change(from, to));
      expect(
        found.some((text) => text.startsWith(start) && text.includes(part)),
        found.join("\n"),
      ).to.equal(true);
    });
  }

  it("reads sections that are underlined, and their words without emphasis", () => {
    const { sections } = validateNep(change("## Risks", "**Risks**\n---------"));
    expect(sections.at(-1)).to.deep.equal({ heading: "Risks", line: 41, text: "\nSlow links.\n\n" });
  });

  it("takes # in quotes, inside a word and in comments on lines of their own", () => {
    for (const title of ['"Pay bounty #42"', "'Pay bounty #42'", "Pay bounty#42"])
      expect(validateNep(change("Fewer inner steps", title)).title).to.match(/^Pay bounty ?#42$/);
    expect(problems(change("nep: 7", "# A comment.\nnep: 7\n  # Another."))).to.deep.equal([]);
  });

  it("accepts eight levels of quotes and lists, and HTML that is shown as text", () => {
    for (const text of [
      `${"> - ".repeat(4)}links`,
      `${"*a ".repeat(8)}links${" b*".repeat(8)}`,
      "`<details>`, \\<details>, <https://slow.example>, 1 < 2",
      "```html\n<details>\n```",
      "<!-- A note to its authors. -->\n\nSlow links.",
    ])
      expect(problems(change("Slow links.", text)), text).to.deep.equal([]);
  });

  it("refuses what nests without end, at once, whatever it is made of", () => {
    for (const text of [
      ">".repeat(5_000),
      `${"- ".repeat(14_000)}a`,
      "*a ".repeat(4_500) + " b*".repeat(4_500),
      Array.from({ length: 160 }, (_, i) => `${" ".repeat(2 * i)}- a`).join("\n"),
    ])
      expectProblem(change("Slow links.", text), "line ", "deeper than 8 levels");
  });

  it("accepts the ends of each range", () => {
    for (const [from, to] of [
      ["grace_period_days: 14", "grace_period_days: 1"],
      ["grace_period_days: 14", "grace_period_days: 999"],
      ["train.innerSteps", `train.${"x".repeat(25)}`],
      ["discussions-to: https", "discussions-to: http"],
      ["nep: 7", "nep: 999999"],
    ] as const) {
      expect(problems(change(from, to)), to).to.deep.equal([]);
    }
  });

  it("wants parameter changes or actions", () => {
    const without = minimal.replace(/parameter-changes:[^]*?(?=economic-impact)/, "");
    expectProblem(without, "line 1, parameter-changes", "at least one parameter change or action");
  });

  it("wants an upgrade path with parameter changes", () => {
    expectProblem(minimal.replace(/upgrade-path:[^]*?(?=---\n\n)/, ""), "line 1, upgrade-path", "is missing");
  });

  it("refuses a parameter that is changed twice", () => {
    const twice = change("upgrade-path", "upgrade-path").replace(
      "economic-impact:",
      "  - { key: train.innerSteps, kind: uint, value: 1 }\neconomic-impact:",
    );
    expectProblem(twice, "line 12, parameter-changes.1.key", "changed twice");
  });

  it("names other NEPs by a number or a list of them, each once and none itself", () => {
    const named = (lines: string) => change("type: TRAIN", `type: TRAIN\n${lines}`);
    expect(validateNep(named("requires: [1, 2]\nreplaces: 3\nimplements: 4")).links).to.deep.equal({
      ...{ requires: [1, 2], replaces: [3], implements: [4] },
    });
    for (const [lines, start, part] of [
      ["replaces: 7", "line 5, replaces", "is this NEP itself"],
      ["implements: [1, 1]", "line 5, implements.1", "1 appears twice"],
      ["replaces: soon", "line 5, replaces.0", '"soon" is refused'],
      ["requires: []", "line 5, requires", "must be a NEP's number, or a list of them"],
      ["requires: { a: 1 }", "line 5, requires.0", "must be an integer"],
    ] as const)
      expectProblem(named(lines), start, part);
  });

  it("compares the number with the file's name", () => {
    expect(problems(minimal, { fileName: "neps/nep-0007-fewer.md" })).to.deep.equal([]);
    expectProblem(minimal, "line 2, nep", "nep-0008-fewer.md", { fileName: "neps/nep-0008-fewer.md" });
  });

  it("refuses a file above 31 KiB, counted in bytes", () => {
    const fill = (character: string, bytes: number) =>
      minimal + character.repeat((bytes - minimal.length) / Buffer.byteLength(character) - 1) + "\n";
    const even = MAX_NEP_BYTES - (minimal.length % 2);
    expect(problems(fill("x", MAX_NEP_BYTES))).to.deep.equal([]);
    expectProblem(fill("x", MAX_NEP_BYTES + 1), "line 1, file", "31 KiB");
    expectProblem(fill("é", even + 4), "line 1, file", "31 KiB");
    // The largest of them makes a description that the governor takes, with the longest title there can be.
    const long = change("title: Fewer inner steps", `title: ${"é".repeat(MAX_TITLE)}`);
    const largest = long + "x".repeat(MAX_NEP_BYTES - Buffer.byteLength(long) - 1) + "\n";
    const description = composeDescription(validateNep(largest), "0x" + "1".repeat(40));
    expect(Buffer.byteLength(description)).to.be.within(MAX_NEP_BYTES, MAX_PROPOSAL_SIZE);
  });

  it("refuses actions that are more than a proposal carries: a list of short numbers is long when it is encoded", () => {
    const list = (count: number) =>
      readText(`${GOOD}/actions-only.md`).replace("[1, 2]", `[${Array<number>(count).fill(1).join(", ")}]`);
    expect(problems(list(900))).to.deep.equal([]);
    expectProblem(
      list(1_100),
      "line 8, actions",
      "the actions have 36,160 bytes, and a proposal carries 32,768 bytes at the most",
    );
  });

  it("refuses text without front matter, and front matter that never ends", () => {
    for (const source of ["", "\n", "# NEP", `\ufeff${minimal}`, " ---\n---\n\n", "---\nnep: 7\n"]) {
      expect(problems(source).join("\n"), source).to.include("must begin with front matter");
    }
    expect(problems("---\n---\n\n").join("\n")).to.include("line 1, file: must have the fields");
  });

  for (const [what, yaml] of Object.entries({
    "brackets in thousands": `a: ${"[".repeat(30_000)}`,
    "braces in thousands": `a: ${"{a: ".repeat(7_000)}`,
    "17 brackets": `a: ${"[".repeat(17)}${"]".repeat(17)}`,
    "markers of lists": "- ".repeat(15_000),
    "markers of keys": "? ".repeat(15_000),
    "indentation without end": Array.from({ length: 230 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
  })) {
    it(`refuses ${what} before the YAML parser sees them`, () => {
      expect(problems(`---\n${yaml}\n---\n\n`).join("\n")).to.match(/line \d+, front matter: nests too deep/);
    });
  }

  it("counts brackets that close", () => {
    expect(problems(change("innerSteps\n", `innerSteps\n    note: "${"[x] ".repeat(100)}"\n`))).to.deep.equal(
      [],
    );
  });

  it("shows problems of the body behind those of the front matter", () => {
    const found = problems(change("Slow links.", "").replace("title: Fewer inner steps", 'title: ""'));
    expect(found.map((text) => text.split(",", 1)[0])).to.deep.equal(["line 3", "line 41"]);
  });
});

describe("A NEP that changes the rules of GOV", () => {
  const RULES = "(uint32, uint32, uint32, uint32, uint32, uint32, uint16, uint8, uint96, uint96, uint96, uint16, address, uint16, uint32)"; // prettier-ignore
  const fifteen = Array.from({ length: 15 }, (_, i) => (i === 12 ? ZeroAddress : "1")).join(", ");
  const setRules = (code: string) =>
    `  - { target: Rulebook, function: "setRules(bytes8, ${RULES})", args: [type(${code}), [${fifteen}]] }\n`;
  const adopt =
    "  - { target: NetworkGovernor, function: setRulebook(address newRulebook), args: [Rulebook] }\n";
  const withActions = (...actions: string[]) =>
    change("upgrade-path:", `actions:\n${actions.join("")}upgrade-path:`);

  it("must let the governor adopt them afterwards, since every other type waits for it", () => {
    expect(problems(withActions(setRules("GOV"), adopt))).to.deep.equal([]);
    expect(problems(withActions(setRules("ECON"))), "another type's").to.deep.equal([]);
    const needed =
      "let NetworkGovernor.setRulebook(address newRulebook) with Rulebook follow in the same NEP";
    for (const actions of [
      [setRules("GOV")],
      [adopt, setRules("GOV")],
      [setRules("GOV"), adopt, setRules("GOV")],
    ]) {
      const found = problems(withActions(...actions));
      expect(found).to.have.length(1);
      expect(found[0])
        .to.match(/^line \d+, actions\.\d: changes the rules of GOV/)
        .and.include(needed);
    }
  });

  it("names a type by its code, and refuses what is none", () => {
    expect(problems(withActions(setRules("econ"))).join()).to.include("type(…) is no bytes8");
    expect(problems(withActions(setRules("GOV").replace("type(GOV)", "GOV"), adopt)).join()).to.include(
      "or type(…)",
    );
  });
});

describe("Refusing an action", () => {
  const actions = readText(`${GOOD}/actions-only.md`);

  for (const [reason, from, to, part] of [
    ["too few arguments", ", uint(2000)]", "]", "takes 3 arguments, not 2"],
    ["a list where one value belongs", "uint(2000)]", "[1]]", "argument max: bytes32 is a single value"],
    ["a value where a list belongs", "[1, 2]", "1", "argument parts: uint8[] is a list"],
    ["a tuple of the wrong length", '[-5, "0xdeadbeef"]', "[-5]", "is a list of 2"],
    ["an integer that does not fit", "[1, 2]", "[1, 256]", "256 does not fit uint8"],
    ["a signed integer that does not fit", "[-5,", "[-32769,", "-32769 does not fit int16"],
    ["a negative unsigned integer", "[1, 2]", "[1, -2]", "not a uint"],
    ["bytes of the wrong length", "0xdeadbeef", "0xdeadbe", "write 0x and 8 hex digits"],
    ["a bare number as bytes32", "uint(2000)]", "2000]", "uint(…)"],
    [
      "an amount finer than a base unit",
      "tokens(12.5)",
      "tokens(0.0000000000000000001)",
      "at most 18 decimals",
    ],
    ["a literal of another type", "tokens(12.5)", "key(train.x)", "key(…) is no uint256"],
    ["a bool that is a number", "false", "0", "argument final"],
    [
      "an address with a wrong checksum",
      "GovernanceToken",
      '"0x52908400098527886E0F7030069857D2E4169Ee7"',
      "argument to",
    ],
    [
      "a signature that cannot be read",
      "setBounds(bytes32 key",
      "setBounds(byte32 key",
      "not a function signature",
    ],
    ["a target that is neither name nor address", "ProtocolRegistry", "protocol registry", "contract name"],
    ["a negative value", "value: 1", "value: -1", "not a uint"],
    ["a key longer than a word", "train.innerSteps", `train.${"x".repeat(27)}`, "argument key"],
  ] as const) {
    it(`refuses ${reason}`, () => {
      expect(actions).to.include(from);
      const found = problems(actions.replace(from, () => to));
      expect(found, found.join("\n")).to.have.length(1);
      expect(found[0])
        .to.match(/^line \d+, actions\.\d/)
        .and.include(part);
    });
  }

  it("refuses half a byte", () => {
    const withBytes = (memo: string) =>
      actions.replace("string memo", "bytes memo").replace("key(x)", () => memo);
    expect(problems(withBytes('"0xabcd"'))).to.deep.equal([]);
    expect(problems(withBytes('"0xabc"')).join()).to.include("an even number of hex digits");
  });
});
