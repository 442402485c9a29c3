import type { Network } from "@polity/sdk/network";
import { inOrder, PLACES, type PageEntry, type PlaceName, type Sections } from "./section";

/** Pages that show all sections, and so belong to none. */
const OWN: readonly PageEntry[] = [
  {
    ...{ route: "/", title: "Home", in: "home", place: 0 },
    load: async () => (await import("./pages/Home")).Home,
  },
  {
    ...{ route: "/analytics", title: "All figures", in: "network", place: 80 },
    load: async () => (await import("./pages/Analytics")).Analytics,
  },
  {
    ...{ route: "/operator", title: "Operator", in: "network", place: 90 },
    load: async () => (await import("./pages/Operator")).Operator,
  },
  {
    ...{ route: "/account", title: "You", in: "you", place: 0 },
    load: async () => (await import("./pages/AccountPage")).AccountPage,
  },
  {
    ...{ route: "/files", title: "Signed files", in: "you", place: 90 },
    load: async () => (await import("./pages/FilesPage")).FilesPage,
  },
];

/**
 * Every page there is, those of the navigation first, in its order.
 * @throws when two pages have one route.
 */
export function pagesOf(sections: Sections): PageEntry[] {
  const pages = inOrder({ ...sections, own: { pages: OWN } }, ({ pages }) => pages);
  const routes = pages.map(({ route }) => route);
  const twice = routes.find((route, i) => routes.indexOf(route) !== i);
  if (twice !== undefined) throw new Error(`two pages have the route ${twice}`);
  return pages;
}

/** One of the five places: the first of its pages is where its name leads. */
export interface Place {
  readonly name: PlaceName;
  readonly pages: readonly PageEntry[];
}

/** The places with their pages, as far as the network has what they are about. */
export function placesOf(sections: Sections, network?: Network): Place[] {
  const there = Object.entries(sections).filter(([, { exists }]) => !network || (exists?.(network) ?? true));
  const listed = pagesOf(Object.fromEntries(there)).filter(({ place }) => place !== undefined);
  return (Object.keys(PLACES) as PlaceName[]).map((name) => ({
    name,
    pages: listed.filter(({ in: place = "network" }) => place === name),
  }));
}

/** Whether a page is at a location or above it, as `/proposals` is above `/proposals/7`. */
export const isAt = ({ route }: PageEntry, location: string): boolean =>
  location === route || (route !== "/" && location.startsWith(`${route}/`));
