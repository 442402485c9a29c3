import { expect } from "chai";
import { AbiCoder, id, Interface, keccak256, parseUnits, toUtf8Bytes, ZeroHash } from "ethers";

import {
  composeDescription,
  decodeKey,
  decodeParameter,
  encodeDefinition,
  encodeKey,
  encodeNep,
  encodeParameter,
  extractNep,
  namespaceOf,
  nepHash,
  parseDate,
  parseParameter,
  PolityError,
  arraysOf,
  proposalIdOf,
  readClaims,
  readDescription,
  validateNep,
  ValidationError,
  type ParameterKind,
} from "@polity/sdk";
import { ProtocolRegistry__factory } from "../../typechain-types";
import { parseConfig, presets } from "../../config";
import { markdownIn, readText } from "../helpers/files";

const GOOD = "test/fixtures/neps/good";
const PROPOSER = "0x52908400098527886E0F7030069857D2E4169EE7";
const REGISTRY = "0x1111111111111111111111111111111111111111";
const TOKEN = "0x2222222222222222222222222222222222222222";
const contracts = { ProtocolRegistry: REGISTRY, GovernanceToken: TOKEN };

const load = (fileName: string) => validateNep(readText(`${GOOD}/${fileName}`), { fileName });
const encode = (fileName: string) => encodeNep(load(fileName), { proposer: PROPOSER, contracts });

