import { PassThrough } from "node:stream";

import { expect } from "chai";

import { makeCatalogue } from "../../cli/catalogue";
import { askHidden, keyOf } from "../../cli/keys";
import { nodeAddress } from "../../cli/node";
import { COMMON, helpOf, PROGRAMS, readWords, SHORT } from "../../cli/words";
import { fails } from "../helpers/fails";

describe("What is typed after polity", () => {
  const catalogue = makeCatalogue();
  const read = (line: string) => readWords(line === "" ? [] : line.split(" "), catalogue);
  const refused = (line: string, reason: RegExp) => expect(() => read(line), line).to.throw(reason);

  it("names a command, with options of its own and of the program on either side", () => {
    expect(read("--rpc http://a gov show --id=-1 --json")).to.deep.equal({
      ...{ what: "command", scope: "gov", name: "show" },
      given: { rpc: "http://a", id: "-1", json: true },
    });
    expect(read("keeper --all")).to.deep.equal({
      ...{ what: "command", scope: "gov", name: "advance", given: { all: true, watch: true } },
    });
    expect(read("init my-network --symbol A")).to.deep.equal({
      ...{ what: "program", name: "init", given: { symbol: "A" }, rest: ["my-network"] },
    });
  });

  it("asks for help or the version", () => {
    expect(read("")).to.deep.equal({ what: "help", words: [] });
    expect(read("--help")).to.deep.equal({ what: "help", words: [] });
    expect(read("gov")).to.deep.equal({ what: "help", words: ["gov"] });
    expect(read("gov show --help")).to.deep.equal({ what: "help", words: ["gov", "show"] });
    expect(read("status --help")).to.deep.equal({ what: "help", words: ["dao", "status"] });
    expect(read("--version")).to.deep.equal({ what: "version" });
  });

  it("is refused with a way out where it means nothing", () => {
    refused("govv", /there is no command "govv".*did you mean "gov"/);
    refused("constructor", /there is no command "constructor"/);
    refused("gov constructor", /there is no command "gov constructor"/);
    refused("gov show --idd 1", /there is no option --idd.*did you mean "--id"/);
    refused("gov show --id", /--id is followed by no value/);
    refused("gov show --id 1 --id 2", /--id is given twice/);
    refused("gov show 1", /"1" belongs to no option/);
  });

  it("has no word of the program that a command or a scope has, too", () => {
    for (const word of [...Object.keys(SHORT), ...Object.keys(PROGRAMS)])
      expect(catalogue, word).not.to.have.property(word);
    for (const [scope, commands] of Object.entries(catalogue))
      for (const [name, { options }] of Object.entries(commands))
        for (const option of Object.keys(COMMON))
          expect(options, `${scope} ${name}`).not.to.have.property(option);
  });

  it("is explained for every scope and command", () => {
    for (const [scope, commands] of Object.entries(catalogue)) {
      expect(helpOf([], catalogue)).to.contain(`  ${scope} `);
      for (const name of Object.keys(commands)) {
        expect(helpOf([scope], catalogue)).to.contain(`  ${name}`);
        expect(helpOf([scope, name], catalogue)).to.match(new RegExp(`^polity ${scope} ${name}`));
      }
    }
  });

  describe("A password", () => {
    function terminal() {
      const raw: boolean[] = [];
      const input = Object.assign(new PassThrough(), {
        isTTY: true,
        setRawMode: (on: boolean) => void raw.push(on),
      });
      const output = new PassThrough();
      return { input, output, raw, shown: () => String(output.read() ?? "") };
    }

    it("is read without being shown, and the terminal is as before", async () => {
      const { input, output, raw, shown } = terminal();
      const asked = askHidden("Password: ", { input, output });
      input.write("horsf\u007fe\r");
      expect(await asked).to.equal("horse");
      expect(shown()).to.equal("Password: \n");
      expect(raw).to.deep.equal([true, false]);
    });

    it("can be refused by ending it, and is not asked where nobody sits", async () => {
      const { input, output, raw } = terminal();
      const asked = askHidden("Password: ", { input, output });
      input.write("hor\u0003");
      await fails(asked, /^no password was given$/, /nothing was signed/);
      expect(raw).to.deep.equal([true, false]);
      await fails(
        askHidden("", { input: new PassThrough(), output }),
        /^nobody is there/,
        /POLITY_PASSWORD_FILE/,
      );
    });
  });

  it("takes a node by http and nothing else, and shows no address that may hold a key", () => {
    expect(nodeAddress("https://node.example.org/v2/key").host).to.equal("node.example.org");
    for (const text of ["", "node", "ws://node/key", "file:///etc/passwd"])
      expect(() => nodeAddress(text)).to.throw(/^--rpc is no address of a node$/);
  });

  it("has no key where none is named", () => {
    const ask = () => Promise.reject(new Error("asked"));
    expect(keyOf({ environment: {}, ask })).to.equal(undefined);
    expect(keyOf({ environment: { POLITY_KEY: "", POLITY_KEYSTORE: "" }, ask })).to.equal(undefined);
  });
});
