/** A configuration says nothing of ballots yet: a vote uses what somebody has deployed. */
export const sections = {};
