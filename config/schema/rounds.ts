import { scalar, strictObject } from "@polity/sdk/problems";
import { form, refuse } from "./leaves";
import type { Part } from "./part";

const runners = scalar("must be a class of credentials like RUNNER", (value) =>
  /^[A-Z][A-Z0-9]{0,31}$/.test(value)
    ? value
    : refuse(`"${value}" is no class of credentials`, "write one of people.credentials, such as RUNNER"),
);

export const sections = {
  rounds: strictObject({
    runners: runners.meta({
      ...form("class", "one of people.credentials", "RUNNER"),
      description: "The class of credentials that runners have, in every program.",
    }),
  })
    .describe(
      "Rounds, which share out pots of the treasury by published recipes. Votes grant the budgets and open the programs.",
    )
    .optional(),
};

/** Where the registry has the hashes of recipes. */
const PROMPT = "prompt.";

export const part: Part = {
  has: ({ rounds }) => rounds !== undefined,
  rules: [
    {
      says: "`rounds` needs `treasury`, whose budgets pay, and a class of `people.credentials` for its runners.",
      reads: ["rounds", "treasury", "people"],
      check: ({ rounds, treasury, people }, report) => {
        if (!rounds) return;
        if (!treasury) report(["treasury"], "is missing: pots of rounds come from its budgets");
        if (!people?.credentials.some(({ name }) => name === rounds.runners))
          report(["rounds", "runners"], `${rounds.runners} is no class of people.credentials`);
      },
    },
    {
      says: "`rounds` needs a parameter `prompt.<name>` of kind bytes32, which holds the hash of a recipe.",
      reads: ["rounds", "registry.parameters"],
      check: ({ rounds, registry }, report) => {
        const has = registry.parameters.some(({ key, kind }) => key.startsWith(PROMPT) && kind === "bytes32");
        if (rounds && !has)
          report(["registry", "parameters"], `must have one of kind bytes32 that begins with ${PROMPT}`);
      },
    },
  ],
};