describe("Encoding a NEP", () => {
  const registry = ProtocolRegistry__factory.createInterface();

  it("makes one upgrade of the parameter changes", () => {
    const { calls, specURI } = encode("minimal.md");
    const [targets, values, calldatas] = arraysOf(calls);
    expect(targets).to.deep.equal([REGISTRY]);
    expect(values).to.deep.equal([0n]);
    expect(specURI).to.equal("neps/minimal.md");
    const decoded = registry.decodeFunctionData("upgrade", calldatas[0]!).toArray(true) as unknown[];
    expect(decoded).to.deep.equal([
      "0x747261696e000000000000000000000000000000000000000000000000000000",
      [["0x747261696e2e696e6e6572537465707300000000000000000000000000000000", `0x${"0".repeat(61)}190`]],
      true,
      nepHash(readText(`${GOOD}/minimal.md`)),
      "neps/minimal.md",
    ]);
    // The governor scopes upgrades by the namespace it reads at calldata[4:36].
    expect(`0x${calldatas[0]!.slice(10, 74)}`).to.equal(encodeKey("train"));
  });

  it("makes one upgrade per namespace, in the order of their first change", () => {
    const [targets, , calldatas] = arraysOf(encode("two-namespaces.md").calls);
    expect(targets).to.deep.equal([REGISTRY, REGISTRY]);
    const [train, econ] = calldatas.map((data) => registry.decodeFunctionData("upgrade", data));
    expect(decodeKey(train![0] as string)).to.equal("train");
    expect((train![1] as string[][]).map(([key, value]) => [decodeKey(key!), value])).to.deep.equal([
      ["train.innerSteps", encodeParameter("uint", 400n)],
      ["train.dataRoot", `0x${"ab".repeat(32)}`],
      ["train.shuffle", encodeParameter("bool", true)],
    ]);
    expect(decodeKey(econ![0] as string)).to.equal("econ");
    expect((econ![1] as string[][])[0]![1]).to.equal(`0x${"f".repeat(63)}d`);
  });

  it("encodes actions by their signature, with names for addresses and short ways to write values", () => {
    const [targets, values, calldatas] = arraysOf(encode("actions-only.md").calls);
    expect(targets).to.deep.equal([REGISTRY, "0x00000000000000000000000000000000000000AA"]);
    expect(values).to.deep.equal([0n, 1n]);
    const setBounds = new Interface(["function setBounds(bytes32, bytes32, bytes32)"]);
    expect(calldatas[0]).to.equal(
      setBounds.encodeFunctionData("setBounds", [
        encodeKey("train.innerSteps"),
        encodeParameter("uint", 1n),
        encodeParameter("uint", 2000n),
      ]),
    );
    const pay = new Interface(["function pay(address,uint256,uint32,bool,string,uint8[],(int16,bytes4))"]);
    expect(calldatas[1]).to.equal(
      pay.encodeFunctionData("pay", [
        TOKEN,
        parseUnits("12.5"),
        604_800,
        false,
        "key(x)",
        [1, 2],
        [-5, "0xdeadbeef"],
      ]),
    );
  });

  it("puts actions after upgrades", () => {
    const source = readText(`${GOOD}/minimal.md`).replace(
      "parameter-changes:",
      "actions: [{ target: GovernanceToken, function: pause(), args: [] }]\nparameter-changes:",
    );
    const { calls } = encodeNep(validateNep(source), {
      proposer: PROPOSER,
      contracts,
      specURI: "ipfs://x",
    });
    expect(calls.map(({ target }) => target)).to.deep.equal([REGISTRY, TOKEN]);
  });

  it("gives the id that OpenZeppelin's Governor computes", () => {
    const { calls, description, descriptionHash, proposalId } = encode("minimal.md");
    expect(descriptionHash).to.equal(keccak256(toUtf8Bytes(description)));
    const encoded = AbiCoder.defaultAbiCoder().encode(
      ["address[]", "uint256[]", "bytes[]", "bytes32"],
      [...arraysOf(calls), id(description)],
    );
    expect(proposalId).to.equal(BigInt(keccak256(encoded)));
    expect(proposalIdOf([{ ...calls[0]!, value: 1n }], descriptionHash)).to.not.equal(proposalId);
  });

  it("names every contract it does not know", () => {
    const nep = load("actions-only.md");
    expect(() => encodeNep(nep, { proposer: PROPOSER, contracts: {} })).to.throw(
      PolityError,
      "unknown contracts: ProtocolRegistry, GovernanceToken",
    );
    const inherited = Object.create(contracts) as typeof contracts;
    expect(() => encodeNep(nep, { proposer: PROPOSER, contracts: inherited })).to.throw(
      PolityError,
      "unknown contracts",
    );
  });

  it("refuses a proposer that is no address, and a NEP that nobody can find again", () => {
    const nep = load("minimal.md");
    for (const proposer of ["", "ada", PROPOSER.replace("E7", "e7"), `${PROPOSER}\n`]) {
      expect(() => encodeNep(nep, { proposer, contracts }), proposer).to.throw(
        PolityError,
        "is not an address",
      );
    }
    const unnamed = validateNep(nep.text);
    expect(() => encodeNep(unnamed, { proposer: PROPOSER, contracts })).to.throw(PolityError, "no file name");
  });
});

