import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { composeTitle, parseTitle, PolityError, type ProposalTitle } from "@polity/sdk";

type Vector = { line: string } & (ProposalTitle | { error: true });

const vectors = JSON.parse(readFileSync(join(__dirname, "../fixtures/titles.json"), "utf8")) as Vector[];

describe("The title of a NEP", () => {
  for (const { line, ...expected } of vectors) {
    it(`reads ${JSON.stringify(line)} by the grammar of the chain`, () => {
      if ("error" in expected) expect(() => parseTitle(line)).to.throw(PolityError, "no title");
      else expect(parseTitle(line)).to.deep.equal(expected);
    });
  }

  it("is the first line of the description only", () => {
    expect(parseTitle("# NEP-GOV: One\n# NEP-EMERG: Two")).to.deep.equal({ code: "GOV", title: "One" });
    expect(parseTitle("\n# NEP-EMERG: Two".slice(1))).to.have.property("code", "EMERG");
    expect(() => parseTitle("\n# NEP-EMERG: Two")).to.throw(PolityError, "no title");
  });

  it("keeps a carriage return in the title, since the chain splits at line feeds only", () => {
    expect(parseTitle("# NEP-GOV: One\rTwo")).to.deep.equal({ code: "GOV", title: "One\rTwo" });
  });

  it("reads back what it composed", () => {
    for (const title of [
      { code: "TRAIN", graceDays: 14, title: "Multi-token prediction" },
      { code: "EMERG", title: "Supersede NEP-3, émigré 网络" },
    ]) {
      expect(parseTitle(composeTitle(title))).to.deep.equal(title);
    }
  });

  for (const [reason, title, message] of [
    ["an empty title", "  ", "is empty"],
    ["spaces around it", " Title", "spaces around"],
    ["more than 120 characters", "x".repeat(121), "longer than 120"],
    ["a newline", "One\n# NEP-GOV: Two", "U+000A"],
    ["a tab", "One\tTwo", "U+0009"],
    ["a null character", "One\0Two", "U+0000"],
    ["a bidi override", "One \u202eowT", "U+202E"],
    ["a zero-width space", "One\u200bTwo", "U+200B"],
    ["a no-break space", "One\u00a0Two", "U+00A0"],
    ["an invisible tag character", "One\u{e0041}", "U+E0041"],
    ["a lone surrogate", "One\ud800", "U+D800"],
    ["another tag inside", "NEP-GOV: One", "contains a tag"],
    ["another tag with grace inside", "as nep-emerg 1d : One", "contains a tag"],
  ] as const) {
    it(`is not composed with ${reason}`, () => {
      expect(() => composeTitle({ code: "GOV", title })).to.throw(PolityError, message);
    });
  }

  it("is composed with 120 characters, but not with a malformed code or grace", () => {
    composeTitle({ code: "GOV", title: "x".repeat(120) });
    for (const code of ["", "gov", "TOOLONGXX", "G V", "GOV: x\n# NEP-EMERG"]) {
      expect(() => composeTitle({ code, title: "One" }), code).to.throw(PolityError, "not a type code");
    }
    for (const graceDays of [0, -1, 1.5, 1000, NaN]) {
      expect(() => composeTitle({ code: "GOV", graceDays, title: "One" }), `${graceDays}`).to.throw(
        PolityError,
        "grace",
      );
    }
  });
});
