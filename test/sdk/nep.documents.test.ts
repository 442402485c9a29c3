import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { ZeroHash } from "ethers";

import { parseConfig, presets, type PresetName } from "../../config";
import { contentHash } from "@polity/sdk/core/content";
import {
  checkDocument,
  conventionsOf,
  declaredIn,
  composeDescription,
  differenceOf,
  documentOf,
  explain,
  MAX_DOCUMENT,
  PolityError,
  readDocument,
  readStep,
  validateNep,
  type ValidationError,
  type DocumentOptions,
} from "@polity/sdk";
import { markdownIn, readText } from "../helpers/files";

const config = parseConfig(presets.neuroshard);
const form = config.proposals;
const bytes = (text: string) => new TextEncoder().encode(text);
const folder: DocumentOptions = {
  beside: (path) => Promise.resolve(Uint8Array.from(readFileSync(join("neps", path)))),
};
const holding = (text: string | Uint8Array): DocumentOptions => ({
  beside: () => Promise.resolve(typeof text === "string" ? bytes(text) : text),
});

describe("Decisions that are texts", () => {
  const roadmap = readText("neps/nep-0020-roadmap-2027.md");
  const refused = (from: string, to: string, network = config) => {
    expect(roadmap).to.include(from);
    try {
      validateNep(
        roadmap.replace(from, () => to),
        { network },
      );
      return [];
    } catch (error) {
      return (error as ValidationError).problems.map(({ field, message }) => `${field}: ${message}`);
    }
  };

  it("D3, A3, I3: are proposals like any other: the text's hash is the value of a parameter", () => {
    const nep = validateNep(roadmap, { network: config });
    expect(nep.actions).to.deep.equal([]);
    expect(nep.parameterChanges).to.have.length(1);
    expect(nep.parameterChanges[0]).to.deep.include({
      ...{ key: "charter.roadmapHash", document: "contents/roadmap-2027.md" },
      value: contentHash(Uint8Array.from(readFileSync("neps/contents/roadmap-2027.md"))),
    });
  });

  it("have parameters in every preset, for what its document asks to decide", () => {
    const documents = (name: PresetName) =>
      parseConfig(presets[name]).registry.parameters.flatMap(({ key, document }) => (document ? [key] : []));
    expect(
      Object.fromEntries(Object.keys(presets).map((name) => [name, documents(name as PresetName)])),
    ).to.deep.equal({
      neuroshard: [
        "arch.specHash",
        "train.specHash",
        "net.specHash",
        "charter.roadmapHash",
        "charter.legalHash",
      ],
      "distributed-ai": [
        "prompt.equity",
        "prompt.participation",
        "charter.roadmapHash",
        "charter.productHash",
        "charter.legalHash",
      ],
      aitbc: [
        "partner.listHash",
        "market.rulesHash",
        "community.wishesHash",
        "prompt.participation",
        "policy.codeHash",
        "charter.roadmapHash",
      ],
      ai1net: [
        "prompt.rebate",
        "prompt.revenue",
        "charter.structureHash",
        "charter.roadmapHash",
        "partner.listHash",
      ],
    });
  });

  it("N2: are versions, too: a NEP of each kind names a specification, and one changes nothing else", () => {
    const changed = markdownIn("neps")
      .filter((file) => /^nep-000[789]-/.test(file))
      .map((file) => validateNep(readText(`neps/${file}`), { fileName: file, network: config }))
      .map(({ code, parameterChanges }) => [code, ...parameterChanges.map(({ key }) => key)]);
    expect(changed).to.deep.equal([
      ["ARCH", "arch.specHash"],
      ["TRAIN", "train.specHash", "train.innerSteps"],
      ["NET", "net.specHash", "net.gossipFanout"],
    ]);
  });

  it("are there, byte for byte, wherever a preset or a NEP that ships names them", async () => {
    const neps = markdownIn("neps").filter((file) => file !== "template.md");
    const named = neps.flatMap((file) =>
      validateNep(readText(`neps/${file}`), { form }).parameterChanges.flatMap(({ value, document }) =>
        document === undefined ? [] : [{ hash: String(value), at: document }],
      ),
    );
    const atStart = config.registry.parameters.flatMap(({ value, documentAt: at }) =>
      at === undefined ? [] : [{ hash: String(value), at }],
    );
    expect([named.length, atStart.length]).to.deep.equal([4, 1]);
    for (const document of [...named, ...atStart])
      expect(await readDocument(document, folder)).to.match(/^# /);
  });

  it("say where the text is, unless there is none any more", () => {
    const line = "    document: contents/roadmap-2027.md\n";
    expect(refused(line, "")).to.deep.equal([
      "parameter-changes.0.document: is missing: the value is the hash of a text; say where the text is",
    ]);
    const value = /value: ".*"/.exec(roadmap)![0];
    expect(
      validateNep(roadmap.replace(value, `value: "${ZeroHash}"`).replace(line, ""), { network: config }),
    ).to.have.property("number", 20);
    expect(refused(value, `value: "${ZeroHash}"`).join()).to.include(
      "belongs to a bytes32 that is the hash of a text",
    );
    expect(refused("key: charter.roadmapHash", "key: net.minProtocolHash").join()).to.include(
      "belongs to parameters that are the hash of a text, and net.minProtocolHash is not one of them",
    );
    // Where nobody knows what the network has agreed on, nobody can say that it is missing.
    expect(validateNep(roadmap.replace(line, ""), { form }).parameterChanges[0]).not.to.have.property(
      "document",
    );
  });

  it("are taken from ipfs, https and the folder of the NEPs, and from nowhere that only this machine can see", () => {
    for (const at of ["ipfs://bafy/roadmap.md", "https://example.org/a?b=1", "contents/a-b_c.1.md", "a.md"])
      expect(checkDocument(at)).to.equal(at);
    for (const at of [
      ...[
        "http://example.org/a",
        "file:///etc/passwd",
        "/etc/passwd",
        "../secret",
        "a/../../b",
        "a//b",
        "./a",
      ],
      ...[
        ".env",
        "a/.git/config",
        "C:\\a",
        "//host/a",
        "javascript:alert(1)",
        "data:,a",
        "",
        "https://",
        "a b",
      ],
      ...["a\u202eb", `https://example.org/${"a".repeat(500)}`, "https://example.org/a b"],
    ])
      expect(() => checkDocument(at), at).to.throw(PolityError);
    // A name that is no public one, and a number, may be a machine that only this one can see.
    for (const host of [
      "localhost",
      "a.localhost",
      "127.0.0.1",
      "0x7f.1",
      "10.0.0.2",
      "[::1]",
      "router",
      "nas.local",
    ])
      for (const at of [`https://${host}/a`, `https://${host}:8545/a`, `https://${host}./a`])
        expect(() => checkDocument(at), at).to.throw(PolityError);
    expect(refused("contents/roadmap-2027.md", "../package.json").join()).to.include(
      "is not where a document can be",
    );
  });

  it("are the ones that are meant, texts, and not too large, or they are not shown", async () => {
    const at = "contents/a.md";
    const read = (text: string | Uint8Array, hash = contentHash(text)) =>
      readDocument({ hash, at }, holding(text));
    expect(await read("# A\n")).to.equal("# A\n");
    for (const [text, hash, message] of [
      ["# B\n", contentHash("# A\n"), "contents/a.md is another content"],
      ["x".repeat(MAX_DOCUMENT + 1), undefined, "larger than the 262144 bytes"],
      [Uint8Array.from([0xc3, 0x28, 0x41]), undefined, "is not UTF-8"],
    ] as const)
      expect(await read(text, hash).catch(explain)).to.include(message);
    const nowhere = await readDocument({ hash: ZeroHash }, folder).catch(explain);
    expect(nowhere).to.include("nobody has said where it is");
  });

  it("are compared line by line with the text before, as long as they have something in common", async () => {
    const [first, second] = ["contents/model-1.md", "contents/model-2.md"].map((at) =>
      documentOf(contentHash(readText(`neps/${at}`)), at),
    );
    const { difference, text, textBefore, problems } = await readStep(
      { key: "arch.specHash", before: first!, after: second! },
      folder,
    );
    expect(problems).to.deep.equal([]);
    expect([text, textBefore]).to.deep.equal([
      readText("neps/contents/model-2.md"),
      readText("neps/contents/model-1.md"),
    ]);
    expect([difference!.added, difference!.removed]).to.deep.equal([4, 3]);
    expect(difference!.hunks.flatMap(({ lines }) => lines)).to.include(
      "-2. Positions are rotary, over all dimensions of a head, with the base 10,000.",
    );
    const whole = await readStep({ key: "arch.specHash", after: first! }, folder);
    expect([whole.difference!.removed, whole.textBefore]).to.deep.equal([0, undefined]);
    const gone = await readStep({ key: "arch.specHash", before: first! }, folder);
    expect([gone.difference!.added, gone.text]).to.deep.equal([0, undefined]);
  });

  it("do not make anybody wait: two long texts without a common line are said to be that", () => {
    const lines = (word: string) => Array.from({ length: 60_000 }, (_, i) => `${word}${i}`).join("\n");
    const before = process.cpuUsage().user;
    expect(differenceOf(lines("a"), lines("b"))).to.equal(undefined);
    expect(process.cpuUsage().user - before).to.be.below(5_000_000);
  });

  it("take nothing else along where one of them cannot be read", async () => {
    const before = documentOf(contentHash("a"), "https://nowhere.invalid/a");
    const after = documentOf(contentHash("b"), "contents/b.md");
    const step = await readStep({ key: "charter.roadmapHash", before: before!, after: after! }, holding("b"));
    expect(step).to.include({ text: "b" });
    expect(step.problems).to.have.length(1);
    expect(step.problems[0]).to.match(
      /^the document before cannot be shown: https:\/\/nowhere\.invalid\/a does not answer/,
    );
    expect(step).not.to.have.property("difference");
  });

  it("are found again by what a proposal's description says of them", () => {
    const description = composeDescription(validateNep(roadmap, { form }), "0x".padEnd(42, "1"));
    expect(declaredIn(description).documents).to.deep.equal([
      {
        key: "charter.roadmapHash",
        hash: contentHash(readText("neps/contents/roadmap-2027.md")),
        at: "contents/roadmap-2027.md",
      },
    ]);
  });

  it("are known to a deployment by its conventions", () => {
    expect(conventionsOf(config).parameters["arch.specHash"]).to.include({
      ...{ document: true, documentAt: "contents/model-1.md" },
    });
  });
});