describe("The description of a NEP", () => {
  it("is title line, body, front matter in a fence, and the proposer at the very end", () => {
    const nep = load("minimal.md");
    const description = composeDescription(nep, PROPOSER.toLowerCase());
    expect(description).to.equal(
      `# NEP-TRAIN 14d: Fewer inner steps\n\n${nep.body}\n## Metadata\n\n\`\`\`yaml\n${nep.frontMatter}\n\`\`\`\n\n#proposer=${PROPOSER}`,
    );
  });

  it("has no days in its title when the NEP sets no grace", () => {
    expect(composeDescription(load("actions-only.md"), PROPOSER)).to.match(
      /^# NEP-GOV: Fewer inner steps\n\n/,
    );
  });

  const form = parseConfig(presets.neuroshard).proposals;
  for (const [folder, file] of [
    ...markdownIn(GOOD).map((name) => [GOOD, name] as const),
    ...markdownIn("neps")
      .filter((name) => name !== "template.md")
      .map((name) => ["neps", name] as const),
  ]) {
    it(`gives ${file} back byte for byte`, () => {
      const text = readText(`${folder}/${file}`);
      const nep = validateNep(text.replace(/\n/g, "\r\n"), { form });
      const extracted = extractNep(composeDescription(nep, PROPOSER));
      expect(extracted).to.deep.equal({ text, proposer: PROPOSER });
      expect(keccak256(toUtf8Bytes(extracted.text))).to.equal(nep.specHash);
    });

    it(`claims what ${file} says`, () => {
      const nep = validateNep(readText(`${folder}/${file}`), { form });
      const claims = { number: nep.number, created: parseDate(nep.created) };
      expect(readClaims(composeDescription(nep, PROPOSER))).to.deep.equal(claims);
    });
  }

  it("opens its fence where no backticks of the front matter can", () => {
    const nep = load("fences.md");
    expect(composeDescription(nep, PROPOSER)).to.include(
      `\n## Metadata\n\n\`\`\`\`\`yaml\n${nep.frontMatter}\n\`\`\`\`\`\n`,
    );
  });

  it("finds the true front matter though the body holds a copy of the block", () => {
    const forged = "\n## Metadata\n\n```yaml\nnep: 8\n```\n\n#proposer=".replace("#proposer=", "#proposer");
    const text = readText(`${GOOD}/minimal.md`).replace(
      "400 steps.\n",
      `400 steps.\n\n\`\`\`\`\n${forged}\n\`\`\`\`\n`,
    );
    const nep = validateNep(text);
    expect(extractNep(composeDescription(nep, PROPOSER)).text).to.equal(text);
  });

  it("is refused when it was not composed from a NEP", () => {
    const description = composeDescription(load("minimal.md"), PROPOSER);
    for (const other of [
      "",
      "# Title",
      `# Title\n\n#proposer=${PROPOSER}`,
      `${description}\n`,
      description.replace("## Metadata", "## Metadatb"),
      description.replace(/#proposer.*$/, ""),
      description.slice(description.indexOf("\n## Metadata")),
    ]) {
      expect(() => extractNep(other), other.slice(-60)).to.throw(PolityError);
    }
  });

  /** The description of the smallest NEP with other words in its front matter, whether or not they are valid. */
  const claiming = (from: string | RegExp, to: string) =>
    composeDescription(load("minimal.md"), PROPOSER).replace(from, to);

  it("claims the same however its fields are written, as its validation reads them", () => {
    for (const [from, to] of [
      ["nep: 7", "nep: 123456"],
      ["nep: 7", 'nep: "7"'],
      ["nep: 7", "nep:   '7'  "],
      ["nep: 7", '"nep" : 7'],
      ["created: 2026-01-31", 'created: "2026-02-28"'],
    ] as const) {
      const description = claiming(from, to);
      const { number, created } = readDescription(description).nep;
      expect(readClaims(description), to).to.deep.equal({ number, created: parseDate(created) });
    }
  });

  it("claims nothing where no NEP is, no number stands, or two stand", () => {
    for (const [from, to] of [
      ["nep: 7", "nep: 07"],
      ["nep: 7", "nep: 0"],
      ["nep: 7", "nep: 1234567"],
      ["nep: 7", "nep: 7#8"],
      ["nep: 7", "nep: 7 # of ours"],
      ["nep: 7", "nep: 7\nnep: 7"],
      ["nep: 7", "note:\n  nep: 7"],
      ["nep: 7", "nap: 7"],
      ["# NEP-TRAIN 14d: ", "# "],
      [/#proposer.*$/, ""],
    ] as const) {
      expect(readClaims(claiming(from, to)), to).to.equal(undefined);
    }
    expect(readClaims("# Title\n\nnep: 7")).to.equal(undefined);
    expect(readClaims(claiming("2026-01-31", "2026-02-30"))).to.deep.equal({ number: 7 });
  });

  it("is read back only when its title says what its front matter says", () => {
    const nep = load("minimal.md");
    const description = composeDescription(nep, PROPOSER);
    expect(readDescription(description).nep.specHash).to.equal(nep.specHash);
    expect(readDescription(description).proposer).to.equal(PROPOSER);
    for (const [from, to] of [
      ["NEP-TRAIN", "NEP-EMERG"],
      [" 14d", " 7d"],
      [" 14d", ""],
      ["Fewer inner", "More inner"],
      [PROPOSER, PROPOSER.toLowerCase()],
    ] as const) {
      const forged = description.replace(from, to);
      expect(() => readDescription(forged), to).to.throw(PolityError, "says something else");
    }
    expect(() => readDescription(description.replace("type: TRAIN", "type: train"))).to.throw(
      ValidationError,
      "line 4, type",
    );
  });
});

describe("Parameter values", () => {
  const MAX = 2n ** 256n - 1n;
  const HALF = 2n ** 255n;

  for (const [kind, text, word] of [
    ["uint", "0", ZeroHash],
    ["uint", MAX.toString(), `0x${"f".repeat(64)}`],
    ["int", "-1", `0x${"f".repeat(64)}`],
    ["int", (-HALF).toString(), `0x8${"0".repeat(63)}`],
    ["int", (HALF - 1n).toString(), `0x7${"f".repeat(63)}`],
    ["bool", "true", `0x${"0".repeat(63)}1`],
    ["bool", "false", ZeroHash],
    ["bytes32", `0x${"aB".repeat(32)}`, `0x${"ab".repeat(32)}`],
  ] as const) {
    it(`encode and decode ${kind} ${text.slice(0, 12)}`, () => {
      const value = parseParameter(kind, text);
      expect(encodeParameter(kind, value)).to.equal(word);
      expect(decodeParameter(kind, word)).to.equal(value);
    });
  }

  it("are refused when they do not fit their kind", () => {
    for (const [kind, text] of [
      ["uint", "-1"],
      ["uint", (MAX + 1n).toString()],
      ["uint", "1".repeat(5000)],
      ["uint", "-0"],
      ["uint", "01"],
      ["int", HALF.toString()],
      ["int", (-HALF - 1n).toString()],
      ["bool", "1"],
      ["bool", "True"],
      ["bytes32", "0x00"],
      ["bytes32", "ab".repeat(32)],
    ] as const) {
      expect(() => parseParameter(kind, text), `${kind} ${text.slice(0, 20)}`).to.throw(
        PolityError,
        `is not a ${kind}`,
      );
    }
    expect(() => encodeParameter("uint", true)).to.throw(PolityError);
    expect(() => encodeParameter("bool", 1n)).to.throw(PolityError);
    expect(() => decodeParameter("bool", `0x${"0".repeat(63)}2`)).to.throw(PolityError, "is not a bool");
    expect(() => decodeParameter("uint", "0x01")).to.throw(PolityError, "is not a bytes32");
  });

  it("have keys of a namespace and a name", () => {
    expect(namespaceOf("econ.reward.base")).to.equal("econ");
    expect(decodeKey(encodeKey("train.multiTokenHeads"))).to.equal("train.multiTokenHeads");
    for (const key of [
      "train",
      ".x",
      "train.",
      "Train.x",
      "tr-ain.x",
      "train.x y",
      "train.é",
      `t.${"x".repeat(30)}`,
    ]) {
      expect(() => namespaceOf(key), key).to.throw(PolityError, "not a parameter key");
    }
  });

  it("are defined with the bounds of their kind where none are given", () => {
    const define = (kind: ParameterKind, value: bigint | boolean) =>
      encodeDefinition({ key: "a.b", kind, value });
    expect(define("uint", 5n)).to.deep.equal({
      key: encodeKey("a.b"),
      kind: 1,
      min: ZeroHash,
      max: encodeParameter("uint", MAX),
      value: encodeParameter("uint", 5n),
    });
    expect(define("int", -5n)).to.deep.include({
      kind: 2,
      min: encodeParameter("int", -HALF),
      max: encodeParameter("int", HALF - 1n),
    });
    expect(define("bool", true)).to.deep.include({ kind: 3, min: ZeroHash, max: ZeroHash });
    expect(encodeDefinition({ key: "a.b", kind: "int", min: -2n, max: 3n, value: 0n })).to.deep.include({
      min: encodeParameter("int", -2n),
      max: encodeParameter("int", 3n),
    });
  });
});
