import { PolityError } from "@polity/sdk/errors";
import { didYouMean } from "@polity/sdk/did-you-mean";

/**
 * The programs of a configuration's section that an option names, or all of them.
 * @param network The network's name, for messages.
 * @param section What the section is called: `work` or `rounds`.
 * @throws PolityError if the section asks for no programs, or for none of a name.
 */
export function programsIn<P extends { name: string }>(
  network: string,
  section: string,
  programs: readonly P[] = [],
  wanted?: string,
): readonly P[] {
  const names = programs.map(({ name }) => name);
  const hint = names.length > 0 ? `it asks for ${names.join(", ")}` : `write it into ${section}.programs`;
  if (programs.length === 0) throw new PolityError(`${network} asks for no programs of ${section}`, { hint });
  if (wanted === undefined) return programs;
  return wanted.split(",").map((one) => {
    const found = programs.find(({ name }) => name === one.trim());
    if (found) return found;
    const meant = didYouMean(one.trim(), names);
    throw new PolityError(`${network} asks for no program "${one.trim()}"${meant}`, { hint });
  });
}
