/**
 * The exact functions, by name and version: the sha256 of what computes them, which is the text of `shares.ts` and then of
 * the function's own file. A recipe names it, so that runners of another version do not agree by chance.
 */
export const SOURCES = {
  "participation-v1": "0x6e82775b5d53e19a166a85cec394bd8a924e8efca2caf0eff93c1eccd7da50a5",
  "revenue-v1": "0xaec20ba1f9787268d1d7ac2a7b401435de32273909733e73bc2709c699fdee6b",
  "usage-rebate-v1": "0x3a056ac8905af2ffec6cbb81cee35f927c64ea7912e2a3025e76932d2219eb90",
} as const;
export type ProgramName = keyof typeof SOURCES;
