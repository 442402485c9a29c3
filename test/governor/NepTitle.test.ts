import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { code, DAY } from "../helpers/governor";

describe("NepTitle", () => {
  async function deployFixture() {
    return { titles: await ethers.deployContract("NepTitleHarness") };
  }

  async function parse(title: string | Uint8Array) {
    const { titles } = await loadFixture(deployFixture);
    return titles.parse(typeof title === "string" ? ethers.toUtf8Bytes(title) : title);
  }

  describe("a title with a tag", () => {
    const good: [title: string, type: string, days: bigint][] = [
      ["# NEP-ECON: Raise the training reward", "ECON", 0n],
      ["# NEP-ECON 14d: Raise the training reward", "ECON", 14n],
      ["# NEP-ECON 1d: x", "ECON", 1n],
      ["# NEP-ECON 007d: leading zeros count for nothing", "ECON", 7n],
      ["# NEP-ECON 999d: the longest that three digits say", "ECON", 999n],
      ["# NEP-A: one character", "A", 0n],
      ["# NEP-TREASURY 30d: eight characters", "TREASURY", 30n],
      ["# NEP-0: a digit", "0", 0n],
      ["# NEP-Z9Z9A0A0: letters and digits", "Z9Z9A0A0", 0n],
      ["# NEP-GOV:no blank after the colon", "GOV", 0n],
      ["# NEP-GOV:\t x", "GOV", 0n],
      ["# NEP-GOV: Évolution – 進化", "GOV", 0n],
      ["# NEP-GOV: title\nbody", "GOV", 0n],
      ["# NEP-GOV: title\r\nbody", "GOV", 0n],
      ["# NEP-GOV: # NEP-ECON: only the first tag counts", "GOV", 0n],
    ];
    for (const [title, type, days] of good) {
      it(`reads ${JSON.stringify(title)} as ${type} with ${days || "the least"} days of grace`, async () => {
        expect(await parse(title)).to.deep.equal([code(type), days * DAY]);
      });
    }
  });

  describe("a title that differs from a tag by one character", () => {
    const untagged = [
      "Raise the training reward",
      "# Raise the training reward",
      "#NEP-ECON: no blank",
      "#  NEP-ECON: two blanks",
      " # NEP-ECON: a blank before",
      "## NEP-ECON: a second heading",
      "# nep-ECON: lower case",
      "# NEP-econ: lower case",
      "# NEP-EcON: lower case in between",
      "# NEP ECON: no hyphen",
      "# NEP–ECON: a dash",
      "# NEP-: no code",
      "# NEP- ECON: blank before the code",
      "# NEP-ECONOMICS: nine characters",
      "# NEP-TREASURY1 7d: nine characters",
      "# NEP-ECON",
      "# NEP-ECON no colon",
      "# NEP-ECON : blank before the colon",
      "# NEP-ECON 14: no d",
      "# NEP-ECON 14D: capital D",
      "# NEP-ECON 14 d: blank before d",
      "# NEP-ECON  14d: two blanks",
      "# NEP-ECON d: no digits",
      "# NEP-ECON 0d: no days",
      "# NEP-ECON 000d: no days",
      "# NEP-ECON 1000d: four digits",
      "# NEP-ECON -1d: negative",
      "# NEP-ECON 1.5d: a fraction",
      "# NEP-ECON 14d colon missing",
      "# NEP-ECON 14d",
      "# NEP-ECON 14",
      "# NEP-ECON ",
      "# NEP-E_ON: underscore",
      "# NEP-É: accent",
      "# NEP-ECON\u00a014d: a blank that is none",
      "# NEP",
      "# NEP-",
      "進化",
      "\u00a0",
    ];
    for (const title of untagged) {
      it(`finds no type in ${JSON.stringify(title)}`, async () => {
        expect(await parse(title)).to.deep.equal(["0x0000000000000000", 0n]);
      });
    }

    it("finds no type in bytes that are no text", async () => {
      expect(await parse(new Uint8Array([0xff, 0xfe, 0x80]))).to.deep.equal(["0x0000000000000000", 0n]);
    });
  });

  describe("a title that says nothing", () => {
    const empty = [
      "",
      "\n",
      "\nThe title comes too late",
      " ",
      " \t\r ",
      " \nbody",
      "#",
      "# ",
      "##",
      "### \nbody",
      "#\n# NEP-ECON: the second line",
      "# NEP-ECON:",
      "# NEP-ECON: ",
      "# NEP-ECON: \n",
      "# NEP-ECON: \r\nbody",
      "# NEP-ECON 14d:",
      "# NEP-ECON 14d: \t\nbody",
      "\u0000\u0001",
    ];
    for (const title of empty) {
      it(`refuses ${JSON.stringify(title)}`, async () => {
        const { titles } = await loadFixture(deployFixture);
        await expect(parse(title)).to.be.revertedWithCustomError(titles, "NepTitle_Empty");
      });
    }
  });
});
