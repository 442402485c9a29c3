import { expect } from "chai";
import * as z from "zod";

import { strictObject } from "@polity/sdk/problems";
import { configurationPage, fieldsOf, gapsIn, isField } from "../../scripts/configuration";
import { readText } from "../helpers/files";

describe("The page of a configuration's fields", () => {
  it("is what docs/configuration.md says", async () => {
    expect(readText("docs/configuration.md"), "run npx tsx scripts/configuration.ts").to.equal(
      await configurationPage(),
    );
  });

  it("cannot be written while a field lacks its description, its unit or its bounds, or refuses its example", () => {
    const schema = strictObject({
      bare: z.string(),
      list: z.array(
        strictObject({ wrong: z.int().meta({ description: "A", unit: "B", bounds: "C", example: "1" }) }),
      ),
      whole: z.int().meta({ description: "A", unit: "B", bounds: "C", example: 1 }).optional(),
    });
    expect([...fieldsOf(schema, "made")].filter(isField).flatMap(gapsIn)).to.deep.equal([
      "made.bare has no description: add it with .meta()",
      "made.bare has no unit: add it with .meta()",
      "made.bare has no bounds: add it with .meta()",
      "made.bare refuses its own example `undefined`",
      'made.list[].wrong refuses its own example `"1"`',
    ]);
  });

  it("names every field, what may be left out, and what a field is then", async () => {
    const page = await configurationPage();
    for (const text of [
      "`treasury.budgets[].amount`",
      "`vesting[].start` (may be left out)",
      '`governor.types.<CODE>.proposers[]` (default `["holders"]`)',
      "`governor.types.<CODE>.review`",
      "1m to 365d",
    ]) {
      expect(page).to.include(text);
    }
  });
});
