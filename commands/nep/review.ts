import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { PolityError } from "@polity/sdk/errors";
import { formatDate } from "@polity/sdk/format";
import { draftReview } from "@polity/sdk/nep";
import { readingCommand } from "../core/context";
import { lifeOf, ONE } from "../parts/nep-life";

/** Writes a draft; never over one that is there. */
export default readingCommand({
  words: "Writes a draft of a NEP's review, with what the chain knows filled in",
  options: ONE,
  async run(context) {
    const { document, life, outcome } = await lifeOf(context);
    const { nep, reviewFile } = document;
    if (life.stage !== "ACTIVE" || !outcome) {
      throw new PolityError(`NEP-${nep.number} is ${life.stage}`, {
        hint: "what has not been active cannot be reviewed",
      });
    }
    if (existsSync(reviewFile)) {
      throw new PolityError(`${reviewFile} is there already`, { hint: "go on with it" });
    }
    const text = draftReview({
      ...{ nep: nep.number, title: nep.title, changes: outcome.effects },
      date: formatDate(await context.network.governor.clock()),
      ...(nep.economicImpact && { impact: nep.economicImpact }),
    });
    mkdirSync(dirname(reviewFile), { recursive: true });
    writeFileSync(reviewFile, text);
    return {
      text: `the draft is in ${reviewFile}: write in the authors, the verdict, what was seen, and why`,
      json: { file: reviewFile, effects: outcome.effects, impact: nep.economicImpact },
    };
  },
});
