import { PolityError } from "@polity/sdk/errors";

/** How Chromium, Firefox, Safari and Vite say that a part of the page did not come. */
const MISSING =
  /dynamically imported module|importing a module script failed|not a valid javascript mime type|unable to preload css/i;

/** A part of the page did not come: its file is gone when the site has a newer version. */
export class MissingPart extends PolityError {}

/** In a sentence where a part of the page did not come; anything else stays what it is. */
export function explainMissing(error: unknown): unknown {
  const { message } = Object(error) as { message?: unknown };
  if (error instanceof PolityError || !MISSING.test(String(message))) return error;
  return new MissingPart("a part of this page could not be loaded", {
    hint: "the site has a newer version now, or the connection was lost: reload the page once you are online",
    cause: error,
  });
}
