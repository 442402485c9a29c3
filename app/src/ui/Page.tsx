import { createContext, use, useEffect, type ReactNode } from "react";

import { visible } from "@polity/sdk/nep/text";

interface PageProps {
  /** Default the one that the list of pages has for it. */
  title?: string;
  /** Stands above the title. */
  before?: ReactNode;
  /** Stands at the right of the title. */
  aside?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
}

const TitleContext = createContext({ title: "Polity", network: "Polity" });
/** Gives the page beneath it the title that the list of pages has, and the network's name. */
export const PageTitle = TitleContext.Provider;

/** A page: its title in the window and as its one first heading. */
export function Page({ title, before, aside, lead, children }: PageProps) {
  const listed = use(TitleContext);
  const [shown, network] = [visible(title ?? listed.title), visible(listed.network)];
  // The page first: a browser with many tabs shows no more than a word or two.
  const inTab = shown === network ? network : `${shown} · ${network}`;
  useEffect(() => {
    document.title = inTab;
  }, [inTab]);
  return (
    <div className="page">
      <div className="page-head">
        <div>
          {before}
          <h1>{shown}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {aside && <div className="page-aside">{aside}</div>}
      </div>
      {children}
    </div>
  );
}

interface CardProps {
  title?: ReactNode;
  aside?: ReactNode;
  /** `plain` has no frame. */
  kind?: "plain";
  children: ReactNode;
}

/** A part of a page, under a second heading. */
export function Card({ title, aside, kind, children }: CardProps) {
  return (
    <section className={kind === "plain" ? "section" : "card"}>
      {(title !== undefined || aside !== undefined) && (
        <div className="card-head">
          {title !== undefined && <h2>{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Figures beside each other. */
export function Stats({ children }: { children: ReactNode }) {
  return <dl className="stats">{children}</dl>;
}

/** One figure: what it is, the value with its unit, and what it means. */
export function Stat({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd className="stat-value">{children}</dd>
      {note !== undefined && <dd className="stat-note">{note}</dd>}
    </div>
  );
}

/** Pairs of a name and its value. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
