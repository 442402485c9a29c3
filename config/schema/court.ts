/** A configuration says nothing of the court yet: a vote admits one that somebody has deployed. */
export const sections = {};
