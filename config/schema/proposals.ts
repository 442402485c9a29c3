import * as z from "zod";

import {
  CONTRADICTIONS,
  DRIVEN_KINDS,
  FIGURE_KINDS,
  FIGURE_NAME,
  IMPACT_WHEN,
  METADATA_SECTION,
  REQUIRED_SECTIONS,
  type Figure,
} from "@polity/sdk";
import { unseenOnLine } from "@polity/sdk/nep/text";
import { oneOf, rule, scalar, strictObject } from "@polity/sdk/problems";
import { eachRepeated, flag, form, refuse, text } from "./leaves";
import type { Part } from "./part";

const ALLOWED = "must be a heading, as it stands behind ##";
const HEADING = form("heading", "1 to 80 characters without #, no spaces around it", "Community feedback");

const heading = scalar(ALLOWED, (value) => {
  const unseen = unseenOnLine(value);
  if (unseen) refuse(`contains the character ${unseen}`, "write visible characters on one line");
  return value && value === value.trim() && !value.includes("#") && value.length <= 80
    ? value
    : refuse(`"${value}" is no heading`, "write 1 to 80 characters without # and without spaces around them");
}).meta(HEADING);

const figure = strictObject({
  name: scalar("must be a figure's name like net_earnings_change_percent", (value) =>
    FIGURE_NAME.test(value)
      ? value
      : refuse(`"${value}" is no figure's name`, "write a-z, then a-z 0-9 _, at most 60 characters"),
  ).meta({
    ...form("name", "a-z, then a-z 0-9 _, 60 characters at most", "training_reward_multiplier"),
    description: "What a proposal's file calls it.",
  }),
  kind: oneOf(...FIGURE_KINDS).meta({
    ...form("word", FIGURE_KINDS.join(", "), "multiplier"),
    description:
      "How it reads: a multiplier is 1 where nothing changes and a percentage 0, a number is the value itself.",
  }),
  description: text("must say what it is, with its unit", "Training reward").describe(
    "What people read beside it.",
  ),
  optional: flag.describe("A proposal may leave it out."),
});

const known = (sections: readonly string[], value: string) =>
  sections.some((section) => section.toLowerCase() === value.toLowerCase());

/** What this network wants in a proposal's file, besides what every network does. */
const proposals = strictObject({
  name: text("must be what a proposal is called", "NeuroShard Enhancement Proposal")
    .describe("What the network calls a proposal.")
    .optional(),
  sections: z
    .array(heading, "must be a list of headings")
    .describe("Headings of further sections that a proposal's file must have.")
    .default([]),
  aliases: z
    .record(heading, oneOf(...REQUIRED_SECTIONS), "must be the sections that headings stand for")
    .meta({
      ...form("word", REQUIRED_SECTIONS.join(", "), "Problem"),
      description: "By a heading of the network's own, the section of every proposal that it stands for.",
    })
    .default({}),
  impact: oneOf(...IMPACT_WHEN)
    .meta({
      ...form("word", IMPACT_WHEN.join(", "), "always"),
      description:
        "When a proposal states its figures: with parameter changes, or always, and then its upgrade path, too.",
    })
    .default("parameters"),
  figures: z
    .array(figure, "must be a list of {name, kind, description}")
    .describe("The figures of its impact that a proposal states.")
    .default([]),
  contradictions: oneOf(...CONTRADICTIONS)
    .meta({
      ...form("word", CONTRADICTIONS.join(", "), "refuse"),
      description:
        "What becomes of a proposal whose figures contradict its own changes: people are shown it, or it is refused.",
    })
    .default("show"),
})
  .check(
    rule<{ sections: string[] }>(["sections"], ({ sections }, report) => {
      eachRepeated(sections, (section, i) => report(["sections", i], `"${section}" appears twice`));
      sections.forEach((section, i) => {
        if (known([...REQUIRED_SECTIONS, METADATA_SECTION], section))
          report(["sections", i], `"${section}" is there in every proposal; remove it`);
      });
    }),
    rule<{ sections: string[]; aliases: Record<string, string> }>(["sections", "aliases"], (all, report) => {
      for (const heading of Object.keys(all.aliases)) {
        if (known([...REQUIRED_SECTIONS, METADATA_SECTION, ...all.sections], heading))
          report(["aliases", heading], `"${heading}" is a section by itself; it can stand for no other`);
      }
    }),
    rule<{ figures: { name: string }[] }>(["figures"], ({ figures }, report) =>
      eachRepeated(
        figures.map(({ name }) => name),
        (name, i) => report(["figures", i, "name"], `"${name}" appears twice`),
      ),
    ),
    rule<{ impact: string; figures: Figure[] }>(["impact", "figures"], ({ impact, figures }, report) => {
      if (impact === "always" && figures.every(({ optional }) => optional))
        report(["impact"], "is always stated, and there is no figure that a proposal must state");
    }),
  )
  .describe("What the network wants in a proposal's file besides what every network does.");

export const sections = { proposals: proposals.prefault({}) };

/** What a parameter drives is one of the figures. */
export const rules: NonNullable<Part["rules"]> = [
  {
    says: "What a parameter drives is a figure of `proposals.figures` that is a multiplier or a percentage; it is a number itself.",
    reads: ["proposals", "registry.parameters"],
    check: ({ proposals: { figures }, registry: { parameters } }, report) =>
      parameters.forEach(({ kind, drives }, i) => {
        if (drives === undefined) return;
        const driven = figures.filter(({ kind: reads }) => DRIVEN_KINDS.some((one) => one === reads));
        const at = ["registry", "parameters", i, "drives"];
        if (kind !== "uint" && kind !== "int")
          report(at, `a ${kind} is in no proportion to a figure; remove it`);
        else if (!driven.some(({ name }) => name === drives)) {
          const names = driven.map(({ name }) => name).join(", ") || "none";
          report(at, `"${drives}" is no multiplier or percentage of proposals.figures; known are ${names}`);
        }
      }),
  },
];
