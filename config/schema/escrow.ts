import { LOCK_KINDS } from "@polity/sdk/escrow/time";
import { oneOf, strictObject } from "@polity/sdk/problems";
import { form, integer, positiveAmount } from "./leaves";
import type { Part } from "./part";

const escrow = strictObject({
  maxWeeks: integer(1, 208, "an integer, in weeks").meta({
    example: 4,
    description:
      "How long tokens can be locked. A lock without end is one vote per token whatever this is; one that ends weighs less, in proportion to the weeks it has left.",
  }),
  minAmount: positiveAmount.meta({ example: "1", description: "The fewest tokens that can be locked." }),
  locks: oneOf(...LOCK_KINDS)
    .meta({
      ...form("word", LOCK_KINDS.join(", "), "permanent"),
      description:
        "Which locks there are: with an end or without, or permanent ones alone, in which one token is one vote until its owner starts to take it out, for `maxWeeks`.",
    })
    .default("any"),
}).describe("Locks of tokens for votes.");

export const sections = { escrow: escrow.optional() };

export const part: Part = { has: (network) => network.escrow !== undefined };
