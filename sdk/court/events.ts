/** Events of whatever can be disputed that no history keeps: the arbitrator's own say what became of a dispute. */
export const UNKEPT_OF_DISPUTES = {
  ArbitratorSet: null,
  RateSet: null,
  ArbitratorSilent: null,
  MetaEvidence: null,
  Evidence: null,
  Dispute: null,
  Ruling: null,
} as const;
