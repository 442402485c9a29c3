import { expect } from "chai";

import { conventions } from "@polity/sdk/conventions";
import { PLAIN_FORM } from "@polity/sdk/nep/form";
import {
  exactly,
  list,
  object,
  optional,
  readShape,
  record,
  text,
  textRead,
  tuple,
  whole,
} from "@polity/sdk/shape";

interface Job {
  name: string;
  pay: bigint;
  steps?: number[] | undefined;
}
const job = exactly<Job>({
  name: text("must be a name", /^\w+$/),
  pay: textRead("must be an amount", BigInt),
  steps: optional(list(whole(1))),
});

const problemsOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return "no problem";
};

describe("The shape of a file that a command has written", () => {
  it("gives values as they are read, without fields that are not there", () => {
    expect(readShape(job, { name: "dig", pay: "7" }, "job")).to.deep.equal({ name: "dig", pay: 7n });
    expect(readShape(list(job), [{ name: "dig", pay: "0", steps: [1, 2] }], "jobs")).to.deep.equal([
      { name: "dig", pay: 0n, steps: [1, 2] },
    ]);
    expect(
      readShape(record(tuple<[number, string]>(whole(0), text())), { a: [0, "b"] }, "pairs"),
    ).to.deep.equal({
      a: [0, "b"],
    });
  });

  it("is missed with every problem at its place, and with the name that was meant", () => {
    const broken = { jobs: [{ nam: "dig", pay: "x", steps: [1, 0, "2", 1.5] }, 7] };
    const message = problemsOf(() => readShape(object({ jobs: list(job) }), broken, "jobs.json"));
    expect(message.split("\n  ")).to.deep.equal([
      "jobs.json: 7 problems",
      "jobs.0.name: is missing; must be a name",
      "jobs.0.pay: Cannot convert x to a BigInt",
      ...[1, 2, 3].map((i) => `jobs.0.steps.${i}: must be a whole number, 1 at the least`),
      'jobs.0.nam: unknown field; did you mean "name"?',
      "jobs.1: must have the fields name, pay, steps",
    ]);
    expect(problemsOf(() => readShape(job, undefined, "job"))).to.match(
      /^job: 1 problem\n {2}file: is missing;/,
    );
  });

  it("is not missed by lists that pass for objects, nor by what every object has", () => {
    expect(problemsOf(() => readShape(record(text()), [], "names"))).to.match(/file: must be an object$/);
    expect(problemsOf(() => readShape(object({}), [], "nothing"))).to.match(/must have the fields/);
    expect(problemsOf(() => readShape(object({ constructor: optional(text()) }), {}, "class"))).to.equal(
      "no problem",
    );
    expect(problemsOf(() => readShape(tuple(whole(0)), [1, 2], "pair"))).to.match(/must be a list of 1$/);
  });

  it("takes no entry that would become the prototype of what is filled with it", () => {
    const hostile = JSON.parse('{"__proto__": {"description": "x"}}') as object;
    const given = { proposals: PLAIN_FORM, parameters: hostile };
    expect(problemsOf(() => readShape(conventions, given, "file"))).to.match(
      /parameters\.__proto__: is no name$/,
    );
  });

  it("leaves out what a later version has written, where an earlier one may read it", () => {
    const given = {
      ...{ proposals: PLAIN_FORM, parameters: {}, later: true },
      holders: [{ account: "ada", class: "robot", amount: "1" }],
    };
    expect(readShape(conventions, given, "file")).to.deep.equal({
      ...{ proposals: PLAIN_FORM, parameters: {} },
      holders: [{ account: "ada", amount: "1" }],
    });
  });
});
