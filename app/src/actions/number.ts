import { PolityError } from "@polity/sdk/errors";
import { POINT } from "@polity/sdk/format";

/**
 * A number that a person has typed, as digits and a point. Digits may stand in groups as the page's language has them.
 * @throws PolityError for one that means another amount to somebody else: "1,5" is no 15, and "1.250" may be 1250.
 */
export function typedNumber(text: string, point = POINT): string {
  const digits = text.trim().replaceAll(/[\s’'](?=\d{3}(?!\d))/g, "");
  const group = point === "," ? "." : ",";
  if (!digits.includes(group)) return digits.replace(point, ".");
  const isGrouped = new RegExp(`^-?\\d{1,3}(?:\\${group}\\d{3})+(?:\\${point}\\d+)?$`).test(digits);
  const isPlain = group === "." && /^-?\d+\.\d+$/.test(digits);
  if (isGrouped && !isPlain) return digits.replaceAll(group, "").replace(point, ".");
  if (isPlain && !isGrouped) return digits;
  throw new PolityError(`"${text.trim()}" can be read in two ways`, {
    hint: `write it without groups, like 1250${point}5`,
  });
}
