import type { Domains } from "@polity/sdk/domains";
import { council } from "./council";
import { court } from "./court";
import { distribution } from "./distribution";
import { governor } from "./governor";
import { people } from "./people";
import { registry } from "./registry";
import { rounds } from "./rounds";
import { treasury } from "./treasury";
import type { WriteChapter } from "./types";
import { votes } from "./votes";
import { voting } from "./voting";
import { work } from "./work";

/** What each domain says in a report, in the order in which it is said. */
export const CHAPTERS = {
  governor,
  votes,
  registry,
  treasury,
  distribution,
  court,
  people,
  voting,
  work,
  rounds,
  council,
} as const satisfies Partial<Record<Domains["name"], WriteChapter>>;
