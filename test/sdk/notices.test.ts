import { expect } from "chai";

import {
  bodyFor,
  cut,
  deliver,
  duePosts,
  FEED_ENTRIES,
  forgetful,
  messageOf,
  parseWebhook,
  pauseBefore,
  toAtom,
  toJsonFeed,
  watchMemoryOf,
  watchMemoryText,
  type Message,
  type Network,
  type Notice,
  type Webhook,
} from "@polity/sdk";
import { drawKey, type HistoricCase, type HistoricDraw } from "@polity/sdk/court/history";
import { noticing as court } from "@polity/sdk/court/notices";
import { noticing } from "@polity/sdk/governor/notices";
import { noticing as payments } from "@polity/sdk/treasury/notices";
import { addressOf, ballot, DAY, history, moment, movement, ONE, proposal, START } from "../helpers/history";
import { startReceiver } from "../helpers/receiver";

const EVIL =
  "@everyone <@123> <@&4> [free](https://evil.example) **bold** `code`\n# Head\n> quote ||spoiler|| ~~x~~ <:e:1> @channel #tag /start evil.example \u202egnp.exe";
const ARBITRABLE = addressOf(6);
const message = (parts: Partial<Message> = {}): Message => ({
  ...{ id: "urn:polity:1:0xabc:proposal/1/proposed", network: "AITBC", kind: "proposed", time: START },
  ...{ title: "NEP-GOV is in review: Fees", text: "Proposed by 0x1.5.", ...parts },
});
const hook = (kind: Webhook["kind"]): Webhook => ({
  ...{ kind, url: new URL("https://example.org/secret"), chat: "-100" },
});

