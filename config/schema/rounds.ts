/** A configuration says nothing of rounds yet: a vote uses what somebody has deployed. */
export const sections = {};
