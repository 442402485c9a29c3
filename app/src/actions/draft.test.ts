import { describe, expect, it } from "vitest";

import { readDraft } from "./draft";

const initial = { amount: "", parts: ["a"], open: false };

describe("A draft", () => {
  it("is as it was left", () => {
    const draft = { amount: "12", parts: [], open: true };
    expect(readDraft(JSON.stringify(draft), initial)).toEqual(draft);
  });

  it("is empty where nothing, or nothing usable, is kept; parts of another kind are as in the beginning", () => {
    for (const text of [undefined, "", "{", "null", "5", '"x"'])
      expect(readDraft(text, initial)).toEqual(initial);
    const odd = '{"amount": 5, "parts": {}, "open": "yes", "more": 1}';
    expect(readDraft(odd, initial)).toEqual(initial);
    expect(readDraft('{"__proto__": {"amount": "1"}}', initial)).toEqual(initial);
  });
});
