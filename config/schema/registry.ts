import * as z from "zod";

import {
  checkDocument,
  explain,
  MAX_KEY,
  namespaceOf,
  PARAMETER_KINDS,
  parseParameter,
  withinBounds,
  type ParameterKind,
  type ParameterValue,
} from "@polity/sdk";
import { READERS, type Reader } from "@polity/sdk/conventions";
import { list, oneOf, rule, scalar, strictObject } from "@polity/sdk/problems";
import { eachRepeated, flag, form, text, written } from "./leaves";

const parameter = strictObject({
  key: scalar("must be a key like train.innerSteps", (key) => (namespaceOf(key), key)).meta({
    ...form(
      "key",
      `a namespace, a dot, a name; ${MAX_KEY} characters at most; each stands in the list once`,
      "train.innerSteps",
    ),
    description: "What the network's nodes read it by. Its namespace says which scope it falls under.",
  }),
  readBy: list(
    oneOf(...READERS).meta({
      ...form("word", READERS.join(", "), "node"),
      description:
        "Who acts on it: a contract; a recipe, a computation that anybody can repeat; the network's nodes; its gateways and marketplaces; or people. What nobody reads is no parameter.",
    }),
    `must be a list of ${READERS.join(", ")}`,
  ),
  kind: oneOf(...PARAMETER_KINDS).meta({
    ...form("word", PARAMETER_KINDS.join(", "), "uint"),
    description: "What its value is.",
  }),
  min: written("must be an integer")
    .meta({
      ...form("integer", "of uint and int alone", 50),
      description: "The least that its value may ever be; left out, the kind's own least.",
    })
    .optional(),
  max: written("must be an integer")
    .meta({
      ...form("integer", "of uint and int alone; at least min", 2000),
      description: "The most that its value may ever be; left out, the kind's own most.",
    })
    .optional(),
  value: written("must be the value at the start").meta({
    ...form("as kind says", "from min to max", 500),
    description: "Its value at the start.",
  }),
  description: text(
    "must say what it does, with its unit",
    "Optimiser steps of a worker between two synchronisations",
  ).describe("What it does, with its unit. People read it beside every change of it."),
  drives: text("must be a figure's name", "training_reward_multiplier")
    .describe(
      "The figure of `proposals.figures` that changes in proportion to it: what a proposal states of it is held against the change.",
    )
    .optional(),
  document: flag.describe(
    "Its value is the sha256 of a text for people, or zero for none: a proposal that changes it says where the text is.",
  ),
  documentAt: scalar("must be where the text is", checkDocument)
    .meta({
      ...form("place", "ipfs://…, https://…, or a path from the folder of the NEPs", "contents/model-1.md"),
      description: "Where the text of its value at the start is.",
    })
    .optional(),
}).transform((raw, context): Parameter => {
  const problem = (field: string, message: string): never => {
    context.addIssue({ code: "custom", path: [field], message });
    return z.NEVER;
  };
  const read = (field: "min" | "max" | "value"): ParameterValue => {
    try {
      return parseParameter(raw.kind, String(raw[field]));
    } catch (error) {
      return problem(field, explain(error));
    }
  };
  const ordered = raw.kind === "uint" || raw.kind === "int";
  const bound = (field: "min" | "max"): { [name in typeof field]?: bigint } => {
    if (raw[field] === undefined) return {};
    return { [field]: ordered ? read(field) : problem(field, `a ${raw.kind} has no bounds; remove it`) };
  };
  const { key, readBy, kind, description, drives, document, documentAt } = raw;
  eachRepeated(readBy, (name, i) =>
    context.addIssue({ code: "custom", path: ["readBy", i], message: `"${name}" appears twice` }),
  );
  const parsed: Parameter = {
    key,
    namespace: namespaceOf(key),
    readBy,
    kind,
    ...bound("min"),
    ...bound("max"),
    value: read("value"),
    description,
    ...(drives !== undefined && { drives }),
    ...(document && { document }),
    ...(documentAt !== undefined && { documentAt }),
  };
  if (documentAt !== undefined && !document)
    problem("documentAt", "is of a parameter with document alone; remove it");
  if (document && kind !== "bytes32") problem("document", `a ${kind} is the hash of no text; remove it`);
  const { min, max, value } = parsed;
  if (typeof min === "bigint" && typeof max === "bigint" && min > max)
    problem("min", `${min} is above max, ${max}`);
  else if (ordered && !withinBounds(value, parsed)) {
    problem("value", `${String(value)} is out of bounds: ${min ?? "no minimum"} to ${max ?? "no maximum"}`);
  }
  return parsed;
});

/** A parameter that the network starts with. Bounds are inclusive; only uint and int have them. */
export interface Parameter {
  key: string;
  namespace: string;
  /** Who acts on it. */
  readBy: Reader[];
  kind: ParameterKind;
  min?: bigint;
  max?: bigint;
  value: ParameterValue;
  description: string;
  /** The figure that changes in proportion to it. */
  drives?: string;
  /** Its value is the hash of a text for people. */
  document?: boolean;
  /** Where the text of its value at the start is. */
  documentAt?: string;
}

const registry = strictObject({
  parameters: list(parameter, "must be a list of parameters")
    .check(
      rule<Parameter[]>([""], (parameters, report) =>
        eachRepeated(
          parameters.map(({ key }) => key),
          (key, i) => report([i, "key"], `"${key}" is defined twice`),
        ),
      ),
    )
    .describe("The parameters that votes may change, within their bounds."),
}).describe("What the network's protocol starts with: version 1.0.0.");

export const sections = { registry };