describe("Notices of a network", () => {
  const life = (parts: Parameters<typeof proposal>[1], now: number) =>
    noticing.notices(
      {} as Network,
      history({ head: { block: 1, hash: "0x", time: now }, proposals: [proposal(1, parts)] }),
    );
  const kinds = (notices: readonly Notice[]) => notices.map(({ kind }) => kind);

  it("A4: follow a proposal from its review to its effect, each at its time and not before", async () => {
    const [snapshot, deadline] = [START + 7 * DAY, START + 14 * DAY];
    const all = (now: number, parts = {}) => kinds(life(parts, now));
    expect(all(START)).to.deep.equal(["proposed"]);
    expect(all(snapshot)).to.deep.equal(["proposed"]);
    expect(all(snapshot + 1)).to.deep.equal(["proposed", "voting"]);
    expect(all(deadline - DAY)).to.deep.equal(["proposed", "voting", "closing"]);
    expect(all(deadline)).to.deep.equal(["proposed", "voting", "closing"]);
    expect(all(deadline + 1)).to.deep.equal(["proposed", "voting", "closing", "decided"]);
    const passed = {
      ...{ ballots: [ballot(1, { for: 70n * ONE }), ballot(2, { against: 30n * ONE })] },
      ...{ electorate: 200n * ONE, quorum: 20n * ONE },
    };
    const queued = { ...moment(deadline + DAY), eta: deadline + 8 * DAY };
    const executed = moment(deadline + 9 * DAY);
    expect(all(deadline + 10 * DAY, { ...passed, queued, executed }).slice(3)).to.deep.equal([
      ...["decided", "queued", "executed"],
    ]);
    expect(all(deadline + 40 * DAY, { ...passed, queued }).slice(3)).to.deep.equal([
      ...["decided", "queued", "expired"],
    ]);
    expect(all(deadline + DAY, { canceled: moment(START + DAY) })).to.deep.equal(["proposed", "canceled"]);
    const decided = life(passed, deadline + 1).find(({ kind }) => kind === "decided")!;
    expect(await decided.say()).to.deep.equal({
      title: "It has passed: Proposal 1",
      text: "70 % of those who took a side were for it; 66 % were needed. The quorum was reached. 50 % of the votes took part. Proposal 1.",
    });
    const rejected = life({ ballots: [], quorum: 1n }, deadline + 1).find(({ kind }) => kind === "decided")!;
    expect((await rejected.say()).title).to.equal("It was rejected: Proposal 1");
  });

  it("call nobody to a vote that ends within a day of its beginning", () => {
    const short = { snapshot: START + DAY, deadline: START + DAY + 36 * 3600 };
    expect(kinds(life(short, START + 2 * DAY))).to.deep.equal(["proposed", "voting"]);
  });

  it("tell what the treasury pays, each once, and never what strangers give it", () => {
    const movements = [
      movement(START, 5n * ONE),
      movement(START + 1, -1n),
      movement(START + 1, -1n),
      movement(START + 2, -7n, { kind: "difference" }),
      movement(START + 3, 2n, { kind: "refund" }),
    ];
    const told = payments.notices({} as Network, history({ movements }));
    expect(told).to.have.lengthOf(2);
    expect(new Set(told.map(({ key }) => key)).size).to.equal(2);
    // The same in a later reading.
    const later = payments.notices(
      {} as Network,
      history({ movements: [...movements, movement(START + 9, -1n)] }),
    );
    expect(later.slice(0, 2).map(({ key }) => key)).to.deep.equal(told.map(({ key }) => key));
  });

  it("follow a case to its jurors and parties, each at its time, and call for an appeal only while there is none", async () => {
    const [EVIDENCE, SEAT, COMMIT, REVEAL] = [3 * DAY, DAY, 2 * DAY, 2 * DAY];
    const drawn = START + EVIDENCE;
    const [voting, revealing] = [drawn + SEAT, drawn + SEAT + COMMIT];
    const ruled = { ...moment(revealing + REVEAL), until: revealing + REVEAL + 3 * DAY };
    const opened = { ...moment(START), payer: ARBITRABLE, evidence: START + EVIDENCE };
    const first = { ...{ caseId: 1n, draw: 0n, size: 3, opened, drawn: moment(drawn) } };
    const seats = [{ juror: addressOf(8) }, { juror: addressOf(8) }, { juror: addressOf(9) }];
    const lifeOfCase = (
      now: number,
      {
        draw = {},
        also = [],
        ...part
      }: { draw?: Partial<HistoricDraw>; also?: HistoricDraw[] } & Partial<HistoricCase> = {},
    ) =>
      court.notices(
        { addresses: {} } as Network,
        history({
          head: { block: 1, hash: "0x", time: now },
          court: {
            terms: new Map([[0n, { seating: SEAT, commit: COMMIT, reveal: REVEAL }]]),
            cases: new Map([
              [
                1n,
                {
                  ...{
                    id: 1n,
                    arbitrable: ARBITRABLE,
                    payer: addressOf(7),
                    terms: 0n,
                    value: ONE,
                    choices: 2n,
                  },
                  ...{ opened: moment(START), ...part },
                },
              ],
            ]),
            draws: new Map(
              [{ ...first, seats, ...draw }, ...also].map((each) => [drawKey(1n, each.draw), each]),
            ),
          },
        }),
      );
    expect(kinds(lifeOfCase(voting - 1))).to.deep.equal(["opened"]);
    expect(kinds(lifeOfCase(voting))).to.deep.equal(["opened", "voting"]);
    const called = lifeOfCase(voting).at(-1)!;
    expect(called).to.include({ time: voting, until: revealing });
    expect((await called.say()).text).to.match(new RegExp(`They are ${addressOf(8)}, ${addressOf(9)}\\.$`));
    expect(kinds(lifeOfCase(revealing))).to.deep.equal(["opened", "voting", "revealing"]);
    // Nobody is called to a bench on which nobody sits.
    expect(kinds(lifeOfCase(revealing, { draw: { seats: [] } }))).to.deep.equal(["opened"]);

    const last = (now: number, part: Parameters<typeof lifeOfCase>[1] = {}) =>
      kinds(lifeOfCase(now, { draw: { ruling: 1n, ruled }, ...part })).slice(3);
    expect(last(ruled.until - DAY - 1)).to.deep.equal(["ruled"]);
    expect(last(ruled.until - DAY)).to.deep.equal(["ruled", "appealing"]);
    const appealed = {
      ...first,
      draw: 1n,
      size: 7,
      seats: [],
      opened: { ...opened, ...moment(ruled.time + 1) },
    };
    const { drawn: _, ...undrawn } = appealed;
    expect(last(ruled.until, { also: [undrawn] })).to.deep.equal(["ruled", "drawing"]);
    const referred = { ...moment(ruled.time + 1), until: ruled.until + 45 * DAY };
    expect(last(ruled.until, { referred })).to.deep.equal(["ruled", "referred"]);
    const short = { ruling: 1n, ruled: { ...ruled, until: ruled.time + 2 * DAY - 1 } };
    expect(last(ruled.until, { draw: short })).to.deep.equal(["ruled"]);
    // Without a ruling before it, the same bench is drawn once more.
    const again = lifeOfCase(ruled.time + 1, { also: [{ ...undrawn, size: 3 }] }).at(-1)!;
    expect((await again.say()).title).to.equal("The bench of case 1 is drawn once more");
    const both = lifeOfCase(ruled.until, { draw: { ruling: 1n, ruled }, also: [{ ...appealed, seats }] });
    expect([both.length, new Set(both.map(({ key }) => key)).size]).to.deep.equal([7, 7]);
  });

  it("are bounded, however long a stranger's words are", async () => {
    const notice: Notice = {
      ...{ key: "proposal/1/proposed", kind: "proposed", time: START },
      say: () => ({ title: "x".repeat(1e6), text: "\u{1f600}".repeat(1e5) }),
    };
    const said = await messageOf(notice, { name: "N".repeat(999), chainId: 1, governor: "0xABC" });
    expect([said.title.length, Array.from(said.text).length, said.network.length]).to.deep.equal([
      200, 800, 200,
    ]);
    expect(said.id).to.equal("urn:polity:1:0xabc:proposal/1/proposed");
    expect(cut("a\n\tb \u202e c\u200bd\u00a0e", 99)).to.equal("a b \ufffd c\ufffdd e");
    expect(cut("\u{1f600}\u{1f600}\u{1f600}", 2)).to.equal("\u{1f600}…");
  });
});

