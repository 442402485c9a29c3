import { shouldGovernOver } from "../behaviors/Governor.behavior";
import { SOURCES, type SourceName } from "../helpers/sources";

for (const source of Object.keys(SOURCES) as SourceName[]) {
  describe(`A governor over ${source}`, () => shouldGovernOver(source));
}
