export {
  arraysOf,
  callsOf,
  checkAddress,
  type ActionArgument,
  type Call,
  type CallArrays,
  type NepAction,
} from "./actions";
export { composeDescription, isNep, readDescription } from "./description";
export { readForeignText, type ForeignText } from "./foreign";
export { parseDraftText, type DraftText } from "./draft-text";
export { encodeNep, proposalIdOf, type EncodeContext, type Proposal } from "./encode";
export { extractNep, METADATA_SECTION, readClaims, type ExtractedNep, type NepClaims } from "./extract";
export * from "./contradictions";
export { declaredIn, type Declared } from "./declared";
export * from "./documents";
export * from "./evidence";
export * from "./form";
export { formatActions, formatNep, nepFileName, type DraftAction, type WrittenNep } from "./format";
export { choosesGrace, MAX_GRACE_DAYS, usualGrace, type GraceRules } from "./grace";
export * from "./impact";
export * from "./links";
export * from "./parameters";
export { parseNep, type NepSection, type ParsedNep } from "./parse";
export * from "./review";
export { type ParameterChange } from "./schema";
export { MAX_NEP_BYTES, MAX_NESTING, nepHash, normalizeNep, visible } from "./text";
export { composeTitle, MAX_TITLE, parseTitle, TYPE_CODE, type ProposalTitle } from "./title";
export { unfinished } from "./unfinished";
export { withinBounds, type NetworkRules, type RuledParameter } from "./rules";
export { validateNep, type Nep, type UpgradePath, type ValidateOptions } from "./validate";
export { formatActionsNep, writtenAction, type ActionsDraft } from "./write";
