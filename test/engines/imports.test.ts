import { expect } from "chai";

import { DOMAINS } from "../../sdk/domains";
import { importsOf, loadedWith } from "../helpers/imports";

/** Folders of the SDK that work on all domains and know none by name. */
const ENGINES = ["core", "calls", "audit", "history", "status", "keeper"];
/** Domains whose code stands in a folder of another name. */
const ALSO_DOMAINS = ["safe"];

const folderOf = (file: string) => file.split("/")[1]!;

describe("Imports of the SDK", () => {
  const imports = importsOf("sdk");
  const domains = [...DOMAINS.map(({ name }) => name as string), ...ALSO_DOMAINS];

  it("are found", () => {
    expect(imports.get("sdk/domains.ts")).to.include("sdk/treasury/domain.ts");
  });

  it("never run in a circle", () => {
    for (const [file, imported] of imports) {
      const circle = imported.filter((one) => loadedWith(imports, one).has(file));
      expect(circle, file).to.deep.equal([]);
    }
  });

  it("never lead from an engine to a domain", () => {
    for (const [file, imported] of imports) {
      if (!ENGINES.includes(folderOf(file))) continue;
      const known = imported.filter(
        (one) =>
          domains.includes(folderOf(one)) || (one === "sdk/domains.ts" && file !== "sdk/audit/index.ts"),
      );
      expect(known, file).to.deep.equal([]);
    }
  });

  it("never lead from a domain's description back to the list of domains, nor to what can wait", () => {
    for (const name of DOMAINS.map((domain) => domain.name)) {
      const loaded = loadedWith(imports, `sdk/${name}/domain.ts`);
      expect([...loaded]).to.not.include("sdk/domains.ts");
      const facets = ["words", "audit", "history", "status", "keeper"].map(
        (facet) => `sdk/${name}/${facet}.ts`,
      );
      expect([...loaded].filter((file) => facets.includes(file) || file.endsWith("/words.ts"))).to.deep.equal(
        [],
      );
    }
  });
});
