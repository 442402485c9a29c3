import { handOver, type Moving } from "../council/powers";
import { readPrograms } from "./read";

/** The programs that it reviews; those that are ended too, whose jobs go on. */
export const moving: Moving = {
  async moves({ work }, { from, to }) {
    const programs = work ? await readPrograms(work) : [];
    return programs
      .filter(({ reviewers }) => from.includes(reviewers))
      .map(({ id }) =>
        handOver("Work", "setReviewers(uint256 programId, address reviewers)", String(id), to),
      );
  },
};
