// Which bugs of the compiler's own list touch a build. The list is Solidity's docs/bugs.json, of which tools/solc/known-bugs.json
// is a copy in our words: npm's solc does not carry it, and a check must work offline.
import { readFileSync } from "node:fs";

/** The settings of a build that decide about bugs, as in standard JSON. */
export interface Build {
  version: string;
  settings: {
    optimizer?: { enabled?: boolean; details?: { yul?: boolean } };
    viaIR?: boolean;
    evmVersion?: string;
  };
  /** The text of every source of the build. */
  sources: string[];
}

export interface Conditions {
  optimizer?: boolean;
  yulOptimizer?: boolean;
  viaIR?: boolean;
  ABIEncoderV2?: boolean;
  evmVersion?: string;
}

/** One entry of Solidity's list, as far as it decides whether a build is touched. */
export interface UpstreamBug {
  name: string;
  introduced?: string;
  fixed: string;
  severity: string;
  conditions?: Conditions;
}

export interface Bug extends UpstreamBug {
  what: string;
  /** What a source must have for the bug to be possible; a regular expression for text without comments. */
  needs?: string;
}

export interface BugList {
  source: string;
  /** The day on which the list was read. */
  read: string;
  /** The oldest and the newest compiler that the list speaks of. */
  from: string;
  newest: string;
  bugs: Bug[];
  /** Bugs that a build has, and why it may: the name, and the reason in a sentence. */
  accepted: Partial<Record<string, string>>;
}

const EVM_VERSIONS =
  "homestead tangerineWhistle spuriousDragon byzantium constantinople petersburg istanbul berlin london paris shanghai cancun prague osaka amsterdam";

export const knownBugs = (): BugList =>
  JSON.parse(readFileSync("tools/solc/known-bugs.json", "utf8")) as BugList;

/** Negative, 0 or positive, as "0.8.9" comes before, is, or comes after another release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const different = left!.findIndex((part, index) => part !== right![index]);
  return different === -1 ? 0 : left![different]! - right![different]!;
}

const age = (name: string): number => {
  const index = EVM_VERSIONS.split(" ").indexOf(name);
  if (index === -1)
    throw new Error(`"${name}" is no EVM version that is known here: add it to tools/solc/bugs.ts`);
  return index;
};

/** The condition is "cancun", ">=cancun" or the like. A build that names no version has the newest one. */
function evmMatches(condition: string, evmVersion = "amsterdam"): boolean {
  const [, operator = "", name = ""] = /^([<>]?=?)(\w+)$/.exec(condition) ?? [];
  const difference = age(evmVersion) - age(name);
  if (operator.startsWith(">")) return operator === ">" ? difference > 0 : difference >= 0;
  if (operator.startsWith("<")) return operator === "<" ? difference < 0 : difference <= 0;
  return difference === 0;
}

/** A condition that is not known here counts as met: it is better to look at a bug once too often. */
function settingsMatch(
  { optimizer, viaIR = false, evmVersion }: Build["settings"],
  wanted: Conditions,
): boolean {
  const enabled = optimizer?.enabled === true;
  const yul = optimizer?.details?.yul ?? enabled;
  return (
    (wanted.optimizer ?? enabled) === enabled &&
    (wanted.yulOptimizer ?? yul) === yul &&
    (wanted.viaIR ?? viaIR) === viaIR &&
    wanted.ABIEncoderV2 !== false &&
    (wanted.evmVersion === undefined || evmMatches(wanted.evmVersion, evmVersion))
  );
}

const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, " ");

const reaches = ({ introduced = "0.0.0", fixed }: UpstreamBug, version: string): boolean =>
  compareVersions(introduced, version) <= 0 && compareVersions(version, fixed) < 0;

/** The bugs that a build can have. */
export function bugsOf(bugs: Bug[], { version, settings, sources }: Build): Bug[] {
  return bugs.filter(
    (bug) =>
      reaches(bug, version) &&
      settingsMatch(settings, bug.conditions ?? {}) &&
      (bug.needs === undefined || sources.some((text) => new RegExp(bug.needs!).test(withoutComments(text)))),
  );
}

/** What is wrong with builds of these compilers and settings, each in a sentence. */
export function* compilerProblems(list: BugList, builds: Build[]): Generator<string> {
  if (builds.length === 0) yield "no compiled contract found: compile first (npm run build)";
  const found = new Map(builds.flatMap((build) => bugsOf(list.bugs, build).map((bug) => [bug.name, bug])));
  for (const version of new Set(builds.map((build) => build.version))) {
    if (compareVersions(version, list.from) < 0)
      yield `solc ${version} is older than ${list.from}, where the list of known bugs begins`;
    if (compareVersions(version, list.newest) > 0)
      yield `solc ${version} is newer than ${list.newest}, which the list of known bugs of ${list.read} ends with: read it again`;
  }
  for (const { name, what, fixed, severity } of found.values()) {
    if (list.accepted[name] === undefined)
      yield `${name} (${severity}, fixed in ${fixed}) can touch this build: ${what}`;
  }
  for (const [name, reason = ""] of Object.entries(list.accepted)) {
    if (!found.has(name)) yield `${name} is accepted, but no build can have it: remove it from "accepted"`;
    if (reason.trim().length < 20) yield `${name} is accepted without a reason in a sentence`;
  }
}

/** Where the copy differs from Solidity's own list, and what the newest compiler that npm carries would mend. */
export function* upstreamProblems(list: BugList, upstream: UpstreamBug[], npm: string): Generator<string> {
  const conditions = ({ conditions = {} }: UpstreamBug): string =>
    JSON.stringify(Object.entries(conditions).sort(([a], [b]) => (a < b ? -1 : 1)));
  const ours = new Map(list.bugs.map((bug) => [bug.name, bug]));
  const theirs = upstream.filter(({ fixed }) => compareVersions(fixed, list.from) > 0);
  if (upstream.length === 0) yield "Solidity's list is empty";
  for (const bug of theirs) {
    const copy = ours.get(bug.name);
    if (!copy) yield `${bug.name} is new in Solidity's list: add it`;
    else if (copy.fixed !== bug.fixed || (bug.introduced ?? copy.introduced) !== copy.introduced)
      yield `${bug.name} reaches from ${bug.introduced ?? "the beginning"} to before ${bug.fixed}, not as our copy says`;
    else if (copy.severity !== bug.severity) yield `${bug.name} has the severity ${bug.severity} now`;
    else if (conditions(copy) !== conditions(bug))
      yield `${bug.name} has the conditions ${conditions(bug)} now`;
  }
  for (const { name } of list.bugs)
    if (!theirs.some((bug) => bug.name === name)) yield `${name} is not in Solidity's list any more`;
  if (compareVersions(npm, list.newest) > 0)
    yield `npm carries solc ${npm}, which our copy does not speak of yet`;
  for (const { name, fixed } of list.bugs)
    if (list.accepted[name] !== undefined && compareVersions(fixed, npm) <= 0)
      yield `npm carries solc ${npm}, which is free of ${name}: move to it`;
}
