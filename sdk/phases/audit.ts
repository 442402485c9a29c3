import { ZeroAddress, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { PhasedRulebook__factory } from "../../typechain-types/factories/contracts/phases/PhasedRulebook__factory";
import { Phases__factory } from "../../typechain-types/factories/contracts/phases/Phases__factory";
import { anyone, timelock } from "../audit/authority";
import { answer } from "../audit/discover";
import { anything, fact, is } from "../audit/facts";
import { nameIn } from "../audit/names";
import { readSeats } from "../audit/seats";
import type { AuditedContracts, Auditing, Change, Fact, Seat, Subject } from "../audit/types";
import { decodeCode } from "../core/code";
import { findEvents } from "../events";
import { formatTimestamp } from "../format";
import { readDeciders } from "../governor/deciders";
import { ruleColumns, encodeConfigured, type ConfiguredRules } from "../governor/rules";
import type { contracts } from "./contracts";
import { gateLines, gateOf, phaseText, type Gate } from "./names";

/** What a configuration says of it. */
export interface Expected {
  phases?: { founders: readonly string[]; gates: readonly Gate[] } | undefined;
  governor: { types: Readonly<Record<string, ConfiguredRules>> };
}

type Own = Auditing<typeof contracts, Expected>;

const PHASES = "PHASES() view returns (address)";

const authority: Own["authority"] = {
  Phases: {
    advance: timelock("begins the next phase, while its gate holds; anyone, from its latest date on"),
    loosen: timelock("makes the gate of a step easier"),
    declare: timelock("counts an account as a founder, for ever"),
    setGovernor: timelock("names the governor whose decisions are evidence"),
    adoptGovernor: anyone("names the first governor, which the timelock lets propose"),
  },
  PhasedRulebook: {
    setRules: timelock(
      "adds a type or changes what it demands, in the first phase; the default type's always",
    ),
    setRulesFrom: timelock("changes what a type demands from a phase on, only towards the holders"),
    setScope: timelock("opens a call to types, or closes it"),
  },
};

const getters: Own["getters"] = {
  Phases: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "governor() view returns (address)": is("NetworkGovernor"),
    "founders() view returns (address[])": ({ config, accounts, contracts: { Council } }) => {
      const declared = config?.phases?.founders.map((founder) => accounts?.[founder] ?? founder);
      return declared && Council ? [Council, ...declared] : undefined;
    },
    "current() view returns (uint8)": anything,
  },
  PhasedRulebook: { [PHASES]: is("Phases") },
};

async function readSteps(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, fromBlock, contracts: found, config } = subject;
  const phases = Phases__factory.connect(at, provider);
  const governor = NetworkGovernor__factory.connect(found.NetworkGovernor!, provider);
  const [current, since, book] = await Promise.all([phases.current(), phases.since(), governor.rulebook()]);
  const gates = await Promise.all(
    [0, 1, 2].map(async (step) => {
      const wanted = config?.phases?.gates[step];
      const actual = gateLines(gateOf(await phases.gateOf(step)));
      return fact("Phases", `gate of step ${step}`, actual, wanted && gateLines(wanted));
    }),
  );
  const steps = (await findEvents(phases, phases.filters.PhaseAdvanced(), { fromBlock })).map(
    ({ args: { to, by, ids } }) =>
      `to ${phaseText(to)} by ${nameIn(subject, by)}, with ${ids.length} decisions`,
  );
  const loosened = await findEvents(phases, phases.filters.GateLoosened(), { fromBlock });
  // A book without phases answers nothing here: the network has left them.
  const nameOfAsked = async (rulebook: string) => {
    const asked = await answer(provider, rulebook, PHASES);
    return asked === undefined ? "nothing asks for the phase" : nameIn(subject, asked);
  };
  const held = await seatsOf([...(await phases.founders())], subject);
  return [
    {
      ...fact("Phases", "in force", [await nameOfAsked(book)], ["Phases"]),
      decided: await readReplaced(subject, nameOfAsked),
    },
    ...gates,
    fact("Phases", "gates loosened", [...new Set(loosened.map(({ args }) => `of step ${args.step}`))].sort()),
    fact("Phases", "present phase", [`${phaseText(current)} since ${formatTimestamp(since)}`]),
    fact("Phases", "steps", steps),
    // From the third phase on no founder is to be needed for anything.
    fact("Phases", "powers of founders", held.given, current >= 2n ? [] : undefined),
    fact("Phases", "what founders do as anyone may", held.open),
  ];
}

