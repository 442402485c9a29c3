import { expect } from "chai";

import { contentHash } from "@polity/sdk/core/content";
import {
  checkScores,
  criteriaOf,
  formatAward,
  isAward,
  MOST_POINTS,
  parseAward,
  readAward,
  scoreFigures,
  scoresOf,
  type AwardTerms,
} from "@polity/sdk/work/scores";

const CRITERIA = "Is it new; can others repeat it.";
const WORK = contentHash("what is to be done");
const AWARD: AwardTerms = {
  ...{ work: WORK, uri: "ipfs://work", criteria: CRITERIA },
  scores: [
    { criterion: "Is it new", points: 8 },
    { criterion: "can others repeat it", points: MOST_POINTS },
  ],
};
const promisedWith = (text: string, criteria = CRITERIA) => ({
  ...{ terms: contentHash(text), criteria: contentHash(criteria) },
});
/** Reads what a stranger wrote, who could promise with any file. */
const read = (file: unknown, criteria = CRITERIA) => {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  return () => parseAward(text, "award.json", promisedWith(text, criteria));
};

describe("The criteria of a program", () => {
  it("stand between semicolons", () => {
    expect(criteriaOf(CRITERIA)).to.deep.equal(["Is it new", "can others repeat it"]);
    expect(criteriaOf(" One; \n two, and more ")).to.deep.equal(["One", "two, and more"]);
  });

  it("are refused where nobody could score them", () => {
    expect(() => criteriaOf("One; two; One.")).to.throw('"One" stands in the criteria twice');
    for (const empty of ["", ".", "One;; two", "One;"])
      expect(() => criteriaOf(empty), empty).to.throw("a criterion is empty");
    const many = Array.from({ length: 33 }, (_, i) => `criterion ${i}`).join(";");
    for (const text of [many, "x".repeat(201), ";".repeat(5_001)])
      expect(() => criteriaOf(text)).to.throw(/^criteria are at most 32, of 200 characters each/);
    expect(criteriaOf(many.slice(0, many.lastIndexOf(";")))).to.have.length(32);
  });
});

describe("Scores", () => {
  it("are written with the names of their criteria, in any order", () => {
    const scores = scoresOf("can others repeat it=10; Is it new = 8");
    expect(checkScores(criteriaOf(CRITERIA), scores)).to.deep.equal(AWARD.scores);
    expect(scoresOf("a=b=3")).to.deep.equal([{ criterion: "a=b", points: 3 }]);
    for (const bad of [
      "",
      "Is it new",
      "=3",
      "Is it new=-1",
      "Is it new=1.5",
      "Is it new=1e1",
      "Is it new=1000",
    ])
      expect(() => scoresOf(bad), bad).to.throw(/ is no score$/);
  });

  it("are one whole number from 0 to 10 for each criterion, and for nothing else", () => {
    const criteria = criteriaOf(CRITERIA);
    const [first, second] = AWARD.scores as [(typeof AWARD.scores)[0], (typeof AWARD.scores)[0]];
    expect(() => checkScores(criteria, [first])).to.throw('"can others repeat it" has no score');
    expect(() => checkScores(criteria, [])).to.throw('"Is it new" has no score');
    expect(() => checkScores(criteria, [first, second, first])).to.throw('"Is it new" has two scores');
    for (const criterion of ["is it new", "constructor", "Is it new "])
      expect(() => checkScores(criteria, [first, second, { criterion, points: 1 }]), criterion).to.throw(
        `"${criterion}" is no criterion of the program`,
      );
    for (const points of [-1, 11, 1.5, NaN, Infinity])
      expect(() => checkScores(criteria, [{ ...first, points }, second]), String(points)).to.throw(
        `${points} is no score for "Is it new"`,
      );
    for (const points of [0, 10])
      expect(checkScores(criteria, [second, { ...first, points }])[0]!.points).to.equal(points);
  });

  it("add up by category and criterion", () => {
    const again = AWARD.scores.map((each) => ({ ...each, points: each.points - 5 }));
    expect(
      scoreFigures([
        { category: "research", scores: AWARD.scores },
        { category: "community", scores: [{ criterion: "Is it new", points: 1 }] },
        { category: "research", scores: again },
      ]),
    ).to.deep.equal([
      { category: "community", criterion: "Is it new", awards: 1, points: 1, least: 1, most: 1 },
      { category: "research", criterion: "Is it new", awards: 2, points: 11, least: 3, most: 8 },
      { category: "research", criterion: "can others repeat it", awards: 2, points: 15, least: 5, most: 10 },
    ]);
    expect(scoreFigures([])).to.deep.equal([]);
  });
});

