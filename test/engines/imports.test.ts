import { expect } from "chai";

import { DOMAINS } from "@polity/sdk/domains";
import { importsOf, loadedWith } from "../helpers/imports";

/** Folders of the SDK that work on all domains and know none by name. */
const ENGINES = ["core", "calls", "audit", "history", "status", "keeper", "analytics"];
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

  /** Imports that lead from an engine to a domain, or to the list of all. */
  const knowing = (graph: ReadonlyMap<string, readonly string[]>) =>
    [...graph].flatMap(([file, imported]) =>
      ENGINES.includes(folderOf(file))
        ? imported
            .filter((one) => domains.includes(folderOf(one)) || one === "sdk/domains.ts")
            .map((one) => `${file} → ${one}`)
        : [],
    );

  it("never lead from an engine to a domain", () => {
    // An audit can begin without a network: then it takes the list itself.
    expect(knowing(imports)).to.deep.equal(["sdk/audit/index.ts → sdk/domains.ts"]);
  });

  for (const engine of ENGINES) {
    it(`are refused from ${engine} to a domain when somebody writes one`, () => {
      const file = [...imports.keys()].find((one) => folderOf(one) === engine)!;
      for (const planted of ["sdk/treasury/ledger.ts", "sdk/safe/read.ts", "sdk/domains.ts"]) {
        const graph = new Map(imports).set(file, [...imports.get(file)!, planted]);
        expect(knowing(graph)).to.include(`${file} → ${planted}`);
      }
    });
  }

  it("never lead from the report to what one domain says in it", () => {
    const written = [...importsOf("report")].filter(([file]) => !file.startsWith("report/sections/"));
    expect(written.map(([file]) => file)).to.include("report/report.ts");
    const chapters = written.flatMap(([, imported]) =>
      imported.filter((one) => domains.some((name) => one === `report/sections/${name}.ts`)),
    );
    expect(chapters).to.deep.equal([]);
  });

  it("never lead from a domain's description back to the list of domains, nor to what can wait", () => {
    for (const name of DOMAINS.map((domain) => domain.name)) {
      const loaded = loadedWith(imports, `sdk/${name}/domain.ts`);
      expect([...loaded]).to.not.include("sdk/domains.ts");
      const facets = ["words", "audit", "history", "status", "keeper", "analytics"].map(
        (facet) => `sdk/${name}/${facet}.ts`,
      );
      expect([...loaded].filter((file) => facets.includes(file) || file.endsWith("/words.ts"))).to.deep.equal(
        [],
      );
    }
  });
});