describe("Messages to receivers", () => {
  const evil = message({ title: EVIL, text: EVIL, network: EVIL });

  it("mention nobody on Discord, format nothing and lead nowhere, whatever a stranger has written", () => {
    const body = JSON.parse(bodyFor(hook("discord"), evil)) as {
      content: string;
      allowed_mentions: object;
      flags: number;
    };
    expect(body.allowed_mentions).to.deep.equal({ parse: [] });
    expect(body.flags).to.equal(4);
    // Every sign that begins something stands behind a backslash.
    expect(body.content.replace(/\\[\\`*_{}[\]()#+\-.!|~<>@:/]/g, "")).to.not.match(/[\\`*_{}[\]()#|~<>@:/]/);
  });

  it("mention nobody on Telegram, and have no command and no address in a stranger's words", () => {
    const body = JSON.parse(bodyFor(hook("telegram"), evil)) as Record<string, unknown>;
    expect(Object.keys(body)).to.deep.equal(["chat_id", "text", "link_preview_options"]);
    expect(body.chat_id).to.equal("-100");
    expect(body.text)
      .to.not.match(/[@#/][a-z]/i)
      .and.not.match(/\.[a-z]/i)
      .and.not.match(/:\/\//);
    // Numbers stay as they are.
    expect(JSON.parse(bodyFor(hook("telegram"), message()))).to.have.property(
      "text",
      "AITBC: NEP-GOV is in review: Fees\nProposed by 0x1.5.",
    );
  });

  it("are as long as Discord and Telegram take at the most, escaped to the last sign", () => {
    const long = message({ title: "*".repeat(200), text: "_".repeat(800), network: "[".repeat(200) });
    const { content } = JSON.parse(bodyFor(hook("discord"), long)) as { content: string };
    expect(content.length).to.be.within(1_800, 2_000);
    expect(content).to.match(/\\_…$/);
    const spread = message({ title: "@a".repeat(100), text: "@a".repeat(400), network: "@a".repeat(100) });
    const { text } = JSON.parse(bodyFor(hook("telegram"), spread)) as { text: string };
    expect(Array.from(text).length).to.be.below(4_096);
  });

  it("are plain data for any other receiver, with a name by which it can tell them apart", () => {
    expect(JSON.parse(bodyFor(hook("json"), message()))).to.deep.equal({
      ...{ id: "urn:polity:1:0xabc:proposal/1/proposed", network: "AITBC", kind: "proposed" },
      ...{ time: "2026-01-01T00:00:00Z", title: "NEP-GOV is in review: Fees", text: "Proposed by 0x1.5." },
    });
  });
});

describe("A webhook's address", () => {
  const parse = (address: string, given: { kind?: string; chat?: string } = {}) =>
    parseWebhook(address, { ...given, from: "POLITY_WEBHOOK_URL" });

  it("tells what kind it is of, unless somebody says it", () => {
    expect(parse("https://discord.com/api/webhooks/1/x\n").kind).to.equal("discord");
    expect(parse("https://api.telegram.org/bot1:x/sendMessage", { chat: "@c" }).kind).to.equal("telegram");
    expect(parse("https://example.org/x").kind).to.equal("json");
    expect(parse("https://notdiscord.com/x").kind).to.equal("json");
    expect(parse("https://example.org/x", { kind: "discord" }).kind).to.equal("discord");
    for (const host of ["localhost", "127.0.0.1", "127.8.9.1", "[::1]"])
      expect(parse(`http://${host}:8080/secret`).kind).to.equal("json");
  });

  const refused: [address: string, given: object, problem: RegExp][] = [
    ["", {}, /^POLITY_WEBHOOK_URL holds no address of a webhook$/],
    ["secret", {}, /holds no address/],
    ["ftp://example.org/secret", {}, /holds no address/],
    ["javascript:secret", {}, /holds no address/],
    ["https://me:secret@example.org/", {}, /holds no address/],
    ["http://example.org/secret", {}, /^the webhook in POLITY_WEBHOOK_URL is not encrypted$/],
    ["http://localhost.example.org/secret", {}, /is not encrypted/],
    ["http://127.0.0.1.nip.io/secret", {}, /is not encrypted/],
    ["http://10.0.0.1/secret", {}, /is not encrypted/],
    ["https://example.org/secret", { kind: "slack" }, /^"slack" is no kind of webhook$/],
    ["https://api.telegram.org/secret", {}, /^Telegram wants to know the chat$/],
  ];
  for (const [address, given, problem] of refused) {
    it(`is refused without being said: ${problem.source} for ${address.replace("secret", "…") || "nothing"}`, () => {
      try {
        parse(address, given);
        expect.fail("it was taken");
      } catch (error) {
        const { message: said, hint, stack } = error as Error & { hint: string };
        expect(said).to.match(problem);
        if (address) expect([said, hint, stack].join()).to.not.include("/secret").and.not.include(":secret");
      }
    });
  }
});

describe("A delivery", () => {
  const to = (url: string): Webhook => ({ kind: "json", url: new URL(url) });

  it("is one request with a name, which a receiver takes, asks for later, or refuses", async () => {
    const receiver = await startReceiver([
      ...[{ status: 200 }, { status: 429, headers: { "retry-after": "1.5" } }, { status: 503 }],
      ...[{ status: 400 }, { status: 404 }, { status: 302, headers: { location: "https://example.org/" } }],
      "cut" as const,
    ]);
    try {
      const outcomes = [];
      for (let i = 0; i < 7; i++) outcomes.push(await deliver(to(receiver.url), message()));
      expect(outcomes).to.deep.equal([
        { outcome: "delivered" },
        { outcome: "failed", lost: true, reason: "the receiver answers 429", retryAfter: 1500 },
        { outcome: "failed", lost: true, reason: "the receiver answers 503" },
        { outcome: "refused", reason: "the receiver refuses this message: it answers 400" },
        { outcome: "failed", lost: true, reason: "the receiver answers 404" },
        { outcome: "failed", lost: true, reason: "the receiver answers 302" },
        { outcome: "failed", lost: false, reason: "the receiver does not answer" },
      ]);
      expect(receiver.received).to.have.lengthOf(7);
      const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
      expect(headers["content-type"]).to.equal("application/json");
      expect(headers["idempotency-key"]).to.equal(message().id);
      expect(body).to.equal(bodyFor(to(receiver.url), message()));
    } finally {
      await receiver.stop();
    }
  });

  it("waits no longer than its time for an answer, and says nothing of the address", async () => {
    const receiver = await startReceiver(["hang"]);
    const late = await deliver(to(receiver.url), message(), { timeout: 60 });
    await receiver.stop();
    expect(late).to.deep.equal({
      ...{ outcome: "failed", lost: false, reason: "the receiver did not answer within 0.06 s" },
    });
    expect(await deliver(to(receiver.url), message())).to.deep.equal({
      ...{ outcome: "failed", lost: true, reason: "the receiver does not answer" },
    });
  });

  it("is tried again after longer and longer pauses, up to ten minutes, or when the receiver says", () => {
    expect([1, 2, 3, 10, 99].map((attempt) => pauseBefore(attempt))).to.deep.equal([
      ...[1_000, 2_000, 4_000, 512_000, 600_000],
    ]);
    expect([pauseBefore(1, 30_000), pauseBefore(1, 1e12)]).to.deep.equal([30_000, 600_000]);
  });
});

describe("What a watch remembers", () => {
  const notice = (key: string, time: number, until?: number): Notice => ({
    ...{ key, kind: "x", time, say: () => ({ title: "", text: "" }), ...(until !== undefined && { until }) },
  });
  const all = [
    notice("old", 10),
    notice("a", 100),
    notice("b", 200, 250),
    notice("c", 300),
    notice("later", 999),
  ];

  it("is what it has sent since it began: nothing older is due, nothing twice, nothing that is over", () => {
    const due = (sent: string[], now: number) =>
      duePosts(all, { since: 50, sent }, now).map(({ key }) => key);
    expect(due([], 250)).to.deep.equal(["a", "b"]);
    expect(due([], 300)).to.deep.equal(["a", "c"]);
    expect(due(["a", "c"], 300)).to.deep.equal([]);
  });

  it("is forgotten after a week, and never grows with a network's age", () => {
    const now = 100 + 7 * DAY;
    const memory = forgetful({ since: 50, sent: ["a", "b", "c", "undone"] }, all, now + 1);
    expect(memory).to.deep.equal({ since: 101, sent: ["b", "c", "undone"] });
    expect(duePosts(all, memory, now).map(({ key }) => key)).to.deep.equal(["later"]);
  });

  it("survives in a file, and is refused where it is none", () => {
    const memory = { since: 5, sent: ["a"], sending: "b" };
    expect(watchMemoryOf(watchMemoryText(memory), "watch.json")).to.deep.equal(memory);
    expect(() => watchMemoryOf("{}", "watch.json")).to.throw("watch.json: 3 problems");
    expect(() => watchMemoryOf("half", "watch.json")).to.throw("watch.json is not JSON");
  });
});

/** All that the production `Char` of XML 1.0 leaves out below U+FFFF, halves of surrogates aside. */
const FORBIDDEN = [...Array(0x20).keys(), 0xfffe, 0xffff]
  .filter((code) => ![0x9, 0xa, 0xd].includes(code))
  .map((code) => String.fromCharCode(code))
  .join("");

describe("A feed", () => {
  const feed = (count: number, parts: Partial<Message> = {}) => ({
    ...{ network: "AITBC", chainId: 1, governor: "0xABC" },
    messages: Array.from({ length: count }, (_, i) => message({ id: `urn:${i}`, time: START + i, ...parts })),
  });

  it("is Atom with the newest first, where nothing that a stranger wrote is markup", () => {
    const hostile = `<script>alert(1)</script>&"']]>${FORBIDDEN}${EVIL}`;
    const atom = toAtom(feed(2, { title: hostile, text: hostile, transaction: "0x1" }));
    expect(atom).to.match(
      /^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom">/,
    );
    expect(atom).to.not.include("<script");
    for (const character of FORBIDDEN) expect(atom).to.not.include(character);
    expect([...atom.matchAll(/<entry><id>urn:(\d)<\/id>/g)].map(([, i]) => i)).to.deep.equal(["1", "0"]);
    expect(atom).to.include("<updated>2026-01-01T00:00:01Z</updated>");
    // Every tag is one of ours, and each is closed.
    const names = [...atom.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)];
    const open: string[] = [];
    for (const [, closing, name, empty] of names.filter(([tag]) => !tag.startsWith("<?"))) {
      if (closing) expect(open.pop()).to.equal(name);
      else if (!empty) open.push(name!);
    }
    expect(open).to.deep.equal([]);
    expect(new Set(names.map(([, , name]) => name))).to.deep.equal(
      new Set(["feed", "id", "title", "updated", "author", "name", "entry", "category", "content"]),
    );
  });

  it("is JSON Feed 1.1 where it is asked for, and has the last hundred things", () => {
    const json = JSON.parse(toJsonFeed(feed(150))) as { version: string; items: { id: string }[] };
    expect(json.version).to.equal("https://jsonfeed.org/version/1.1");
    expect(json.items).to.have.lengthOf(FEED_ENTRIES);
    expect([json.items[0]!.id, json.items.at(-1)!.id]).to.deep.equal(["urn:149", "urn:50"]);
    expect(toAtom(feed(0))).to.include("<updated>1970-01-01T00:00:00Z</updated>");
  });
});
