import { shouldCountBy, VOICES, type Voice } from "../behaviors/Voices.behavior";

for (const voice of Object.keys(VOICES) as Voice[]) {
  describe(`A type that counts by ${voice}`, () => shouldCountBy(voice));
}
