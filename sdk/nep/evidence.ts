import { ZeroHash } from "ethers";

import { PolityError } from "../errors";
import type { RuledParameter } from "./rules";
import type { ParameterChange } from "./schema";

/** Parameters that hold the hash of a recipe, by which money is shared out. */
export const RECIPES = "prompt";
/** What speaks for a recipe, a file each. */
export const EVIDENCE = ["test", "backtest"] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** The `format` that such a file begins with. */
export const EVIDENCE_FORMATS: Readonly<Record<Evidence, string>> = {
  test: "polity-prompt-test-v1",
  backtest: "polity-prompt-backtest-v1",
};

const MADE_BY: Readonly<Record<Evidence, string>> = {
  test: "`prompt test` makes it: how the recipe judged texts of known worth",
  backtest:
    "`prompt backtest` makes it: what the last round would have paid by this recipe, beside what it did",
};

/**
 * What is wrong with what a change says for itself. A recipe comes with a test; one that replaces another comes with a
 * backtest, too, since voters read figures and not instructions.
 */
export function evidenceWanted(
  { namespace, value, ...change }: ParameterChange,
  { now, value: atStart }: RuledParameter,
): { field: Evidence; message: string }[] {
  const isAdopted = namespace === RECIPES && value !== ZeroHash;
  const isFirst = (now ?? atStart ?? ZeroHash) === ZeroHash;
  return EVIDENCE.flatMap((field) => {
    const given = change[field] !== undefined;
    if (!isAdopted)
      return given ? [{ field, message: `belongs to a recipe of the namespace ${RECIPES}; remove it` }] : [];
    return given || (field === "backtest" && isFirst)
      ? []
      : [{ field, message: `is missing; ${MADE_BY[field]}` }];
  });
}

/** @throws PolityError for a file that is about another recipe, or is none of its kind. */
export function checkEvidence(kind: Evidence, text: string, recipe: string): void {
  const hint = MADE_BY[kind];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new PolityError(`the ${kind} is no JSON`, { hint, cause });
  }
  const { format, recipe: about } = (typeof read === "object" && read !== null ? read : {}) as {
    format?: unknown;
    recipe?: unknown;
  };
  if (format !== EVIDENCE_FORMATS[kind])
    throw new PolityError(`it does not begin as a ${kind} does, whose format is ${EVIDENCE_FORMATS[kind]}`, {
      hint,
    });
  if (about !== recipe)
    throw new PolityError(
      `the ${kind} is of the recipe ${String(about).slice(0, 80)}, and this is ${recipe}`,
      {
        hint: "every change of a recipe needs a new test and a new backtest",
      },
    );
}
