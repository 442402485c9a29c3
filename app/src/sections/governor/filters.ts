import { nameOf, isLive, type LiveProposal } from "./proposals";

/** What proposals are looked for by; an empty text is no wish. Kept in the address, so that a link shows the same. */
export interface Filters {
  words: string;
  /** `live`, or a stage. */
  state: string;
  type: string;
  /** Address of the proposer. */
  author: string;
}

/** As the address has them: anybody may have written it. */
export const filtersOf = (search: URLSearchParams): Filters => {
  const of = (name: keyof Filters) => (search.get(name) ?? "").slice(0, MOST);
  return { words: of("words"), state: of("state"), type: of("type"), author: of("author") };
};
/** Characters of a filter that are read. */
const MOST = 100;

/** For the address: what is not wished for is left out. */
export const searchOf = (filters: Filters): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter(([, value]: [string, string]) => value !== ""));

/** Whether a proposal is one of those that are looked for. */
export function matches({ words, state, type, author }: Filters, proposal: LiveProposal): boolean {
  const { record, view } = proposal;
  return (
    (state === "" || (state === "live" ? isLive(proposal) : view.stage === state)) &&
    (type === "" || view.type === type) &&
    (author === "" || record.proposer.toLowerCase() === author.toLowerCase()) &&
    hasWords(proposal, words)
  );
}

/** Whether every word stands in the title, the type, the id or the proposer's address. */
function hasWords({ record, view }: LiveProposal, words: string): boolean {
  const text = `${nameOf(record)} ${view.type} ${record.id} ${record.proposer}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
