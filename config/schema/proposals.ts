import { METADATA_SECTION, REQUIRED_SECTIONS } from "@polity/sdk";
import { unseenOnLine } from "@polity/sdk/nep/text";
import { list, rule, scalar, strictObject } from "@polity/sdk/problems";
import { eachRepeated, form, refuse } from "./leaves";

const ALLOWED = "must be a heading, as it stands behind ##";

const heading = scalar(ALLOWED, (text) => {
  const unseen = unseenOnLine(text);
  if (unseen) refuse(`contains the character ${unseen}`, "write visible characters on one line");
  return text && text === text.trim() && !text.includes("#") && text.length <= 80
    ? text
    : refuse(`"${text}" is no heading`, "write 1 to 80 characters without # and without spaces around them");
}).meta(form("heading", "1 to 80 characters without #, no spaces around it", "Community feedback"));

/** What this network wants in a proposal's file besides the sections that every network has. */
export const proposals = strictObject({
  sections: list(heading, "must be a list of headings")
    .check(
      rule<string[]>([""], (sections, report) => {
        eachRepeated(sections, (section, i) => report([i], `"${section}" appears twice`));
        sections.forEach((section, i) => {
          if (
            [...REQUIRED_SECTIONS, METADATA_SECTION].some(
              (known) => known.toLowerCase() === section.toLowerCase(),
            )
          )
            report([i], `"${section}" is there in every proposal; remove it`);
        });
      }),
    )
    .describe("Headings of further sections that a proposal's file must have."),
}).describe("What the network wants in a proposal's file besides what every network does.");
