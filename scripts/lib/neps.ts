import { readText } from "./text";

/** The text of a NEP file. @throws PolityError when it cannot be read. */
export const readNep = (file: string): string =>
  readText(file, "give a NEP file with --nep, like those in neps/");
