/**
 * The exact functions, by name and version: the sha256 of what computes them, which is the text of `shares.ts` and then of
 * the function's own file. A recipe names it, so that runners of another version do not agree by chance.
 */
export const SOURCES = {
  "participation-v1": "0x6e82775b5d53e19a166a85cec394bd8a924e8efca2caf0eff93c1eccd7da50a5",
  "revenue-v1": "0x96a09099c686d6695f737ce5ee9ad55d2407d40ae39beba804b3979fa45e61f6",
  "usage-rebate-v1": "0x96a09099c686d6695f737ce5ee9ad55d2407d40ae39beba804b3979fa45e61f6",
} as const;
export type ProgramName = keyof typeof SOURCES;
