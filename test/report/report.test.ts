import { createHash } from "node:crypto";

import { expect } from "chai";
import { encodeBytes32String } from "ethers";

import { buildReport, DARK, filesOf, LIGHT, parsePeriod, periodName, toHtml, toMarkdown } from "../../report";
import type { ReportInput } from "../../report";
import { aheadPicture, lockedPicture } from "../../report/pictures/votes";
import { PLAIN_FORM, type Units } from "@polity/sdk";
import {
  account,
  addressOf,
  ballot,
  BOTH,
  budget,
  DAY,
  history,
  moment,
  movement,
  ONE,
  proposal,
  START,
  version,
  keyOf,
} from "../helpers/history";

const EVIL = `<img src=x onerror=alert(1)></svg><script>alert(2)</script>" class="x" style="y" [a](javascript:b) | \`c\` ![d](https://e.org/f) \u202e`;
const TOKEN = addressOf(99);
const UNITS: Units = {
  token: { symbol: "NEURO", decimals: 18 },
  tokens: new Map([[TOKEN, { symbol: EVIL, decimals: 6 }]]),
};
const contracts = Object.fromEntries(
  [
    "TimelockController",
    "GovernanceToken",
    "ProtocolRegistry",
    "Rulebook",
    "NetworkGovernor",
    "Treasury",
  ].map((name, i) => [name, addressOf(500 + i)]),
) as ReportInput["deployment"]["contracts"];

/** Everything that somebody else writes is as hostile as can be. */
function hostile(): ReportInput {
  const executed = { queued: { ...moment(START + 15 * DAY), eta: 0 }, executed: moment(START + 25 * DAY) };
  const ballots = [{ ...ballot(1, { for: 70n * ONE }), reason: EVIL }, ballot(2, { against: 20n * ONE })];
  const word = encodeBytes32String("=cmd|'/c calc'!A0");
  return {
    history: history({
      head: { block: 900, hash: `0x${"ab".repeat(32)}`, time: START + 80 * DAY },
      proposals: [
        proposal(1, {
          title: EVIL,
          type: EVIL,
          ballots,
          electorate: 100n * ONE,
          quorum: 20n * ONE,
          ...executed,
        }),
        proposal(2, { title: "Fine", ballots: [], electorate: 100n * ONE, quorum: 20n * ONE }),
        proposal(3, { title: EVIL, canceled: moment(START + DAY) }),
      ],
      versions: [version(2, { ...moment(START + 25 * DAY), proposalId: 1n, semver: EVIL })],
      parameters: [{ ...moment(START + 25 * DAY), key: EVIL, versionId: 2, before: EVIL, after: EVIL }],
      movements: [
        movement(START + DAY, 5n * ONE, { category: word, balance: 5n * ONE }),
        movement(START + 2 * DAY, -3n, { token: TOKEN, balance: -3n, budgetId: 1n, reference: word }),
      ],
      budgets: [budget(1, { token: TOKEN, category: word })],
      guardians: [{ ...moment(START), guardian: addressOf(6), until: START + 99 * DAY }],
      accounts: new Map([
        account(1, { held: 60n * ONE, delegatee: { held: keyOf(1), locked: keyOf(2) }, locks: [{ id: 0, amount: ONE, unlockTime: 0 }] }), // prettier-ignore
        account(2, { held: 40n * ONE, delegatee: { held: keyOf(1) } }),
      ]),
      totals: [{ block: 0, time: START, supply: 101n * ONE, locked: ONE }],
    }),
    deployment: {
      ...{ name: EVIL, chainId: 1, block: 0, contracts, accounts: { ada: addressOf(1) } },
      conventions: {
        ...{ proposals: PLAIN_FORM, parameters: {} },
        holders: [
          { account: "ada", class: "founder", amount: String(60n * ONE) },
          { account: EVIL, amount: String(40n * ONE) },
          { account: "treasury", amount: String(ONE) },
        ],
      },
    },
    ...{ source: BOTH, units: UNITS, period: { from: START, to: START + 90 * DAY } },
    council: { address: addressOf(8), owners: [addressOf(9)], threshold: 1 },
    nameOf: (address) => (address === addressOf(1) ? EVIL : undefined),
  };
}

