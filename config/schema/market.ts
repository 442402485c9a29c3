/** A configuration says nothing of a market yet: a vote uses what somebody has deployed. */
export const sections = {};
