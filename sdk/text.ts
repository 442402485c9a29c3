import { PolityError, ValidationError, type Problem } from "./errors";

const BOM = "\ufeff";
const CTRL_Z = "\u001a";

/**
 * The text of a file that a person wrote or a program saved, read strictly as UTF-8. What editors and shells put around
 * it is left out: a byte order mark, and the ^Z with which DOS ends a file.
 * @param file What to call it in errors.
 * @throws PolityError that names UTF-16; ValidationError with the line for bytes that are no UTF-8, and for characters
 * that a program has already lost.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (isUtf16(bytes)) {
    throw new PolityError(`${file} is UTF-16, and it must be UTF-8`, {
      hint: 'save it as UTF-8; in PowerShell write "… | Out-File -Encoding utf8 FILE" instead of "… > FILE"',
    });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ValidationError(file, [wrongByte(bytes)], { hint: "save it as UTF-8" });
  }
  const lost = text.split("\n").findIndex((line) => line.includes("\ufffd"));
  if (lost !== -1) {
    const message = "contains U+FFFD, which stands where a program could not read a character; write it anew";
    throw new ValidationError(file, [{ field: "file", line: lost + 1, message }]);
  }
  const from = text.startsWith(BOM) ? 1 : 0;
  return text.slice(from, text.endsWith(CTRL_Z) ? -1 : undefined);
}

/** By its byte order mark, or by a zero in one of the first bytes of a text that begins in ASCII, as every file here does. */
function isUtf16([first, second]: Uint8Array): boolean {
  const isMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMark || (first !== second && (first === 0 || second === 0));
}

/** The first line that is no UTF-8, and what its byte would be on Western systems. A line feed is part of no character. */
function wrongByte(bytes: Uint8Array): Problem {
  const [strict, lenient] = [new TextDecoder("utf-8", { fatal: true }), new TextDecoder()];
  for (let [line, start] = [1, 0]; start <= bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const part = bytes.subarray(start, feed === -1 ? bytes.length : feed);
    try {
      strict.decode(part);
    } catch {
      const good = new TextEncoder().encode(lenient.decode(part).split("\ufffd", 1)[0]).length;
      const western = new TextDecoder("windows-1252").decode(part.subarray(good, good + 1));
      const hex = part[good]!.toString(16).toUpperCase();
      return {
        field: "file",
        line,
        message: `is not UTF-8: it has the byte ${hex}, which is "${western}" in Latin-1`,
      };
    }
    if (feed === -1) break;
    start = feed + 1;
  }
  return { field: "file", message: "is not UTF-8" };
}
