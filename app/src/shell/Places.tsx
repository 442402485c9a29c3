import { Link, useLocation } from "wouter";

import type { Network } from "@polity/sdk/network";
import { useSite } from "../data/network";
import { Icon } from "../ui";
import { isAt, pagesOf, placesOf, type Place } from "./page-list";
import { PLACES, useSections } from "./section";

/** The five places, with the pages that this network has. */
export const PlacesOfNetwork = () => <PlaceLinks network={useSite().network} />;

/** The five places, and the pages of the one that is shown: at the side, or on a phone at its lower edge. */
export function PlaceLinks({ network }: { network?: Network }) {
  const [location] = useLocation();
  const sections = useSections();
  const places = placesOf(sections, network);
  const at = pagesOf(sections).find((page) => isAt(page, location))?.in ?? "network";
  const here = places.find(({ name }) => name === at);
  return (
    <>
      <nav id="navigation" aria-label="Places">
        <ul>
          {places.map(({ name, pages }) => (
            <li key={name}>
              <Link href={pages[0]?.route ?? "/"} aria-current={name === at ? "true" : undefined}>
                <Icon name={name} />
                {PLACES[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {here && here.pages.length > 1 && <PageLinks place={here} location={location} />}
    </>
  );
}

/** On a phone the pages of a place are one line, which is moved: the current one is not to be looked for. */
const intoSight = (link: HTMLAnchorElement | null) => {
  const line = link?.closest("ul");
  if (link && line) line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
};

function PageLinks({ place: { name, pages }, location }: { place: Place; location: string }) {
  // The nearest above: `/council/desk` is beneath `/council` too.
  const [current] = pages
    .filter((page) => isAt(page, location))
    .sort((a, b) => b.route.length - a.route.length);
  return (
    <nav className="pages" aria-label={`Pages of ${PLACES[name]}`}>
      <ul>
        {pages.map((page) => (
          <li key={page.route}>
            <Link
              href={page.route}
              aria-current={page === current ? "page" : undefined}
              {...(page === current && { ref: intoSight })}
            >
              {page.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
