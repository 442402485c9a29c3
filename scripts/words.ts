// Writes the catalogue of all words of the app, app/words/en.json, and says what other languages lack.
//   tsx scripts/words.ts
import { writeCatalogues } from "../app/build/catalogue";

const SHOWN = 50;

for (const { language, missing } of writeCatalogues()) {
  if (missing.length === 0) continue;
  console.log(`app/words/${language}.json lacks ${missing.length}:`);
  for (const key of missing.slice(0, SHOWN)) console.log(`  ${JSON.stringify(key)}: "",`);
  if (missing.length > SHOWN) console.log(`  and ${missing.length - SHOWN} more`);
}
