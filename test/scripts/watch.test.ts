import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre, { ethers } from "hardhat";

import type { Given } from "../../commands/core/run";
import { lock } from "../../deploy/lock";
import { writeDeployment } from "../../scripts/lib/deployments";
import { DAY, readProposal, watchMemoryOf } from "@polity/sdk";
import { runCommand } from "../helpers/command";
import { deployNeuroshard } from "../helpers/neuroshard";
import { startReceiver } from "../helpers/receiver";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-watch-"));
const VARIABLE = "POLITY_WEBHOOK_URL";
const EVIL = "@everyone [free](https://evil.example)";

describe("A watch", () => {
  let network: Awaited<ReturnType<typeof deployNeuroshard>>;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let deployment: string;
  let snapshot: unknown;
  let clean: unknown;
  let state = "";
  let round = 0;
  const environment = process.env[VARIABLE];

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    const block = await ethers.provider.getBlockNumber();
    network = await deployNeuroshard();
    const contracts = network.addresses;
    deployment = writeDeployment({ name: "NeuroShard", chainId: 31_337, block, contracts }, FOLDER);
  });
  after(async () => {
    await hre.network.provider.send("evm_revert", [snapshot]);
    rmSync(FOLDER, { recursive: true });
  });
  beforeEach(async () => {
    clean = await hre.network.provider.send("evm_snapshot", []);
    receiver = await startReceiver();
    process.env[VARIABLE] = receiver.url;
    state = join(FOLDER, `state-${++round}.json`);
  });
  afterEach(async () => {
    await hre.network.provider.send("evm_revert", [clean]);
    await receiver.stop();
    if (environment === undefined) Reflect.deleteProperty(process.env, VARIABLE);
    else process.env[VARIABLE] = environment;
  });

  /** Everything that a watch says, which is never the address. */
  async function look(given: Given = {}) {
    const said = await runCommand("gov", "watch", { once: true, state, deployment, ...given });
    expect(said.stdout + said.stderr + said.progress).to.not.include("secret-path");
    for (const file of readdirSync(FOLDER, { recursive: true, encoding: "utf8" }))
      if (file.endsWith(".json"))
        expect(readFileSync(join(FOLDER, file), "utf8")).to.not.include("secret-path");
    return said;
  }
  const propose = async (title: string) => {
    const { treasury } = network;
    const data = treasury.interface.encodeFunctionData("pay", [[]]);
    return network.submit(`# NEP-GOV: ${title}`, [{ target: treasury, data }]);
  };
  const bodies = () =>
    receiver.received.map(({ body }) => JSON.parse(body) as { id: string; kind: string; title: string });

  it("A4: posts what happens from now on, each thing once, also after it was started anew", async () => {
    await propose("Before the watch");
    expect((await look()).stdout).to.equal("nothing new");
    const { id } = await propose("A new vote");
    expect((await look()).stdout).to.equal("1 posted");
    expect((await look()).stdout).to.equal("nothing new");
    expect(bodies().map(({ title }) => title)).to.deep.equal(["NEP-GOV is in review: A new vote"]);
    const { snapshot: begun, deadline } = await readProposal(network.governor, id);
    await time.increaseTo(begun + 1);
    await look();
    await network.governor.connect(network.ada).castVote(id, 1);
    await time.increaseTo(deadline - DAY + 1);
    await look();
    await time.increaseTo(deadline + 1);
    await look();
    await look();
    const kinds = bodies()
      .filter(({ id: key }) => key.includes(String(id)))
      .map(({ kind }) => kind);
    expect(kinds).to.deep.equal(["proposed", "voting", "closing", "decided"]);
    expect(new Set(receiver.received.map(({ headers }) => headers["idempotency-key"])).size).to.equal(
      receiver.received.length,
    );
  });

  it("writes a feed and a calendar into the app's folder by another command, and names them in its network.json", async () => {
    await propose("A vote, with a date; and more");
    const folder = mkdtempSync(join(FOLDER, "app-"));
    const feed = (given: Given = {}) => runCommand("dao", "feed", { deployment, folder, ...given });
    expect((await feed()).stdout).to.match(/^\d+ entries are in .*feed\.xml, \d+ in .*calendar\.ics$/);
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    expect(read("feed.xml")).to.include("NEP-GOV is in review: A vote, with a date; and more");
    const calendar = read("calendar.ics").replaceAll("\r\n ", "");
    expect(calendar).to.include("SUMMARY:The vote ends: A vote\\, with a date\\; and more");

    writeFileSync(
      join(folder, "network.json"),
      JSON.stringify({ rpc: "/rpc", calendar: "https://own.example/c.ics" }),
    );
    expect((await feed()).stdout).to.include("network.json names both: the app links them");
    expect(JSON.parse(read("network.json"))).to.deep.equal({
      ...{ rpc: "/rpc", feed: "feed.xml", calendar: "https://own.example/c.ics" },
    });
    const [first, second] = [read("calendar.ics"), (await feed(), read("calendar.ics"))];
    expect(second, "the same chain gives the same file").to.equal(first);

    writeFileSync(join(folder, "network.json"), "{");
    expect((await feed()).stderr).to.match(/network\.json is not JSON; mend it/);
    expect((await feed({ folder: join(folder, "none") })).stderr).to.match(
      /cannot be written to; name a folder/,
    );
    expect((await feed({ depth: "x" })).stderr).to.match(/"x" is no number from 0 to 640/);
  });

  it("A4: begins with a day of the past where it is told to, without what is over", async () => {
    await propose("Long ago");
    await time.increase(60 * DAY);
    await hre.network.provider.send("evm_mine", []);
    expect((await look({ since: "2020-01-01" })).stdout).to.equal("1 posted");
    expect(bodies().map(({ kind }) => kind)).to.deep.equal(["decided"]);
  });

  it("A4: tries again what a receiver cannot take now, and sends nothing twice that was taken", async () => {
    await look();
    await propose("Patience");
    receiver.replies.push({ status: 503 }, { status: 429, headers: { "retry-after": "0" } });
    const { stdout, progress } = await look();
    expect(stdout).to.equal("1 posted");
    expect(progress).to.match(/the receiver answers 503; the next attempt is in 1 s/);
    expect(progress).to.match(/the receiver answers 429; the next attempt is in 2 s/);
    expect(receiver.received).to.have.lengthOf(3);
    await look();
    expect(receiver.received).to.have.lengthOf(3);
  });

  it("A4: sends nothing twice after a death in the middle of sending, and says what may be lost", async () => {
    await look();
    await propose("Fateful");
    await propose("Later");
    let atDeath = "";
    // What a process leaves that is killed while the receiver reads.
    receiver.replies.push(() => {
      atDeath = readFileSync(state, "utf8");
      return { status: 204 };
    });
    await look();
    expect(receiver.received).to.have.lengthOf(2);
    writeFileSync(state, atDeath);
    const { sending, sent } = watchMemoryOf(atDeath, state);
    expect(bodies()[0]!.id).to.include(sending!);
    expect(sent).to.not.include(sending);
    const { progress } = await look();
    expect(progress).to.include(`nobody knows whether ${sending} arrived when this watch last ended`);
    const ids = bodies().map(({ id }) => id);
    expect(ids.filter((id) => id.includes(sending!))).to.have.lengthOf(1);
  });

  it("A4: goes on after a message that the receiver will never take", async () => {
    await look();
    await propose("Refused");
    await propose("Taken");
    receiver.replies.push({ status: 400 });
    const { progress, code } = await look();
    expect([
      progress.match(/not posted: the receiver refuses this message: it answers 400/g)?.length,
      code,
    ]).to.deep.equal([1, 0]);
    expect(bodies().map(({ title }) => title)).to.have.members([
      "NEP-GOV is in review: Refused",
      "NEP-GOV is in review: Taken",
    ]);
    await look();
    expect(receiver.received).to.have.lengthOf(2);
  });

  it("A4: stays until it is ended, and hears of what happens meanwhile", async () => {
    await look();
    const ended = look({ once: false, every: "1s" });
    await propose("While it watches");
    for (let i = 0; i < 500 && receiver.received.length === 0; i++) await later(20);
    process.emit("SIGTERM");
    const { stderr, code, progress } = await ended;
    expect([stderr, code]).to.deep.equal(["", 0]);
    expect(progress).to.match(/NEP-GOV is in review: While it watches {2}posted/);
    expect(existsSync(`${state}.lock`)).to.equal(false);
  });

  it("A4: keeps a feed without a webhook, in Atom or as JSON, which has the past too", async () => {
    Reflect.deleteProperty(process.env, VARIABLE);
    await propose(EVIL);
    const [atom, json] = [join(FOLDER, "feed.xml"), join(FOLDER, "feed.json")];
    expect((await look({ feed: atom })).stdout).to.equal(`the feed is in ${atom}`);
    const text = readFileSync(atom, "utf8");
    expect(text).to.include(`<title type="text">NEP-GOV is in review: ${EVIL}</title>`);
    await look({ feed: atom });
    expect(readFileSync(atom, "utf8")).to.equal(text);
    await look({ feed: json });
    expect(JSON.parse(readFileSync(json, "utf8"))).to.have.property(
      "version",
      "https://jsonfeed.org/version/1.1",
    );
    expect(receiver.received).to.deep.equal([]);
  });

  it("A4: speaks Discord's and Telegram's way where it is told to, and reads the address from a file", async () => {
    Reflect.deleteProperty(process.env, VARIABLE);
    const address = join(FOLDER, "address.txt");
    writeFileSync(address, `${receiver.url}\n`);
    await look({ webhookFile: address, kind: "discord" });
    await propose(EVIL);
    await look({ webhookFile: address, kind: "discord" });
    const { content } = JSON.parse(receiver.received[0]!.body) as { content: string };
    expect(content).to.include("\\@everyone \\[free\\]\\(https\\:\\/\\/evil\\.example\\)");
    state = join(FOLDER, "telegram.json");
    await look({ webhookFile: address, kind: "telegram", chat: "@neuro", since: "2020-01-01" });
    expect(JSON.parse(receiver.received[1]!.body)).to.include({ chat_id: "@neuro" });
    rmSync(address);
  });

  it("refuses to start twice with one memory", async () => {
    const unlock = lock(`${state}.lock`, "the other");
    const { stderr, code } = await look();
    unlock();
    expect(code).to.equal(1);
    expect(stderr).to.match(/^Error: the watch that remembers in .* is being worked on by process/);
  });

  const refusals: [what: string, given: Given, sentence: RegExp][] = [
    [
      "an address on the command line",
      { webhookEnv: "https://e.org/secret-path" },
      /wants the name of a variable/,
    ],
    ["an empty variable", { webhookEnv: "POLITY_NO_SUCH" }, /variable POLITY_NO_SUCH is empty; export/],
    ["two addresses", { webhookEnv: "A", webhookFile: "b" }, /^Error: the webhook is named twice/],
    ["a file that is not there", { webhookFile: "none.txt" }, /^Error: none\.txt cannot be read/],
    ["another kind", { kind: "slack" }, /^Error: "slack" is no kind of webhook/],
    ["Telegram without a chat", { kind: "telegram" }, /^Error: Telegram wants to know the chat/],
    ["a depth that is none", { depth: "-1" }, /^Error: "-1" is no number of blocks/],
    ["a feed that cannot be written", { feed: "no/such/folder/feed.xml" }, /cannot be written; name a file/],
  ];
  for (const [what, given, sentence] of refusals) {
    it(`is refused with ${what}`, async () => {
      const { stdout, stderr, code } = await look(given);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr).to.match(sentence);
    });
  }

  it("is refused where nobody would hear of anything", async () => {
    Reflect.deleteProperty(process.env, VARIABLE);
    expect((await look()).stderr).to.match(/^Error: nobody would hear of anything; name a webhook/);
  });
});
