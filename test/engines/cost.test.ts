import { existsSync } from "node:fs";

import { expect } from "chai";

import { GOAL, LISTS, sharedFilesOf } from "../../scripts/domain-cost";
import { DOMAINS } from "@polity/sdk/domains";

/** What the others are built on. The council is the governor's guardian, and there before the first contract. */
const BASE = ["governor", "token", "escrow", "votes", "registry", "council"];

describe("A domain", () => {
  const others = DOMAINS.map(({ name }) => name).filter((name) => !BASE.includes(name));

  it("is measured unless others are built on it", () => {
    expect(others).to.include.members(["treasury", "vesting"]);
  });

  for (const domain of others) {
    it(`costs ${GOAL} shared files at the most that name a contract of it: ${domain}`, () => {
      const files = sharedFilesOf(domain);
      expect(files, files.join(", ")).to.have.length.at.most(GOAL);
    });
  }

  it("has its lines in lists that there are", () => {
    expect(LISTS.filter((file) => !existsSync(file))).to.deep.equal([]);
  });

  it("is counted only if there is one", () => {
    expect(() => sharedFilesOf("board")).to.throw('there is no domain "board"');
  });
});
