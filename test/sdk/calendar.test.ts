import { expect } from "chai";

import {
  appointmentsOf,
  CALENDAR_ENTRIES,
  entryOf,
  toCalendar,
  type CalendarEntry,
  type Network,
} from "@polity/sdk";
import { governor } from "@polity/sdk/governor/domain";
import { addressOf, ballot, DAY, history, moment, ONE, proposal, START } from "../helpers/history";

const EVIL = "a\r\nEND:VEVENT\nBEGIN:VEVENT; b, c\\ \u0000\u202e\u2028";
const entry = (parts: Partial<CalendarEntry> = {}): CalendarEntry => ({
  ...{ uid: "proposal-1-vote-ends@0xabc.1.polity", kind: "vote-ends", at: START, known: START - DAY },
  ...{ title: "The vote ends: Fees", text: "Proposal 1.", ...parts },
});
/** Lines as a reader unfolds them. */
const unfolded = (calendar: string) => calendar.replaceAll("\r\n ", "").split("\r\n");

describe("The calendar of a network", () => {
  const network = { domains: [governor] } as unknown as Network;
  const keysAt = async (now: number, parts = {}) => {
    const told = history({ head: { block: 1, hash: "0x", time: now }, proposals: [proposal(1, parts)] });
    return (await appointmentsOf(network, told, 0)).map(({ key, at }) => [
      key.slice("proposal/1/".length),
      at,
    ]);
  };
  const [snapshot, deadline] = [START + 7 * DAY, START + 14 * DAY];

  it("has the vote of a proposal, then by when it is to be queued, then when it can be carried out and until when", async () => {
    const vote = [
      ["vote-begins", snapshot + 1],
      ["vote-ends", deadline],
    ];
    expect(await keysAt(START)).to.deep.equal(vote);
    const passed = {
      ...{ ballots: [ballot(1, { for: 70n * ONE })], votes: { for: 70n * ONE, against: 0n, abstain: 0n } },
      ...{ electorate: 200n * ONE, quorum: 20n * ONE },
    };
    const { window } = proposal(1).rules;
    expect(await keysAt(deadline + 1, passed)).to.deep.equal([...vote, ["queue-ends", deadline + window]]);
    const eta = deadline + 10 * DAY;
    const queued = { ...passed, queued: { ...moment(deadline + DAY), eta } };
    const waits = [...vote, ["execution-begins", eta]];
    expect(await keysAt(deadline + 2 * DAY, queued)).to.deep.equal([
      ...waits,
      ["execution-ends", eta + window],
    ]);
    expect(await keysAt(eta + DAY, { ...queued, executed: moment(eta) })).to.deep.equal(waits);
    expect(await keysAt(eta, { ...queued, canceled: moment(deadline + 2 * DAY) })).to.deep.equal([]);
  });

  it("keeps the name of an appointment when its time changes, and has the mandate of whoever is in office", async () => {
    const later = await keysAt(START, { deadline: deadline + DAY });
    expect(later.at(-1)).to.deep.equal(["vote-ends", deadline + DAY]);
    const mandate = (n: number, until: number) => ({ ...moment(START + n), guardian: addressOf(n), until });
    const told = history({ guardians: [mandate(1, START + DAY), mandate(2, START + 400 * DAY)] });
    const [only, ...more] = await appointmentsOf(network, told, START + 300 * DAY);
    expect([only!.kind, only!.at, more.length]).to.deep.equal(["mandate-ends", START + 400 * DAY, 0]);
    const where = { chainId: 1, governor: addressOf(9) };
    const { uid } = await entryOf(only!, where);
    expect(uid).to.equal(`mandate-${addressOf(2)}-${START + 2}@${addressOf(9).toLowerCase()}.1.polity`);
    expect(
      (await entryOf({ ...only!, say: () => ({ title: "t".repeat(900), text: "x" }) }, where)).title,
    ).to.have.length(200);
  });

  it("is iCalendar as RFC 5545 has it, of lines of 75 octets that end in CRLF", () => {
    const calendar = toCalendar("NeuroShard", [entry({ title: "Ж".repeat(150), text: "🗳".repeat(60) })]);
    expect(calendar.replaceAll("\r\n", "")).to.not.match(/[\r\n]/);
    for (const line of calendar.split("\r\n")) expect(Buffer.byteLength(line)).to.be.at.most(75);
    expect(unfolded(calendar)).to.deep.equal([
      ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Polity//dao feed//EN", "METHOD:PUBLISH"],
      ...["NAME:NeuroShard", "X-WR-CALNAME:NeuroShard", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"],
      ...["BEGIN:VEVENT", "UID:proposal-1-vote-ends@0xabc.1.polity", "DTSTAMP:20251231T000000Z"],
      ...["DTSTART:20260101T000000Z", `SUMMARY:${"Ж".repeat(150)}`, `DESCRIPTION:${"🗳".repeat(60)}`],
      ...["CATEGORIES:vote-ends", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""],
    ]);
  });

  it("lets no title begin another line or another event, and has a bound", () => {
    const calendar = toCalendar(EVIL, [entry({ title: EVIL, text: EVIL, kind: EVIL, uid: EVIL })]);
    const lines = unfolded(calendar);
    expect(lines.filter((line) => line === "BEGIN:VEVENT")).to.have.length(1);
    expect(lines.filter((line) => line === "END:VEVENT")).to.have.length(1);
    expect(lines).to.include("SUMMARY:a\\nEND:VEVENT\\nBEGIN:VEVENT\\; b\\, c\\\\ \ufffd\u202e\ufffd");
    const many = toCalendar(
      "x",
      Array.from({ length: CALENDAR_ENTRIES + 9 }, () => entry()),
    );
    expect(unfolded(many).filter((line) => line === "BEGIN:VEVENT")).to.have.length(CALENDAR_ENTRIES);
  });
});
