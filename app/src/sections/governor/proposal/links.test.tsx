// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { composeDescription } from "@polity/sdk/nep/description";
import { validateNep } from "@polity/sdk/nep/validate";

import type { LiveProposal } from "../proposals";
import { linkRows } from "./links";

const NEP = "../../../../../neps/nep-0002-reward-rate-and-fees.md";
const file = readFileSync(join(import.meta.dirname, NEP), "utf8");
const BY = `0x${"1".repeat(40)}`;
/** A proposal of a NEP's number, with lines more in its header. */
function proposal(number: number, lines = ""): LiveProposal {
  const text = file.replace("nep: 2\n", `nep: ${number}\n${lines}`).replace("requires: [1]\n", "");
  const description = composeDescription(validateNep(text), BY);
  return {
    record: { id: BigInt(1000 + number), nep: number, title: `Title ${number}`, description },
    view: { stage: "VOTING" },
  } as unknown as LiveProposal;
}

describe("What a proposal says of others, and others of it", () => {
  const all = [proposal(2), proposal(7, "implements: 2\n"), proposal(8, "replaces: [2, 7]\n")];
  const rows = (number: number, links: object) =>
    linkRows({ number, links: { requires: [], replaces: [], implements: [], ...links } }, all);
  const text = (of: ReturnType<typeof rows>) => {
    const { unmount } = render(of.map(([name, what]) => <p key={name}>{what}</p>));
    const said = screen.queryAllByText(/./, { selector: "a" }).map((link) => link.textContent);
    unmount();
    return said;
  };

  it("names what implements and replaces it, with where that stands", () => {
    const found = rows(2, {});
    expect(found.map(([name]) => name)).toEqual(["Replaced by, as they say", "Implemented by, as they say"]);
    expect(text(found)).toEqual(["NEP-8: Title 8", "NEP-7: Title 7"]);
  });

  it("names what it builds on, by its number alone where nobody has proposed it", () => {
    const found = rows(9, { requires: [1], implements: [7] });
    expect(found.map(([name]) => name)).toEqual(["Requires", "Implements"]);
    expect(found[0]![1]).toBe("NEP-1");
    expect(text(found)).toEqual(["NEP-7: Title 7"]);
  });
});