describe("The terms of an award that was scored", () => {
  it("are a file that is the same for everybody, whatever the order in which it was scored", () => {
    const text = formatAward(AWARD);
    expect(formatAward({ ...AWARD, scores: [...AWARD.scores].reverse() })).to.equal(text);
    expect(parseAward(text, "award.json", promisedWith(text))).to.deep.equal(AWARD);
    expect(() => formatAward({ ...AWARD, scores: [] })).to.throw("has no score");
    expect([text, "{}", "null", "1", "what is to be done"].map(isAward)).to.deep.equal([
      ...[true, false, false, false, false],
    ]);
  });

  it("are those that were promised, by the criteria of the program, or are not shown", () => {
    const text = formatAward(AWARD);
    const other = promisedWith(`${text} `);
    expect(() => parseAward(text, "award.json", other)).to.throw(
      /^award\.json is not what the award names: its sha256 is 0x/,
    );
    expect(read(fileOf(), "Is it cheap.")).to.throw(
      "the criteria in award.json are not those of the program",
    );
  });

  it("are refused where their author scored something else, or left something out", () => {
    const file = fileOf();
    expect(read("what is to be done")).to.throw("award.json is not JSON");
    expect(read({ ...file, kind: "grant" })).to.throw(/kind: must be award/);
    expect(read({ ...file, work: "0x12" })).to.throw(/work: must be a sha256/);
    expect(read({ ...file, more: 1 })).to.throw(/more/);
    expect(read({ ...file, scores: file.scores.slice(1) })).to.throw('"Is it new" has no score');
    expect(read({ ...file, scores: [...file.scores, file.scores[0]] })).to.throw("two scores");
    expect(read({ ...file, scores: file.scores.map((each) => ({ ...each, points: 11 })) })).to.throw(
      "11 is no score",
    );
    expect(read({ ...file, scores: file.scores.map((each) => ({ ...each, points: "8" })) })).to.throw(
      /points/,
    );
    const many = Array.from({ length: 33 }, () => file.scores[0]);
    expect(read({ ...file, scores: many })).to.throw(/scores/);
  });

  it("are read at the address that the promise names, and nowhere that only this machine can see", async () => {
    const text = formatAward(AWARD);
    const promised = promisedWith(text);
    const asked: string[] = [];
    const real = globalThis.fetch;
    const answer = (body: string) => {
      globalThis.fetch = (url) => {
        asked.push((url as URL).toString());
        return Promise.resolve(new Response(body));
      };
    };
    const why = (uri: string, of = promised) =>
      readAward(uri, of).then(
        () => "read",
        (error: unknown) => (error as Error).message,
      );
    try {
      answer(text);
      expect(await readAward("ipfs://award", promised)).to.deep.equal(AWARD);
      for (const uri of [
        "http://example.org/award",
        "https://localhost/award",
        "file:///etc/passwd",
        "award.json",
      ])
        expect(await why(uri), uri).not.to.equal("read");
      expect(await why("")).to.equal("nobody has said where the terms of this award are");
      expect(asked).to.deep.equal(["https://ipfs.io/ipfs/award"]);
      answer("what is to be done");
      expect(await why("ipfs://award", promisedWith("what is to be done"))).to.equal(
        "the terms of this award have no scores",
      );
      expect(await why("https://example.org/award")).to.match(/ is another content: /);
    } finally {
      globalThis.fetch = real;
    }
  });
});

/** The file as JSON has it, to be changed. */
function fileOf() {
  return JSON.parse(formatAward(AWARD)) as AwardTerms & { kind: string };
}
