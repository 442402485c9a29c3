import { strictObject } from "@polity/sdk/problems";
import { integer, positiveAmount } from "./leaves";
import type { Part } from "./part";

const escrow = strictObject({
  maxWeeks: integer(1, 208, "an integer, in weeks").meta({
    example: 4,
    description:
      "How long tokens can be locked. A lock without end is one vote per token whatever this is; one that ends weighs less, in proportion to the weeks it has left.",
  }),
  minAmount: positiveAmount.meta({ example: "1", description: "The fewest tokens that can be locked." }),
}).describe("Locks of tokens for votes.");

export const sections = { escrow: escrow.optional() };

export const part: Part = { has: (network) => network.escrow !== undefined };
