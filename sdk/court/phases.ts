/** The phases of a case, as {@link IJurorCourt} numbers them, in words that follow "it". */
export const PHASES = [
  "does not exist",
  "takes evidence",
  "waits for the block that draws its jurors",
  "seats its jurors",
  "takes votes in secret",
  "has its votes revealed",
  "has votes to be counted",
  "can be appealed",
  "waits for a vote",
  "can be closed",
  "is decided",
  "is carried out",
] as const;

/** What stands for a payment, in words that follow "it". */
export const STATUSES = [
  "does not exist",
  "waits",
  "is disputed",
  "was upheld",
  "was refused",
  "was made",
  "went back to its budget",
] as const;

/** A ruling in words: of choices nobody but the arbitrable knows what they mean. */
export const rulingText = (ruling: bigint): string =>
  ruling === 0n ? "everything stays as it was" : `choice ${ruling}`;

/** The rulings about a disputed payment, besides 0. */
export const PAYMENT_CHOICES = "choice 1 makes the payment, choice 2 returns it to its budget";
