import { describe, expect, it } from "vitest";

import type { ChainRules } from "@polity/sdk/governor/network-rules";
import { formatNep } from "@polity/sdk/nep/format";
import { PLAIN_FORM, REQUIRED_SECTIONS } from "@polity/sdk/nep/form";
import type { Figure } from "@polity/sdk/nep/impact";
import { checkNep } from "./check";
import { draftOf, EMPTY_FORM, fieldName, problemAt, type NepForm } from "./form";

const figure = (name: string, description: string, kind: Figure["kind"], optional = false): Figure => ({
  ...{ name, description, kind, optional },
});
const rules: ChainRules = {
  proposals: {
    ...PLAIN_FORM,
    figures: [
      figure("training_reward_multiplier", "Training reward", "multiplier"),
      figure("net_earnings_change_percent", "Change of net earnings", "percent"),
      figure("min_memory_gb", "Least memory of a card, in GB", "number", true),
    ],
  },
  governor: { defaultType: "GOV", types: { ECON: { graceMin: 604_800, graceMax: 2_592_000 } } },
  registry: { parameters: [{ key: "econ.rewardRate", kind: "uint", min: 500n, max: 5000n, now: "2750" }] },
};
const filled: NepForm = {
  ...EMPTY_FORM,
  ...{ number: " 77 ", title: "Pay more", type: "ECON", authors: "Ada Okafor\n\n  Ben  \n", graceDays: "7" },
  discussionsTo: "https://forum.example.org/t/77",
  changes: [{ key: "econ.rewardRate", value: " 2600 ", note: "" }],
  sections: Object.fromEntries(REQUIRED_SECTIONS.map((heading) => [heading, `About ${heading}.`])),
};

const check = (form: NepForm) => checkNep(formatNep(draftOf(form, rules, "2026-02-03")), rules);
const problemsOf = (form: NepForm) => {
  const checked = check(form);
  return "problems" in checked ? checked.problems : [];
};