/** Every other rulebook that the governor was given, which is how a majority leaves: what it asks, and by which proposal. */
async function readReplaced(
  subject: Subject<Expected>,
  nameOfAsked: (rulebook: string) => Promise<string>,
): Promise<Change[]> {
  const { provider, fromBlock, contracts: found } = subject;
  const replaced = await rulebooksOf(found, provider, fromBlock);
  if (replaced.length === 0) return [];
  const deciderOf = await readDeciders(found.NetworkGovernor!, subject);
  return Promise.all(
    replaced.map(async (log) => {
      const by = deciderOf(log);
      const [before, after] = await Promise.all([log.args.previous, log.args.rulebook].map(nameOfAsked));
      return { before: before!, after: after!, by: by ? [by] : [] };
    }),
  );
}

/** Where the governor was given another rulebook. Adopting the default type anew gives it the same one. */
async function rulebooksOf({ NetworkGovernor }: AuditedContracts, provider: Provider, fromBlock: number) {
  const governor = NetworkGovernor__factory.connect(NetworkGovernor!, provider);
  const set = await findEvents(governor, governor.filters.RulebookChanged(), { fromBlock });
  return set.filter(({ args: { previous, rulebook } }) => previous !== ZeroAddress && previous !== rulebook);
}

/** What these accounts can do that others cannot, besides voting: each as its domain says it. */
async function seatsOf(founders: readonly string[], subject: Subject<Expected>) {
  const isFounder = (account: string) => founders.includes(account);
  // Who stands behind a Safe that is a founder itself adds nothing to what that has.
  const held = (await readSeats(subject)).filter(
    ({ holder, through }) => isFounder(holder) && !(through !== undefined && isFounder(through)),
  );
  const lines = (seats: readonly Seat[]) =>
    [...new Set(seats.map(({ holder, does }) => `${nameIn(subject, holder)}: ${does}`))].sort();
  return {
    given: lines(held.filter(({ open }) => !open)),
    open: lines(held.filter(({ open }) => open)),
  };
}

/** How far a type is the holders', as the contract ranks it. */
const RANKS = ["vetoed", "the council's", "both's", "the holders'"];
const rankOf = ({ vetoBps, proposers }: { vetoBps: bigint; proposers: bigint }) =>
  RANKS[vetoBps !== 0n ? 0 : proposers === 2n ? 1 : proposers === 1n ? 3 : 2]!;

/** Every column of every type: what it demands from a phase on. */
async function readColumns(at: string, subject: Subject<Expected>): Promise<Fact[]> {
  const { provider, config, contracts: all } = subject;
  const book = PhasedRulebook__factory.connect(at, provider);
  const codes = await book.types();
  return Promise.all(
    codes.map(async (code) => {
      const columns = await Promise.all([0, 1, 2, 3].map((phase) => book.rulesFrom(code, phase)));
      const line = (phase: number, rules: Readonly<Record<string, unknown>>) =>
        [
          `from ${phaseText(phase)}: ${rankOf({ vetoBps: BigInt(rules.vetoBps as never), proposers: BigInt(rules.proposers as never) })}`,
          ...Object.keys(ORDER).map((field) =>
            field === "voteSource"
              ? `voteSource ${nameIn(subject, String(rules[field]))}`
              : `${field} ${String(rules[field])}`,
          ),
        ].join(", ");
      const actual = columns.flatMap(({ known, rules }, phase) =>
        known ? [line(phase, rules as unknown as Record<string, unknown>)] : [],
      );
      const wanted = config?.governor.types[decodeCode(code)];
      const expected =
        wanted && ruleColumns(wanted).map(([phase, rules]) => line(phase, encodeConfigured(rules, all)));
      return fact("PhasedRulebook", `columns of ${decodeCode(code)}`, actual, expected);
    }),
  );
}
const ORDER = encodeConfigured({ proposers: [] } as never, {});

async function leadsTo(
  found: AuditedContracts,
  provider: Provider,
  fromBlock: number,
): Promise<AuditedContracts> {
  const Phases = await answer(provider, found.Rulebook!, PHASES);
  if (Phases !== undefined) return { Phases, PhasedRulebook: found.Rulebook };
  // Whoever asks is also told of phases that the network has left.
  for (const { args } of (await rulebooksOf(found, provider, fromBlock)).reverse()) {
    const left = await answer(provider, args.previous, PHASES);
    if (left !== undefined) return { Phases: left };
  }
  return {};
}

export const auditing: Own = {
  authority,
  getters,
  readers: { Phases: readSteps, PhasedRulebook: readColumns },
  marks: { Phases: "latestAt(uint256) view returns (uint256)" },
  leadsTo,
};
