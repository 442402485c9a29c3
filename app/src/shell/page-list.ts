import { inOrder, type PageEntry, type Sections } from "./section";

/** Pages that show all sections, and so belong to none. */
const OWN: readonly PageEntry[] = [
  {
    ...{ route: "/", title: "Overview", place: 0 },
    load: async () => (await import("./pages/Overview")).Overview,
  },
  {
    ...{ route: "/analytics", title: "Analytics", place: 80 },
    load: async () => (await import("./pages/Analytics")).Analytics,
  },
  {
    ...{ route: "/account", title: "Your account", place: 90 },
    load: async () => (await import("./pages/AccountPage")).AccountPage,
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
