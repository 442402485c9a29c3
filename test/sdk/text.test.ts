import { expect } from "chai";

import { decodeText, ValidationError } from "@polity/sdk";

const read = (bytes: Uint8Array) => decodeText(bytes, "nep-0002.md");

describe("Reading a text file", () => {
  it("takes UTF-8, and leaves out what editors and shells put around it", () => {
    const text = "title: Récompenses 🎉\r\nsecond\n";
    expect(read(Buffer.from(text))).to.equal(text);
    expect(read(Buffer.from(`\ufeff${text}\u001a`))).to.equal(text);
    expect(read(Buffer.alloc(0))).to.equal("");
    expect(read(Buffer.from("a"))).to.equal("a");
  });

  it("refuses Latin-1, with the line and the letter", () => {
    const latin1 = Buffer.from("---\nnep: 2\ntitle: Récompenses plus élevées\n---\n", "latin1");
    expect(() => read(latin1)).to.throw(ValidationError, /line 3, file: is not UTF-8: .*byte E9, .*"é"/);
    expect(() => read(Buffer.from([0x61, 0x0a, 0xc3]))).to.throw(ValidationError, "line 2");
    expect(() => read(Buffer.concat([Buffer.from("a\ufffd"), Uint8Array.of(0xe9)]))).to.throw(
      ValidationError,
      "line 1",
    );
  });

  it("names UTF-16, with a byte order mark and without, as shells and spreadsheets write it", () => {
    const little = Buffer.from('\ufeff{\r\n  "chainId": 31337\r\n}\r\n', "utf16le");
    for (const bytes of [
      little,
      little.subarray(2),
      Buffer.from(little).swap16(),
      Buffer.from(little).swap16().subarray(2),
    ])
      expect(() => read(bytes)).to.throw(/is UTF-16, and it must be UTF-8/);
  });

  it("refuses a text in which a program has lost a character already", () => {
    expect(() => read(Buffer.from("one\nR\ufffdcompenses"))).to.throw(
      ValidationError,
      "line 2, file: contains U+FFFD",
    );
  });
});
