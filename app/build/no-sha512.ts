// Stands in for SHA-512. ethers takes it along for keys that are derived from a phrase, and the app has no keys; in a first
// load it would be 2 kB.

export const sha512 = {
  create(): never {
    throw new Error("the app has no SHA-512: it derives no keys");
  },
};
