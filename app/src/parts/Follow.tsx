import { useSite } from "../data/network";

/** Links to the feed and the calendar that the site keeps, where it does. */
export function Follow() {
  const { feed, calendar } = useSite();
  if (feed === undefined && calendar === undefined) return null;
  return (
    <p className="quiet">
      Hear of it without this page:{" "}
      {feed !== undefined && (
        <a href={feed} type="application/atom+xml">
          a feed of what happens
        </a>
      )}
      {feed !== undefined && calendar !== undefined && ", "}
      {calendar !== undefined && (
        <a href={calendar} type="text/calendar">
          a calendar of what is due
        </a>
      )}
      .
    </p>
  );
}