describe("A report as files", () => {
  const report = buildReport(hostile());
  const html = toHtml(report);
  const files = filesOf(report);

  /** Tags of the page by name, with their attributes; text between them is left out. */
  const tags = [
    ...html.replace(/<style>[^]*?<\/style>/, "").matchAll(/<([a-z]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi),
  ];

  it("shows hostile text as text: no tag, attribute or address of it comes to life", () => {
    const allowed =
      "html head meta title style body header p h1 dl div dt dd nav ul li a main section h2 h3 figure figcaption details summary table thead tbody tr th td span b footer svg desc rect path text g defs clippath circle line polyline"; // prettier-ignore
    for (const [, name, attributes] of tags) {
      expect(allowed.split(" "), name).to.include(name!.toLowerCase());
      expect(attributes, name).to.not.match(/\s(on\w+|style|src|srcset|xlink:href|formaction|data)=/i);
    }
    expect(html).to.contain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html.match(/<script|<img|<iframe|<object|<link|<base|<form/gi)).to.equal(null);
    // What is left between the tags has no sign that could begin one.
    const text = html.replace(/<style>[^]*?<\/style>/, "").replace(/<[^<>]*>/g, "");
    expect(text).to.not.match(/[<>]/);
    expect(html).to.not.contain("\u202e");
  });

  it("carries a policy that allows its one style and nothing else, and asks nobody for anything", () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)!;
    const [, style] = /<style>([^]*?)<\/style>/.exec(html)!;
    const hash = createHash("sha256").update(style!).digest("base64");
    expect(policy).to.equal(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).to.not.match(/url\(|@import|@font-face/);
    const links = tags.flatMap(([, , attributes]) => [...attributes!.matchAll(/href="([^"]*)"/g)]);
    expect(links).to.not.be.empty;
    for (const [, target] of links) expect(target).to.match(/^#[a-z]+$/);
    const linked = toHtml({ ...report, explorer: "https://explorer.example.org" });
    const outside = [...linked.matchAll(/href="(?!#)([^"]*)" rel="noopener noreferrer"/g)].map(
      ([, to]) => to,
    );
    expect(outside.length).to.be.above(5);
    for (const to of outside)
      expect(to).to.match(/^https:\/\/explorer\.example\.org\/(tx|address)\/0x[0-9a-fA-F]+$/);
  });

  it("gives every picture a title, words for those who do not see it, names of its axes, and its table", () => {
    const pictures = report.sections
      .flatMap(({ figures }) => figures)
      .flatMap(({ picture }) => picture ?? []);
    expect(pictures.map(({ id }) => id)).to.have.members([
      ...["decisions", "types", "pace", "participation", "lorenz", "top-voters", "delegation", "locked"],
      ...["power-ahead", "impact", "flows-1", "flows-2", "budgets-1"],
    ]);
    for (const picture of pictures) {
      const option = picture.option(LIGHT, { width: 860 }) as Record<
        string,
        { name?: string; type?: string }
      >;
      for (const axis of [option.xAxis, option.yAxis]) {
        if (axis?.type === "value" || axis?.type === "time")
          expect(axis.name, picture.id).to.match(/\(.+\)$/);
      }
      expect([picture.title, picture.description].join()).to.not.match(/undefined|NaN|\[object/);
      expect(picture.table.rows, picture.id).to.not.be.empty;
      if (picture.still !== undefined) {
        expect(html).to.contain(picture.still.replaceAll("'", "&#39;"));
        expect([...files.keys()]).not.to.include(`pictures/${picture.id}.svg`);
        continue;
      }
      for (const size of ["wide", "narrow"]) {
        const name = `${picture.id}-${size}`;
        expect(html).to.match(new RegExp(`role="img" aria-labelledby="${name}-title ${name}-desc"`));
        expect(html).to.contain(`<title id="${name}-title">`);
      }
    }
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).to.include(id);
    expect(html).to.not.match(/undefined|NaN|\[object/);
  });

  it("says in a sentence what a picture would show as a line that does not move", () => {
    const point = (time: number, supply: bigint, locked = 0n) => ({ time, supply, locked, lockedBps: 0 });
    const spread = { points: [point(0, 0n), point(DAY, 5n * ONE), point(2 * DAY, 5n * ONE)] };
    const table = { title: "", method: "", columns: [], rows: [] };
    const locks = {
      ...{ ...spread, snapshots: [], table, aheadTable: table, endTable: table },
      ahead: [DAY, 2 * DAY].map((time) => ({ time, power: 7n * ONE })),
    };
    expect(lockedPicture(locks, "NEURO").still).to.equal(
      "From 1970-01-02 to 1970-01-03 nothing of this changed: the supply was 5 NEURO, and nothing was locked.",
    );
    expect(aheadPicture(locks).still).to.match(/^None of today's locks loses votes .* keep 7 votes/);
    const moving = [...spread.points, point(3 * DAY, 5n * ONE, ONE)];
    expect(lockedPicture({ ...locks, points: moving }, "NEURO").still).to.equal(undefined);
    const ahead = [...locks.ahead, { time: 3 * DAY, power: 6n * ONE }];
    expect(aheadPicture({ ...locks, ahead }).still).to.equal(undefined);
  });

  it("draws pictures as files that are dark and light by themselves, and hold no script", () => {
    const drawn = [...files].filter(([name]) => name.endsWith(".svg"));
    // Of one there is nothing to draw, which is said.
    expect(drawn).to.have.lengthOf(12);
    for (const [name, svg] of drawn) {
      expect(svg, name).to.match(
        /^<svg [^>]*><style>:root\{--chart-ink:#1b2430;[^<]*prefers-color-scheme:dark[^<]*<\/style>/,
      );
      expect(svg, name).to.not.match(/<script|<img|<foreignObject|<[^>]*\son\w+=|#0.fe0./i);
      for (const [, variable] of svg.matchAll(/var\((--[\w-]+)\)/g)) expect(svg).to.contain(`${variable}:#`);
    }
  });

  it("writes Markdown whose tables have their columns and whose texts are no Markdown", () => {
    const markdown = toMarkdown(report);
    const lines = markdown.split("\n").filter((line) => line.startsWith("|"));
    expect(lines.length).to.be.above(60);
    let columns = 0;
    for (const [i, line] of lines.entries()) {
      const count = line.replace(/\\./g, "").split("|").length;
      if (/^\|( -{3}:? \|| -{3}: \|)+$/.test(lines[i + 1] ?? "")) columns = count;
      expect(count, line).to.equal(columns);
    }
    const plain = markdown.replace(/\\./g, "");
    expect(plain).to.not.match(/<[a-z/!]/i);
    const links = [...plain.matchAll(/\]\(([^)]*)\)/g)].map(([, to]) => to!);
    for (const to of links) expect(files.has(to), to).to.equal(true);
    expect(links).to.have.lengthOf(12);
  });

  it("shows the cap table of the start, and what the same accounts own now where everybody's address is known", () => {
    const tables = report.sections.flatMap(({ figures }) => figures.map(({ table }) => table));
    expect(tables.find(({ title }) => title === "Cap table")!.rows).to.deep.equal([
      ["Founders", 1, 60n * ONE, 5_940, 6_000, 61n * ONE],
      ["Others", 1, 40n * ONE, 3_960, 4_000, undefined],
      ["The treasury, which does not vote", 1, ONE, 99, undefined, 0n],
    ]);
  });

  it("exports every table, and no cell that a spreadsheet would run", () => {
    const tables = [...files].filter(([name]) => name.endsWith(".csv"));
    expect(tables.length).to.be.above(20);
    for (const [name, text] of tables) expect(text, name).to.not.match(/(^|,|")[=+@]|(^|,)-(?!\d)/m);
  });

  it("is whole for a network in which nothing has happened", () => {
    const input = { ...hostile(), history: history(), council: undefined };
    const empty = toHtml(buildReport(input));
    expect(empty).to.not.match(/undefined|NaN|\[object/);
    expect(empty.match(/Nothing in this period/g)!.length).to.be.above(8);
    const without = { ...contracts };
    delete without.Treasury;
    const poor = buildReport({ ...input, deployment: { ...input.deployment, contracts: without } });
    expect(toHtml(poor)).to.contain("This network has no treasury contract.");
  });

  it("reads periods as people write them", () => {
    expect(parsePeriod("2026-01-01", "2026-03-31")).to.deep.equal({ from: START, to: START + 90 * DAY });
    expect(parsePeriod(String(START), String(START + 5))).to.deep.equal({ from: START, to: START + 5 });
    expect(() => parsePeriod("2026-01-02", "2026-01-01")).to.throw(/before it begins/);
    expect(() => parsePeriod("2026-02-30", "2026-03-01")).to.throw(/is not a date/);
    expect(periodName(parsePeriod("2026-01-01", "2026-03-31"))).to.equal("1 January to 31 March 2026");
    expect(periodName(parsePeriod("2025-12-01", "2026-01-31"))).to.equal(
      "1 December 2025 to 31 January 2026",
    );
    expect(periodName({ from: START + 1, to: START + 2 })).to.match(/^2026-01-01T00:00:01Z to /);
  });
});

describe("The colours of pictures", () => {
  const rgb = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const linear = (hex: string) =>
    rgb(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  /** How they look without one kind of cone: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, 2009, severity 1. */
  const SIGHTS: Record<string, number[][]> = {
    "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
  }; // prettier-ignore
  const seen = (hex: string, sight: number[][]) => {
    const from = linear(hex);
    return sight.map((row) => row.reduce((sum, part, i) => sum + part * from[i]!, 0));
  };
  /** Distance in Oklab, B. Ottosson, 2020; 0.02 is just noticeable. */
  const oklab = ([r, g, b]: number[]) => {
    const [l, m, s] = [
      0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!,
      0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!,
      0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!,
    ].map((x) => Math.cbrt(Math.max(0, x))) as [number, number, number];
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
  };
  const distance = (a: string, b: string, sight: number[][]) => {
    const [x, y] = [oklab(seen(a, sight)), oklab(seen(b, sight))];
    return Math.hypot(...x.map((value, i) => value - y[i]!));
  };

  for (const [name, theme] of Object.entries({ light: LIGHT, dark: DARK })) {
    it(`can be read on the ${name} page`, () => {
      for (const colour of [theme.ink, theme.muted])
        expect(contrast(colour, theme.surface)).to.be.at.least(4.5);
      for (const colour of [...theme.series, theme.inFavour, theme.against, theme.abstain]) {
        expect(contrast(colour, theme.surface), colour).to.be.at.least(3);
      }
    });
    for (const [sight, matrix] of Object.entries(SIGHTS)) {
      it(`keep apart with ${sight} on the ${name} page`, () => {
        const { series, inFavour, against, abstain } = theme;
        const sets = [series.slice(0, 4), [inFavour, against, abstain]];
        for (const set of sets) {
          for (const [i, a] of set.entries()) {
            for (const b of set.slice(i + 1)) {
              expect(distance(a, b, matrix), `${a} and ${b}`).to.be.at.least(0.06);
            }
          }
        }
      });
    }
  }
});
