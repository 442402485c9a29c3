import { expect } from "chai";

import { formatActionsNep, parseDraftText, unfinished, validateNep, ValidationError } from "@polity/sdk";
import { ASKED_AUTHOR, ASKED_DISCUSSION } from "@polity/sdk/nep/write";
import { parseConfig, presets } from "../../config";
import { markdownIn, readText } from "../helpers/files";

const action = { target: "Treasury", function: "endBudget(uint256 budgetId)", args: ["1"], value: 0n };
const facts = { number: 7, title: "End a budget", code: "GOV", today: 1_770_000_000, graceDays: 14 };
const asked = { authors: [ASKED_AUTHOR], discussion: ASKED_DISCUSSION, sections: {} };
const draft = formatActionsNep({ ...facts, ...asked, actions: [action] });
const form = parseConfig(presets.neuroshard).proposals;
const places = (source: string) => unfinished(validateNep(source, { form })).map(({ field }) => field);

describe("A NEP that its author has not completed", () => {
  it("is named by every place that a command left open, with its line", () => {
    const problems = unfinished(validateNep(draft));
    expect(problems.map(({ line, field }) => `${line} ${field}`)).to.deep.equal([
      ...["6 authors.0", "8 discussions-to", "19 ## Problem", "23 ## Solution", "27 ## Impact"],
      ...["35 ## Implementation plan", "39 ## Risks"],
    ]);
    for (const { line, message } of problems) {
      const quoted = /"(.*)"/.exec(message)![1]!;
      expect(
        draft
          .split("\n")
          .slice(line! - 1, line! + 2)
          .join("\n"),
      ).to.include(quoted);
    }
  });

  it("is found where an editor has wrapped the lines, or an answer stands below its question", () => {
    expect(places(draft.replace("wrong today, for", "wrong today,\nfor"))).to.include("## Problem");
    expect(places(draft.replace("how you know.", "how you know.\n\nNothing."))).to.include("## Problem");
  });

  it("is the template, too, with sections that are written and a head that is not", () => {
    const written = readText("neps/template.md").replace(/^<!-- .* -->$/gm, "Said.\n\n$&");
    expect(places(written)).to.deep.equal([
      ...["title", "authors.0", "discussions-to", "parameter-changes.0.note"],
    ]);
  });

  it("is none of the NEPs of this repository, whose comments ask as well", () => {
    for (const file of markdownIn("neps").filter((name) => name.startsWith("nep-"))) {
      expect(places(readText(`neps/${file}`)), file).to.deep.equal([]);
    }
    const source = readText("neps/nep-0002-reward-rate-and-fees.md");
    const commented = source.replace(
      "## Risks\n",
      "## Risks\n\n<!-- What changes, and why this and nothing simpler. -->\n",
    );
    expect(places(commented)).to.deep.equal([]);
  });

  it("is none with a text of ours, which may leave the specification to the actions", () => {
    for (const file of markdownIn("neps/texts")) {
      const { authors, discussion, sections } = parseDraftText(readText(`neps/texts/${file}`), file);
      const said = { authors: authors!, discussion: discussion!, sections };
      expect(places(formatActionsNep({ ...facts, ...said, actions: [action] })), file).to.deep.equal([]);
      expect(sections).to.not.have.property("Specification");
    }
  });
});

describe("What people say of a NEP whose actions a command writes", () => {
  const problems = (source: string) => {
    try {
      parseDraftText(source, "said.md");
      return [];
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      return error.problems.map(({ line, field, message }) => `line ${line}, ${field}: ${message}`);
    }
  };

  it("may be a part of it, and sections that a network demands besides", () => {
    expect(parseDraftText("---\n---\n\n## Audit\n\nBy nobody.\n")).to.deep.equal({
      sections: { Audit: ["By nobody."] },
    });
    const { sections } = parseDraftText("---\ntitle: End it\n---\n\n## Audit\n\nBy nobody.\n");
    const source = formatActionsNep({ ...facts, ...asked, sections, actions: [action] });
    expect(validateNep(source).sections.map(({ heading }) => heading))
      .to.include("Audit")
      .and.include("Risks");
  });

  it("is refused with every field that the command writes, and every section that is empty or stands twice", () => {
    const [type, empty, twice] = problems(
      "---\ntype: GOV\n---\n\n## Risks\n\n## Problem\n\nA.\n\n## Problem\n\nB.\n",
    );
    expect(type).to.match(/^line 2, type: /);
    expect(empty).to.equal("line 5, ## Risks: is empty; comments do not count");
    expect(twice).to.equal("line 11, ## Problem: appears twice, first on line 7");
    expect(problems("## Risks\n\nA.\n")).to.deep.equal([
      "line 1, file: must begin with front matter between two lines of ---",
    ]);
  });
});
