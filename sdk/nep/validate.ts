import { explain, ValidationError, type Problem } from "../errors";
import { problemsOf } from "../problems";
import { Rulebook__factory } from "../../typechain-types/factories/contracts/governor/Rulebook__factory";
import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { DEFAULT_TYPE, encodeCode } from "../core/code";
import { refusalOfCalls } from "../governor/size";
import { ANY_CONTRACT, encodeAction, type NepAction } from "./actions";
import { METADATA_SECTION } from "./extract";
import { wantedSections, type ProposalForm } from "./form";
import type { EconomicImpact } from "./impact";
import type { NepLinks } from "./links";
import { readNep, type NepSection, type ParsedNep } from "./parse";
import { checkAgainst, type NetworkRules, type Report } from "./rules";
import { nepFields, type ParameterChange } from "./schema";
import { sectionProblems } from "./sections";
import { nepHash } from "./text";

export interface UpgradePath {
  /** Whole days; absent for the least that the type allows. */
  gracePeriodDays?: number;
  backwardCompatible: boolean;
}

/** A valid NEP. */
export interface Nep {
  number: number;
  /** Type code: `TRAIN`. */
  code: string;
  title: string;
  authors: string[];
  /** YYYY-MM-DD */
  created: string;
  discussionsTo: string;
  status?: "Draft" | "Final" | "Withdrawn";
  /** What it says of other NEPs. */
  links: NepLinks;
  parameterChanges: ParameterChange[];
  /** Figures as they were written; which there are, and when they are needed, is the network's. */
  economicImpact?: EconomicImpact;
  /** Present whenever there are parameter changes. */
  upgradePath?: UpgradePath;
  actions: NepAction[];
  sections: NepSection[];
  /** The whole file, normalised; `specHash` is its keccak256. */
  text: string;
  frontMatter: string;
  body: string;
  specHash: string;
  /** Name of the file without its folder, where known. */
  fileName?: string;
}

export interface ValidateOptions {
  /** Name of the file, with or without its folder. A number in it (`nep-0001-…`) must be the NEP's. */
  fileName?: string;
  /** Also checks type, grace, parameters, impact and scopes against this network. */
  network?: NetworkRules;
  /** What the file's network wants of it, where nothing else of the network is known; default that of `network`. */
  form?: ProposalForm | undefined;
}

/**
 * Reads and checks a NEP file.
 * @param source Text of the file.
 * @throws ValidationError with every problem: of form, fields, sections and, given a network, of its rules.
 */
export function validateNep(
  source: string,
  { fileName, network, form = network?.proposals }: ValidateOptions = {},
): Nep {
  const baseName = fileName?.split(/[\\/]/).at(-1);
  const subject = baseName ?? "NEP";
  const { parsed, problems } = readNep(source);
  if (!parsed) throw new ValidationError(subject, problems);

  problems.push(...sectionProblems(parsed.sections, wantedSections(form)), ...reservedProblems(parsed));
  const fields = parsed.fields === undefined ? undefined : nepFields.safeParse(parsed.fields);
  if (fields?.error) problems.push(...problemsOf(fields.error, (path) => parsed.lineOf(path)));
  if (!fields?.success) throw new ValidationError(subject, problems);

  const { data } = fields;
  const impact = data["economic-impact"];
  const path = data["upgrade-path"];
  const nep: Omit<Nep, "specHash"> = {
    number: data.nep,
    code: data.type,
    title: data.title,
    authors: data.authors,
    created: data.created,
    discussionsTo: data["discussions-to"],
    ...(data.status ? { status: data.status } : {}),
    links: {
      requires: data.requires ?? [],
      replaces: data.replaces ?? [],
      implements: data.implements ?? [],
    },
    parameterChanges: data["parameter-changes"] ?? [],
    ...(impact && { economicImpact: impact }),
    ...(path && {
      upgradePath: {
        ...(path.grace_period_days === undefined ? {} : { gracePeriodDays: path.grace_period_days }),
        backwardCompatible: path.backward_compatible,
      },
    }),
    actions: data.actions ?? [],
    sections: parsed.sections,
    text: parsed.text,
    frontMatter: parsed.frontMatter,
    body: parsed.body,
    ...(baseName === undefined ? {} : { fileName: baseName }),
  };

  const report: Report = (at, message) => {
    problems.push({ field: at.join("."), line: parsed.lineOf(at), message });
  };
  const numbered = /^nep-(\d+)/i.exec(baseName ?? "")?.[1];
  if (numbered && Number(numbered) !== nep.number)
    report(["nep"], `is ${nep.number}, but the file is called ${baseName}`);
  const calldatas = nep.actions.map((action, i) => {
    try {
      return encodeAction(action, () => ANY_CONTRACT).calldata;
    } catch (error) {
      report(["actions", i, "args"], explain(error));
      return undefined;
    }
  });
  checkAdoption(nep.actions, calldatas, report);
  const large = refusalOfCalls(calldatas.filter((data) => data !== undefined));
  if (large) report(["actions"], large);
  if (network) checkAgainst(network, nep, report);
  if (problems.length > 0) throw new ValidationError(subject, problems);
  // Last, since text with half a character has no hash.
  return { ...nep, specHash: nepHash(nep.text) };
}

function reservedProblems({ sections }: ParsedNep): Problem[] {
  const reserved = sections.find(({ heading }) => heading.toLowerCase() === METADATA_SECTION.toLowerCase());
  if (!reserved) return [];
  const message = "is reserved: the description carries the front matter under this heading";
  return [{ field: `## ${reserved.heading}`, line: reserved.line, message }];
}

const SET_RULES = Rulebook__factory.createInterface().getFunction("setRules").selector;
const SET_RULEBOOK = NetworkGovernor__factory.createInterface().getFunction("setRulebook").selector;

/** The governor keeps its own copy of the default type's rules: until it adopts new ones, no other type is open. */
function checkAdoption(
  actions: readonly NepAction[],
  calldatas: readonly (string | undefined)[],
  report: Report,
): void {
  const changes = `${SET_RULES}${encodeCode(DEFAULT_TYPE).slice(2)}`;
  const last = actions
    .map(({ target }, i) => target === "Rulebook" && calldatas[i]?.startsWith(changes))
    .lastIndexOf(true);
  const adopted = actions.some(
    ({ target }, i) => i > last && target === "NetworkGovernor" && calldatas[i]?.startsWith(SET_RULEBOOK),
  );
  if (last === -1 || adopted) return;
  report(
    ["actions", last],
    `changes the rules of ${DEFAULT_TYPE}, and every other type waits until the governor adopts them: ` +
      "let NetworkGovernor.setRulebook(address newRulebook) with Rulebook follow in the same NEP",
  );
}
