import { Link, useSearchParams } from "wouter";

import { visible } from "@polity/sdk/nep/text";
import { useSite } from "../../data/network";
import { Follow } from "../../parts/Follow";
import { filtersOf, matches, searchOf, type Filters } from "./filters";
import { useProposals, type LiveProposal } from "./proposals";
import { ProposalList } from "./ProposalList";
import { Card, Empty, Loaded, Page, shortAddress, STAGE_WORDS } from "../../ui";

/** All proposals, to be searched by title, state, type and author. */
export function Proposals() {
  const query = useProposals();
  const name = useSite().deployment.conventions?.proposals.name;
  return (
    <Page
      lead={`Everything that was ever proposed to this network, the newest first.${name === undefined ? "" : ` The network's name for a proposal is ${visible(name)}, NEP for short.`}`}
      aside={
        <Link href="/propose" className="button">
          Propose
        </Link>
      }
    >
      <Loaded query={query} rows={10}>
        {(all) => <Search all={all} />}
      </Loaded>
      <Follow />
    </Page>
  );
}

function Search({ all }: { all: LiveProposal[] }) {
  const [search, setSearch] = useSearchParams();
  const filters = filtersOf(search);
  const change = (part: Partial<Filters>) => setSearch(searchOf({ ...filters, ...part }), { replace: true });
  const stages = [...new Set(all.map(({ view }) => view.stage))];
  const types = [...new Set(all.map(({ view }) => view.type))].sort();
  const authors = [...new Set(all.map(({ record }) => record.proposer))];
  const found = all.filter((one) => matches(filters, one));
  if (all.length === 0) return <Empty>Nothing has been proposed yet.</Empty>;
  return (
    <>
      <div className="filters" role="search">
        <label>
          Search
          <input
            type="search"
            value={filters.words}
            maxLength={100}
            onChange={({ target }) => change({ words: target.value })}
          />
        </label>
        <Filter
          label="State"
          value={filters.state}
          options={[["live", "still open"], ...stages.map((name) => [name, STAGE_WORDS[name]] as const)]}
          onChange={(state) => change({ state })}
        />
        <Filter
          label="Type"
          value={filters.type}
          options={types.map((name) => [name, name] as const)}
          onChange={(type) => change({ type })}
        />
        <Authors authors={authors} value={filters.author} onChange={(author) => change({ author })} />
        <p className="quiet" role="status">
          {found.length} of {all.length}
        </p>
      </div>
      {found.length === 0 ? (
        <Empty>
          No proposal is like that.{" "}
          <button type="button" className="link" onClick={() => setSearch({}, { replace: true })}>
            Show all
          </button>
        </Empty>
      ) : (
        <Card>
          <ProposalList proposals={found} />
        </Card>
      )}
    </>
  );
}

function Authors({
  authors,
  ...filter
}: { authors: readonly string[] } & Pick<FilterProps, "value" | "onChange">) {
  const { names } = useSite();
  const nameOf = (address: string) =>
    Object.hasOwn(names, address) ? visible(names[address]!) : shortAddress(address);
  const options = authors.map((address) => [address, nameOf(address)] as const);
  return (
    <Filter label="Author" options={options.sort((a, b) => a[1].localeCompare(b[1], "en"))} {...filter} />
  );
}

interface FilterProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  onChange: (value: string) => void;
}

function Filter({ label, value, options, onChange }: FilterProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">all</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
