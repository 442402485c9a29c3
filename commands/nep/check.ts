import { decodeCall, describeCall, warningsIn } from "@polity/sdk/calls";
import type { Network } from "@polity/sdk/deployment";
import { encodeAction } from "@polity/sdk/nep/actions";
import { formatProblem, ValidationError, type Problem } from "@polity/sdk/errors";
import { readContradictions } from "@polity/sdk/governor/contradictions";
import { outdatedValues } from "@polity/sdk/governor/outdated";
import {
  contradictionsOf,
  nameOfForm,
  unfinished,
  type Contradiction,
  type Nep,
  type ProposalForm,
} from "@polity/sdk/nep";
import { networkOf } from "../../scripts/lib/network-file";
import type { Answer } from "../core/answer";
import { command, required, text } from "../core/command";
import { connected, DEPLOYMENT } from "../core/context";
import { contradictionLine } from "../parts/contradictions";
import { problemsOf } from "../parts/documents";
import { formOf, indent, NEP, readNepFile, rulesOf } from "../parts/proposals";

/** What a check has found besides what makes a file invalid. */
interface Found {
  nep: Nep;
  form: ProposalForm | undefined;
  contradictions: readonly Contradiction[];
  /** What its author has not written yet. */
  open: readonly Problem[];
  /** What it says of values of today that is not so. */
  outdated: readonly string[];
  /** What voters would be warned of in its actions. */
  warnings: readonly string[];
}

/** Checks a file before anybody pays for it. Sends nothing. */
export default command({
  words:
    "Checks a NEP's file: its form, the network's rules, its figures and documents, and what is still open",
  options: {
    nep: required(NEP),
    preset: text("Checks by this preset, or a file like ./my-network.ts, without a chain"),
    ...DEPLOYMENT,
  },
  async run(given) {
    const { nep: file, preset } = given.options;
    try {
      if (preset !== undefined) {
        const { config } = networkOf(preset);
        const nep = await withDocuments(readNepFile(file, { network: config }), file);
        return told({
          ...{ nep, form: config.proposals, contradictions: contradictionsOf(nep, config) },
          ...{ open: unfinished(nep), outdated: [], warnings: [] },
        });
      }
      const context = await connected(given);
      const { network, deployment } = context;
      const nep = await withDocuments(readNepFile(file, { network: await rulesOf(context) }), file);
      const [contradictions, outdated, warnings] = await Promise.all([
        readContradictions(network, nep, deployment.conventions),
        outdatedValues(network, nep),
        warningsOf(network, nep),
      ]);
      return told({ nep, form: formOf(context), contradictions, open: unfinished(nep), outdated, warnings });
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      return refused(file, error.problems);
    }
  },
});

/** @throws ValidationError for a document that is not there, or is another one. */
async function withDocuments(nep: Nep, file: string): Promise<Nep> {
  const problems = await problemsOf(nep, file);
  if (problems.length > 0) throw new ValidationError(file, problems);
  return nep;
}

/** What voters would be warned of, as the chain is today. */
async function warningsOf(network: Network, { actions }: Nep): Promise<string[]> {
  const contracts: Readonly<Record<string, string | undefined>> = { ...network.addresses };
  const known = actions.filter(({ target }) => target.startsWith("0x") || contracts[target] !== undefined);
  const calls = known.map((action) => encodeAction(action, (name) => contracts[name] ?? name));
  const lines = await Promise.all(calls.map((call) => describeCall(network, decodeCall(network, call))));
  return warningsIn(lines.flat());
}

function told({ nep, form, contradictions, open, outdated, warnings }: Found): Answer {
  const notes = [
    // What a network refuses is among the problems, and this file has none.
    ...contradictions.map((found) => contradictionLine(found, undefined)),
    ...outdated,
    ...warnings.map((warning) => `voters are warned: ${warning}`),
    ...open.map(formatProblem),
  ];
  const verdict = `is a valid ${nameOfForm(form)}${open.length > 0 ? ", and is not finished" : ""}`;
  return {
    text: [`NEP-${nep.number}: ${nep.title} ${verdict}`, ...indent(notes)].join("\n"),
    json: {
      valid: true,
      problems: [],
      nep: nep.number,
      specHash: nep.specHash,
      contradictions,
      open,
      ...{ outdated, warnings },
    },
    failed: open.length > 0,
  };
}

const refused = (file: string, problems: readonly Problem[]): Answer => ({
  text: [
    `${file} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}`,
    ...indent(problems.map(formatProblem)),
  ].join("\n"),
  json: { valid: false, problems },
  failed: true,
});
