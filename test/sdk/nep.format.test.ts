import { expect } from "chai";

import { formatNep, nepFileName, REQUIRED_SECTIONS, validateNep, type WrittenNep } from "@polity/sdk";

const draft: WrittenNep = {
  number: "12",
  title: 'Pay more: "a tenth", # as a start',
  type: "ECON",
  authors: ["Ada Okafor <ada@example.org>", "- Ben: the second"],
  created: "2026-02-03",
  discussionsTo: "https://forum.example.org/t/12",
  parameterChanges: [
    { key: "econ.rewardRate", kind: "uint", was: "2500", value: "2750", note: "yes: no # nothing" },
    { key: "econ.open", kind: "bool", value: "true" },
  ],
  impact: { training_reward_multiplier: "1.1", net_earnings_change_percent: "-7.5" },
  graceDays: "7",
  backwardCompatible: false,
  actions: [
    { target: "VoteEscrow", function: "ping(uint256 a, bytes32 b)", args: ["tokens(1)", "key(econ.open)"] },
  ],
  sections: REQUIRED_SECTIONS.map((heading) => ({ heading, text: `Text of ${heading}.\n\n- a list\n` })),
};

describe("A NEP file from what a form was filled in with", () => {
  it("says exactly what was filled in, whatever characters it has", () => {
    const nep = validateNep(formatNep(draft), { fileName: nepFileName({ number: 12, title: "Pay more" }) });
    expect(nep).to.deep.include({
      ...{ number: 12, title: draft.title, code: "ECON", authors: draft.authors, created: "2026-02-03" },
      discussionsTo: draft.discussionsTo,
      economicImpact: draft.impact,
      upgradePath: { gracePeriodDays: 7, backwardCompatible: false },
    });
    expect(nep.parameterChanges).to.deep.equal([
      {
        key: "econ.rewardRate",
        namespace: "econ",
        kind: "uint",
        was: 2500n,
        value: 2750n,
        note: "yes: no # nothing",
      },
      { key: "econ.open", namespace: "econ", kind: "bool", value: true },
    ]);
    expect(nep.actions).to.deep.equal([{ ...draft.actions[0], value: 0n }]);
    expect(nep.sections.map(({ heading }) => heading)).to.deep.equal(REQUIRED_SECTIONS);
    expect(nep.sections[1]!.text.trim()).to.equal("Text of Solution.\n\n- a list");
  });

  it("leaves out what a NEP without parameter changes has no use for, and keeps an action's value", () => {
    const actions = [{ ...draft.actions[0]!, value: "5" }];
    const text = formatNep({ ...draft, parameterChanges: [], impact: {}, graceDays: "", actions });
    expect(text).not.to.match(/economic-impact|upgrade-path|parameter-changes/);
    expect(validateNep(text).actions[0]!.value).to.equal(5n);
    const stated = formatNep({ ...draft, parameterChanges: [], graceDays: "", actions });
    expect(validateNep(stated)).to.deep.include({
      ...{ economicImpact: draft.impact, upgradePath: { backwardCompatible: false } },
    });
  });

  it("writes a file also of what is wrong, for every problem to be told at once", () => {
    const text = formatNep({ ...draft, title: "", type: "econ", discussionsTo: "nowhere", graceDays: "0" });
    expect(() => validateNep(text)).to.throw(
      /4 problems[^]*title: [^]*type: [^]*discussions-to: [^]*grace_period_days: /,
    );
  });

  it("names the file by number and title, in letters that every system takes", () => {
    expect(nepFileName({ number: 7, title: "Größe: more/less & „quoted“" })).to.equal(
      "nep-0007-gro-e-more-less-quoted.md",
    );
    expect(nepFileName({ number: "12345", title: "改" })).to.equal("nep-12345-untitled.md");
    expect(nepFileName({ number: 1, title: `${"a".repeat(59)} b` })).to.equal(
      `nep-0001-${"a".repeat(59)}.md`,
    );
  });
});
