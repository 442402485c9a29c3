import { contradictionWords, type Contradiction, type ProposalForm } from "@polity/sdk/nep";

/** A contradiction as a line for people, with what becomes of it. */
export function contradictionLine(found: Contradiction, form: ProposalForm | undefined): string {
  const what = `contradiction: ${found.figure} ${contradictionWords(found)}`;
  return form?.contradictions === "refuse" ? `${what}; this network refuses it` : what;
}