describe("The form of a NEP", () => {
  it("makes a valid file, with kinds and present values from the chain and a name of its own", () => {
    const checked = check(filled);
    expect(checked).toMatchObject({
      nep: {
        ...{ number: 77, code: "ECON", authors: ["Ada Okafor", "Ben"], created: "2026-02-03" },
        parameterChanges: [{ key: "econ.rewardRate", kind: "uint", was: 2750n, value: 2600n }],
        fileName: "nep-0077-pay-more.md",
      },
    });
  });

  it("takes calls with one argument a line, and leaves the value out that is none", () => {
    const call = {
      target: "VoteEscrow",
      function: "f(uint256 a, bytes32 b)",
      args: "tokens(1)\nkey(a.b)",
      value: "",
    };
    const checked = check({ ...filled, changes: [], actions: [call] });
    expect(checked).toMatchObject({ nep: { actions: [{ args: ["tokens(1)", "key(a.b)"], value: 0n }] } });
  });

  it("tells what is wrong at the field that it is about", () => {
    const problems = problemsOf({
      ...filled,
      ...{ title: "", type: "NONE", sections: { ...filled.sections, Impact: "" } },
      changes: [{ key: "econ.rewardRate", value: "many", note: "" }],
    });
    expect(problemAt(problems, "title")).toMatch(/title is empty/);
    expect(problemAt(problems, "parameter-changes.0.value")).toMatch(/"many" is not a uint/);
    expect(problemAt(problems, "parameter-changes")).toMatch(/"many" is not a uint/);
    expect(problemAt(problems, "## Impact")).toMatch(/is empty/);
    expect(problemAt(problems, "## Risks")).toBe(undefined);
    expect(problemAt(problemsOf({ ...filled, type: "NONE" }), "type")).toMatch(/no type of this network/);
    const beyond = { ...filled, changes: [{ key: "econ.rewardRate", value: "5001", note: "" }] };
    expect(problemAt(problemsOf(beyond), "parameter-changes.0.value")).toMatch(/out of bounds: 500 to 5000/);
    expect(problemAt(problemsOf({ ...filled, graceDays: "40" }), "upgrade-path.grace_period_days")).toMatch(
      /7d to 30d/,
    );
  });

  it("asks for the figures of its network where a proposal states them, and takes what nobody touched for unchanged", () => {
    const stated = (form: NepForm, known = rules) => draftOf(form, known, "2026-02-03").impact;
    const neutral = { training_reward_multiplier: "1.0", net_earnings_change_percent: "0" };
    expect(stated(filled)).toEqual(neutral);
    expect(stated({ ...filled, impact: { min_memory_gb: " 12 ", training_reward_multiplier: "" } })).toEqual({
      ...neutral,
      ...{ min_memory_gb: "12", training_reward_multiplier: "" },
    });
    expect(stated({ ...filled, changes: [] })).toEqual({});
    const always = { ...rules, proposals: { ...rules.proposals!, impact: "always" as const } };
    expect(stated({ ...filled, changes: [] }, always)).toEqual(neutral);
    const { proposals: _, ...silent } = rules;
    expect(stated(filled, silent)).toEqual({});
  });

  it("has the sections of its network, under the headings that it uses", () => {
    const proposals = { ...rules.proposals!, aliases: { Motivation: "Problem" }, sections: ["Feedback"] };
    const { sections } = draftOf(
      { ...filled, sections: { Motivation: "Slow." } },
      { ...rules, proposals },
      "",
    );
    expect(sections.map(({ heading }) => heading)).toEqual([
      ...["Motivation", "Solution", "Impact", "Specification", "Implementation plan", "Risks", "Feedback"],
    ]);
    expect(sections[0]!.text).toBe("Slow.");
  });

  it("asks for the grace that its type usually takes, and for none where the type's rules say it", () => {
    const types = { ...rules.governor.types, EMERG: { graceMin: 21_600, graceMax: 86_400 } };
    const known = { ...rules, governor: { ...rules.governor, types } };
    const grace = (form: Partial<NepForm>) =>
      draftOf({ ...EMPTY_FORM, ...form }, known, "2026-02-03").graceDays;
    expect(grace({ type: "ECON" })).toBe("14");
    expect(grace({ type: "EMERG" })).toBe("");
    expect(grace({ type: "EMERG", graceDays: " 1 " })).toBe("1");
    expect(grace({ type: "toString" })).toBe("");
  });

  it("refuses a number that another NEP has, also while other things are missing", () => {
    const numbers = { next: 80, taken: new Map([[77, "Something else"]]) };
    const refusal = '77 is the number of "Something else" already; 80 is free';
    for (const form of [filled, { ...filled, title: "" }]) {
      const text = formatNep(draftOf(form, rules, "2026-02-03"));
      const checked = checkNep(text, rules, { numbers });
      expect("problems" in checked && problemAt(checked.problems, "nep")).toBe(refusal);
    }
    expect(check({ ...filled, number: "80" })).toHaveProperty("nep.number", 80);
  });

  it("names every field of the file that it makes as its labels do", () => {
    const broken = {
      ...filled,
      ...{
        number: "0",
        title: "",
        type: "none",
        created: "soon",
        authors: "",
        discussionsTo: "x",
        graceDays: "x",
      },
      ...{ impact: { training_reward_multiplier: "x", net_earnings_change_percent: "x" }, sections: {} },
      changes: [{ key: "X", value: "x", note: "" }],
      actions: [{ target: "x", function: "x", args: "x", value: "x" }],
    };
    // The rules of a network are judged once the form is in order.
    const stated = { ...filled, impact: broken.impact };
    const figures = rules.proposals!.figures;
    const fields = [broken, stated].flatMap((form) =>
      problemsOf(form).map(({ field }) => fieldName(field, figures)),
    );
    expect(fields).toContain("Parameters that change, 1, Parameter");
    expect(fields).toContain("Economic impact, Change of net earnings");
    for (const name of fields) expect(name).toMatch(/^[A-Z][^_#-]*$/);
  });

  it("tells of a file that is none, too, and never throws", () => {
    for (const text of ["", "hello", "---\n: : :\n---\n", "\u0000"]) {
      expect(checkNep(text, rules)).toHaveProperty("problems.0");
    }
  });
});
