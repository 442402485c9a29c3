import { decodeParameter, encodeKey, formatParameter } from "../nep/parameters";
import type { Nep } from "../nep/validate";
import type { Network } from "../network";
import { isRefused } from "../provider";

/** What a NEP says about values of today that is not so. A parameter that does not exist yet has none. */
export async function outdatedValues({ registry }: Network, { parameterChanges }: Nep): Promise<string[]> {
  const lines = parameterChanges.map(async ({ key, kind, was }) => {
    if (was === undefined) return [];
    const word = await registry.get(encodeKey(key)).catch((error: unknown) => {
      if (isRefused(error)) return undefined;
      throw error;
    });
    const now = word === undefined ? undefined : decodeParameter(kind, word);
    return now === undefined || now === was
      ? []
      : [`${key} is ${formatParameter(now)} now, and the file says it was ${formatParameter(was)}`];
  });
  return (await Promise.all(lines)).flat();
}
