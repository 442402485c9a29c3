import { readdirSync } from "node:fs";

import { expect } from "chai";

import { flag, required, text } from "../../commands/core/command";
import { valuesOf } from "../../commands/core/run";
import { commandsOf, loadCommand } from "../../commands/load";
import { SCOPES, type Scope } from "../../commands/scopes";

/** Folders of commands/ that are no scopes. */
const PARTS = ["core", "parts"];

describe("Commands", () => {
  const scopes = Object.keys(SCOPES) as Scope[];

  it("lie in the folders of the scopes, and in no others", () => {
    const folders = readdirSync("commands", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name)).to.have.members([...scopes, ...PARTS]);
  });

  for (const scope of scopes) {
    it(`of ${scope} say in words what they do, and what each option means`, () => {
      const names = commandsOf(scope);
      expect(names.length).to.be.greaterThan(0);
      for (const name of names) {
        expect(name).to.match(/^[a-z]+(-[a-z]+)*$/);
        const { words, options } = loadCommand(scope, name);
        expect(words, name).to.match(/^[A-Z].*[^.]$/);
        for (const [option, { words: meaning }] of Object.entries(options)) {
          expect(option, name).to.match(/^[a-z]+([A-Z][a-z]+)*$/);
          expect(meaning, `${name} --${option}`).to.match(/^\S.*[^.\s]$/);
        }
      }
    });
  }

  it("get what a person wrote by their options, and not without what is required", () => {
    const options = {
      id: required("The lock", "show lists them"),
      token: text("Which"),
      csv: flag("As CSV"),
    };
    const values = { id: "1", token: undefined, csv: false };
    expect(valuesOf(options, { id: "1", other: "x" })).to.deep.equal(values);
    expect(valuesOf(options, { id: "1", token: "ETH", csv: true })).to.deep.equal({ id: "1", token: "ETH", csv: true }); // prettier-ignore
    expect(() => valuesOf(options, { csv: true })).to.throw("--id is missing");
    expect(() => valuesOf({ maxBurn: required("Most") }, {})).to.throw("--max-burn is missing");
  });
});
