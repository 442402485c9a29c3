import { changesNothing, decodeCall, describeCall, nameCall, warningsIn } from "@polity/sdk/calls";
import { explain, PolityError, ValidationError } from "@polity/sdk/errors";
import { parseAmount } from "@polity/sdk/format";
import { chainBook } from "@polity/sdk/governor/book";
import { explainCalls } from "@polity/sdk/governor/explain";
import { checkFee, checkProposer, type ProposerCheck } from "@polity/sdk/governor/propose";
import { simulate } from "@polity/sdk/governor/simulate";
import { encodeNep, unfinished, type Nep, type Proposal } from "@polity/sdk/nep";
import { flag, required, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { problemsOf } from "./documents";
import { formOf, NEP, readNepFile, rulesOf } from "./proposals";

/** For what proposes a NEP file. */
export const PROPOSING = {
  nep: required(NEP),
  maxBurn: text(
    "The most that may be burned as its fee, in tokens; without it the fee that the rules ask for",
  ),
  anyway: flag(
    "Proposes although it would fail or change nothing today, voters would be warned of it, or a document cannot be read",
  ),
};

/** A NEP file as a proposal that the account may make now, and whose actions work. */
export async function readyToPropose(
  context: Context<Values<typeof PROPOSING>>,
  proposer: string,
): Promise<{ nep: Nep; proposal: Proposal; check: ProposerCheck }> {
  const { network, options } = context;
  const { addresses } = network;
  // First the places that the author has not filled in yet: other problems may come from them.
  const open = unfinished(readNepFile(options.nep, { form: formOf(context) }));
  if (open.length > 0) throw new ValidationError(options.nep, open, { hint: "complete the file first" });
  const nep = readNepFile(options.nep, { network: await rulesOf(context) });
  const missing = await problemsOf(nep, options.nep);
  if (missing.length > 0 && !options.anyway) {
    throw new ValidationError(options.nep, missing, {
      hint: "nobody could read what is voted on; --anyway proposes it all the same",
    });
  }
  const proposal = encodeNep(nep, { proposer, contracts: addresses });
  const check = await checkProposer(network, proposer, proposal);
  const { maxBurn: most } = options;
  checkFee(check.type, check.fee, most === undefined ? undefined : parseAmount(most));
  const { calls } = proposal;
  const { allowed, verdict } = await explainCalls(await chainBook(network), network, {
    ...{ calls, declared: nep.code },
  });
  if (!allowed) throw new PolityError(verdict, { hint: "gov explain says why" });
  const needless = await changesNothing(network, calls);
  if (needless.length > 0 && !options.anyway) {
    throw new PolityError(`the proposal would change nothing: ${needless.join("; ")}`, {
      hint: "correct its values; --anyway proposes what only works later",
    });
  }
  const described = await Promise.all(calls.map((call) => describeCall(network, decodeCall(network, call))));
  const warnings = warningsIn(described.flat());
  if (warnings.length > 0 && !options.anyway) {
    throw new PolityError(`voters would be warned of the proposal: ${warnings.join("; ")}`, {
      hint: "correct its actions; --anyway proposes it as it is",
    });
  }
  context.progress("simulating its actions");
  const failed = (await simulate(network, await context.host.simulator(), calls)).find(
    ({ success }) => !success,
  );
  if (failed && !options.anyway) {
    throw new PolityError(
      `${nameCall(decodeCall(network, failed.call))} would be refused today: ${explain(failed.error)}`,
      { hint: "simulate shows all; --anyway proposes what only works later" },
    );
  }
  return { nep, proposal, check };
}
