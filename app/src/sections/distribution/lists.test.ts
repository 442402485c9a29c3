import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { publishList } from "@polity/sdk/distribution/list";
import { buildAccountTree, buildTree } from "@polity/sdk/distribution/tree";
import { ADA, BEN, TO } from "../../../test/fakes";
import { claimsIn, linesOf, listBeside, MAX_LINES, proofIn } from "./lists";

const list = publishList([
  { account: ADA, amount: 5n },
  { account: BEN, amount: 7n },
]);
const terms = { listHash: list.hash, root: buildTree(list.recipients).root };

const asked: string[] = [];
let answer: () => Response;
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("document", { baseURI: "https://dao.example/app/#/sales" });
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(answer());
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe("The list of a distribution", () => {
  it("is taken from beside the page, by its hash, and asked for once", async () => {
    answer = () => new Response("another text");
    expect(await listBeside(list.hash)).toBe(undefined);
    answer = () => new Response(list.text);
    expect((await listBeside(list.hash))?.recipients).toEqual(list.recipients);
    await listBeside(list.hash);
    const at = `https://dao.example/app/neps/lists/${list.hash.slice(2)}.json`;
    expect(asked).toEqual([at, at]);
  });

  it("has for an account its lines, each with a proof for the vote's root", () => {
    expect(linesOf(list, BEN)).toEqual([{ index: 1, amount: 7n }]);
    const [claim, ...more] = claimsIn(list, terms, BEN);
    expect(more).toEqual([]);
    expect(claim).toMatchObject({ index: 1, account: BEN, amount: 7n });
    expect(claim!.proof).toHaveLength(1);
  });

  it("is refused where it is another one, lacks the account, is of another tree, or is too long for a browser", () => {
    expect(() => claimsIn(list, { ...terms, listHash: "0x01" }, ADA)).toThrow(/^this is another list/);
    expect(() => claimsIn(list, terms, TO)).toThrow(`the list does not have ${TO}`);
    expect(() => claimsIn(list, { ...terms, root: "0x02" }, ADA)).toThrow(
      /its tree is another than the vote's/,
    );
    const recipients = Array.from({ length: MAX_LINES + 1 }, () => ({ account: ADA, amount: 1n }));
    expect(() => claimsIn({ ...list, recipients }, terms, ADA)).toThrow(/is too long for a browser/);
  });
});

describe("The list of a sale", () => {
  const csv = `account\n${ADA}\n${BEN}\n`;
  const { root } = buildAccountTree([ADA, BEN]);

  it("proves that an account may buy, and is refused where it is another or lacks the account", () => {
    expect(proofIn(csv, "list.csv", root, ADA)).toEqual(buildAccountTree([ADA, BEN]).proofOf(ADA));
    expect(() => proofIn(`account\n${ADA}\n`, "list.csv", root, ADA)).toThrow(
      "list.csv is not the list of this sale",
    );
    expect(() => proofIn(csv, "list.csv", root, TO)).toThrow(`the list does not have ${TO}`);
  });
});
