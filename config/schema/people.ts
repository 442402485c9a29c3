/** A configuration says nothing of people yet: a vote uses what somebody has deployed. */
export const sections = {};
