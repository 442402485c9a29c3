import { useEffect, useLayoutEffect, useRef, useState } from "react";

import type { Picture } from "../../../report/plot";
import { DARK, LIGHT, type Theme } from "../../../report/theme";
import { ErrorState } from "../ui";

/** A picture of a figure. What draws it comes when the first one is shown; its place is kept from the beginning. */
export function Chart({ picture }: { picture: Picture }) {
  if (picture.still !== undefined) return <p>{picture.still}</p>;
  return <Drawn picture={picture} />;
}

function Drawn({ picture }: { picture: Picture }) {
  const place = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<unknown>();
  const [width, setWidth] = useState(0);

  useLayoutEffect(() => {
    const element = place.current!;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  useEffect(() => {
    if (width === 0) return undefined;
    const element = place.current!;
    const ended = new AbortController();
    import("./draw")
      .then(({ draw }) => draw(element, picture, { width }, () => themeOf(element), ended.signal))
      .catch(setError);
    return () => ended.abort();
  }, [picture, width]);

  if (error) return <ErrorState error={error} />;
  return (
    <div
      ref={place}
      role="img"
      aria-label={`${picture.title}. ${picture.description}`}
      className="chart"
      style={{ height: width ? picture.height({ width }) : undefined }}
    />
  );
}

/** The pictures' colours, on the page's own ground. */
function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const [ink, muted, grid, surface] = ["--ink", "--quiet", "--line", "--surface"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  const { colorScheme: chosen } = style;
  const dark =
    chosen === "light dark" ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
  const theme = dark ? DARK : LIGHT;
  return { ...theme, ink: ink!, muted: muted!, grid: grid!, surface: surface! };
}
