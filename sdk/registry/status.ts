import { decodeKey, decodeParameter, formatParameter, PARAMETER_KINDS } from "../nep/parameters";
import type { Standing } from "../status/types";

export interface RegistryStatus {
  version: string;
  parameters: { key: string; value: string }[];
}

export const standing: Standing<RegistryStatus> = {
  async read({ registry }, { block }) {
    const at = { blockTag: block };
    const [version, keys] = await Promise.all([registry.semver(at), registry.keys(at)]);
    const parameters = keys.map(async (key) => {
      const { kind, value } = await registry.parameter(key, at);
      const decoded = decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, value);
      return { key: decodeKey(key), value: formatParameter(decoded) };
    });
    return { version, parameters: await Promise.all(parameters) };
  },

  words: ({ version, parameters }) => ({
    headline: `version ${version}`,
    details: [{ table: parameters.map(({ key, value }) => [key, value]) }],
  }),
};
