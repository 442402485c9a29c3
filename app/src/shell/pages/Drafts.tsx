import { useState } from "react";
import { Link } from "wouter";

import { draftsOf } from "../../actions/draft";
import { useSite } from "../../data/network";
import { Card } from "../../ui";
import { useSections, type Sections } from "../section";

/** What was begun in a form and not finished: it is kept in this browser alone. */
export function Drafts() {
  const site = useSite();
  const sections = useSections();
  const [drafts, setDrafts] = useState(() => sortedOut(sections, draftsOf(site)));
  if (drafts.length === 0) return null;
  return (
    <Card title="Your drafts">
      <p className="quiet small">Kept in this browser until you finish or forget them.</p>
      <ul className="activity drafts">
        {drafts.map(({ what, href, forget }) => (
          <li key={`${href} ${what}`}>
            <Link href={href}>{what}</Link>
            <button
              type="button"
              className="small-button"
              onClick={() => {
                forget();
                setDrafts(sortedOut(sections, draftsOf(site)));
              }}
            >
              Forget<span className="visually-hidden"> {what}</span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Draft {
  what: string;
  href: string;
  forget: () => void;
}

/** Drafts as the sections call them, a line for each thing: a form may keep its parts apart. */
export function sortedOut(
  sections: Sections,
  drafts: readonly { name: string; forget: () => void }[],
): Draft[] {
  const found = new Map<string, Draft>();
  for (const { name, forget } of drafts) {
    for (const { drafts: tell } of Object.values(sections)) {
      const told = tell?.(name);
      if (!told) continue;
      const key = `${told.href} ${told.what}`;
      const before = found.get(key);
      found.set(key, {
        ...told,
        forget: () => {
          before?.forget();
          forget();
        },
      });
    }
  }
  return [...found.values()];
}
