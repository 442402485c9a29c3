import { spawn } from "node:child_process";
import { join } from "node:path";

import { expect } from "chai";

const ROOT = join(__dirname, "../..");
const DEMO = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), join(ROOT, "scripts/demo.ts")];

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the demo as a newcomer does, in a process of its own. */
function demo(...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // Its own build, whatever this process is: an instrumented one would be overwritten, and talks while it compiles.
    const { SOLIDITY_COVERAGE: _, ...env } = process.env;
    const child = spawn(process.execPath, [...DEMO, ...args], { cwd: ROOT, env });
    const outcome: Outcome = { code: null, stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (outcome.stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (outcome.stderr += String(chunk)));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
  });
}

describe("The demo", () => {
  it("takes NeuroShard's multi-token prediction from draft to active and tells the figures", async () => {
    const scenes = ["--sale", "--dispute", "--work", "--rounds", "--phases", "--voices", "--market"];
    const { code, stdout, stderr } = await demo("--json", ...scenes);
    expect(code, stderr).to.equal(0);
    const told = JSON.parse(stdout) as {
      steps: { who: string; what: string; state?: string; gas?: number }[];
      contracts: Record<string, string>;
      timeline: [string, string][];
      tally: [string, string][];
      state: [string, string][];
    };

    // AI1NET's market comes last: thirty requests are one deposit, one claim and one sweep.
    const sales = told.steps.splice(told.steps.findIndex(({ what }) => /^lists a model/.test(what)));
    expect(sales.map(({ who, what }) => `${who} ${what}`)).to.deep.equal([
      "Cleo lists a model, with a stake of 25,000 tokens",
      "Cleo names herself as who claims for it",
      "Finn puts 1,000 tokens into a channel, by a signature that Cleo's gateway sends",
      "Cleo claims it all, by one voucher",
      "June splits it, as anyone may: 3 for the network, of which 0.3 are burned, 12 for apps, 45 for Cleo",
      "Eva is paid 12 tokens for the payer that she brought",
      "Finn rates it: 4 stars, with 3 tokens behind them",
    ]);
    for (const { who, gas } of sales) expect(gas, who).to.be.greaterThan(21_000);
    // Before it AITBC: persons decide against the most tokens, a ballot is split, a council elected.
    const heard = told.steps.splice(told.steps.findIndex(({ what }) => / is a person$/.test(what)));
    expect(heard.flatMap(({ state }) => state ?? [])).to.deep.equal([
      ...["SCHEDULED", "ACTIVE"],
      ...["SCHEDULED", "ACTIVE"],
    ]);
    const voices = heard.map(({ who, what }) => `${who} ${what}`);
    expect(voices.filter((each) => / is a person$/.test(each))).to.have.length(2);
    expect(voices).to.include.members([
      "Cleo votes against",
      "Ben gives 50 % for Research, 50 % for Tools for developers",
      "Finn stands in ballot 2",
      "Cleo votes for Ada, Dan, Finn",
      "Ada proposes what gives them all powers: setGuardian, setIssuer",
    ]);
    for (const { who, gas } of heard) expect(gas, who).to.be.greaterThan(21_000);
    // Before it AI1NET's first phase: what nobody objects to is active, what a sixth is against never is.
    const began = told.steps.splice(told.steps.findIndex(({ what }) => what === "proposes it"));
    expect(began.flatMap(({ state }) => state ?? [])).to.deep.equal([
      ...["SCHEDULED", "ACTIVE"],
      ...["SCHEDULED", "ACTIVE"],
    ]);
    expect(began.slice(-2).map(({ who, what }) => `${who} ${what}`)).to.deep.equal([
      "Cleo votes against",
      "June begins phase 1 (Assisted), as anyone may",
    ]);
    // Before it that network's ownership is shared out by what models say.
    const shared = told.steps.splice(
      told.steps.findIndex(({ what }) => /^proposes NEP-GOV: Share/.test(what)),
    );
    expect(shared.flatMap(({ state }) => state ?? [])).to.deep.equal([
      ...["SCHEDULED", "ACTIVE"],
      ...["SCHEDULED", "ACTIVE"],
      ...["SCHEDULED", "ACTIVE"],
    ]);
    for (const { who, gas } of shared) expect(gas, who).to.be.greaterThan(21_000);
    const judged = shared.map(({ who, what }) => `${who} ${what}`);
    expect(judged.filter((each) => / submits entry \d: a salted hash$/.test(each))).to.have.length(8);
    expect(
      judged.filter((each) => / commits to a run, with a bond of 1,000 tokens$/.test(each)),
    ).to.have.length(7);
    // Finn forges, Gus was talked into something, Pia is silent: no median is another one for it.
    expect(judged.filter((each) => / reveals /.test(each))).to.deep.equal([
      ...["Dan", "Eva"].map((name) => `${name} reveals 5 6 9 8 12 2 0 17`),
      "Finn reveals 5 6 9 8 12 2 20 17",
      "Gus reveals 5 6 9 8 12 20 0 17",
      ...["Quin", "Rosa"].map((name) => `${name} reveals 5 6 9 8 12 2 0 17`),
    ]);
    expect(judged).to.include.members([
      "June has the chain compute the medians: 5 6 9 8 12 2 0 17",
      "Ada flags share 3, with a bond of 250 tokens",
      "Ada proposes NEP-COURT: Entry 3 of round 1 is somebody else's work",
      "June has share 3 struck, as the holders ruled",
    ]);
    // The empty entry has no share, and the struck one is paid to nobody.
    expect(judged.at(-2)).to.match(/^June has 6 shares paid, 78,639\.41\d* tokens, into vaults of a year$/);
    expect(judged.at(-1)).to.match(
      /^June sends Dan bond, fee and a part of what the silent lost: 1,266\.6+ tokens$/,
    );
    // Before it another network's sale and dispute.
    const sale = told.steps.findIndex(({ what }) => what === "locks 3,000,000 tokens");
    const sold = told.steps.splice(sale);
    const disputed = sold.splice(sold.findIndex(({ what }) => /^hands Dan a vault/.test(what)) + 1);
    // Then the work of that network, which opens with another NEP.
    const worked = disputed.splice(disputed.findIndex(({ what }) => /grants and bounties/.test(what)));
    const states = told.steps.flatMap(({ state }) => state ?? []);
    expect(states).to.deep.equal([
      "REVIEW",
      "VOTING",
      "VOTING",
      "VOTING",
      "SCHEDULED",
      "ACTIVE",
      "REVIEW",
      "SCHEDULED",
      "ACTIVE",
    ]);
    for (const { who, gas } of [...told.steps, ...sold, ...disputed, ...worked])
      expect(gas, who).to.be.greaterThan(21_000);
    expect(Object.keys(told.contracts)).to.have.length(10);

    // Ada 1,200,000 and Ben's 900,000 and Cleo 1,000,000 for; Dan 700,000 against.
    expect(Object.fromEntries(told.tally)).to.deep.equal({
      for: "3,100,000 votes",
      against: "700,000 votes",
      abstain: "0 votes",
      quorum: "3,100,000 of the 1,000,000 needed",
      approval: "81.57 % of the 66 % needed",
    });
    expect(Object.fromEntries(told.state)).to.deep.equal({
      version: "1.1.0",
      "train.multiTokenHeads": "1 → 4",
      "train.headLossDecayBps": "10000 → 7000",
      burned: "10 tokens",
      locked: "3,800,000 tokens",
    });
    const last = told.steps.slice(-2).map(({ who, what }) => [who, what]);
    expect(last[0]).to.deep.equal(["June", "sends it, and has the grant of 1,200 tokens"]);
    expect(last[1]![1]).to.match(/^claims 125,000(\.\d+)? of 500,000 tokens$/);
    expect(sold.flatMap(({ state }) => state ?? [])).to.deep.equal(["REVIEW", "SCHEDULED", "ACTIVE"]);
    const [dan, , , settled, handed] = sold.slice(-5).map(({ who, what }) => `${who} ${what}`);
    expect(dan).to.match(/^Dan buys 20,000 tokens for (40|39\.99\d*) ether$/);
    expect(settled).to.match(/^June settles it: 119\.\d+ ether and 140,000 tokens to the treasury$/);
    expect(handed).to.equal("June hands Dan a vault of 20,000 tokens, which vests over a year");
    expect(disputed.flatMap(({ state }) => state ?? [])).to.deep.equal(["REVIEW", "SCHEDULED", "ACTIVE"]);
    const did = disputed.map(({ who, what }) => `${who} ${what}`);
    expect(did.filter((each) => each.endsWith(" stakes 2,000 tokens"))).to.have.length(12);
    expect(did).to.include.members([
      "Gus disputes payment 1, with a bond of 250 tokens",
      "June seats 7 of 12: the lowest tickets",
      "June has payment 1 returned: it is its budget's again",
    ]);
    const [minority, ...others] = did.filter((each) => each.endsWith(" was for the payment"));
    expect(others).to.deep.equal([]);
    const loser = minority!.split(" ", 1)[0]!;
    expect(did).to.include(`June closes the case: ${loser} loses 1,000 tokens to the 6 others`);
    expect(did.at(-1)).to.equal("Gus has the bond back, 250 tokens");
    expect(worked.flatMap(({ state }) => state ?? [])).to.deep.equal([
      ...["REVIEW", "SCHEDULED", "ACTIVE"],
      ...["REVIEW", "SCHEDULED", "ACTIVE"],
    ]);
    const done = worked.map(({ who, what }) => `${who} ${what}`);
    // The jurors of before have staked already.
    expect(done.filter((each) => each.includes(" stakes "))).to.deep.equal([]);
    expect(done.slice(done.indexOf("Gus asks for 500 and 1,500 tokens"))).to.include.members([
      "Gus delivers job 1: its hash",
      "June sends what they signed: that job 1 is accepted",
      "June finishes job 1, as anyone may: it is paid",
      "Gus delivers job 2: its hash",
      "June finishes job 2, as anyone may: its reviewers were silent: it is accepted",
      "June finishes job 2, as anyone may: it is paid",
      "June sends what they signed: 800 tokens for the best answer",
      "June sends what they signed: that nobody wins the bounty",
      "The agent disputes it, with a bond of 100 tokens",
    ]);
    expect(done.filter((each) => each.endsWith(" was for the council"))).to.have.length(1);
    expect(done.slice(-2)).to.deep.equal([
      "June finishes job 3, as anyone may: it is paid, the agent gets 800 tokens",
      "June sends the agent its bond, 100 tokens",
    ]);
    const times = told.timeline.map(([, date]) => Date.parse(date.slice(0, 20)));
    const days = times.slice(1).map((time, i) => Math.round((time - times[i]!) / 86_400_000));
    expect(days, "review, vote, queue, grace").to.deep.equal([7, 7, 0, 14]);
  });

  for (const [name, args, sentence] of [
    [
      "a file that is not there",
      ["--nep", "neps/none.md"],
      /^Error: neps\/none\.md cannot be read; give a NEP file .*\n$/,
    ],
    ["a NEP that breaks the rules", ["--nep", "neps/template.md"], /^Error: template\.md: 6 problems\n/],
    [
      "an option that there is not",
      ["--fast"],
      /^Error: Unknown option '--fast'.*--help shows what there is\n$/,
    ],
    ["a port that is none", ["--port", "eight"], /^Error: "eight" is no port; .*\n$/],
  ] as const) {
    it(`answers ${name} with a sentence, a way out and exit code 1`, async () => {
      const { code, stderr } = await demo(...args);
      expect(code).to.equal(1);
      expect(stderr).to.match(sentence);
      expect(stderr).not.to.match(/^\s+at /m);
    });
  }
});
