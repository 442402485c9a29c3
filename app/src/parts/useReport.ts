import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Period } from "@polity/sdk/analytics/table";
import { DAY } from "@polity/sdk/format";
import { askedOf, readMeasured } from "../../../report/measured";
import { buildReport } from "../../../report/report";
import { CHAPTERS } from "../../../report/sections";
import type { Past } from "../data/history";
import { useSite } from "../data/network";
import { useTokenUnit, useUnits } from "../data/units";

/**
 * The transparency report of a period up to the newest block; computed again only when one of both changes.
 * @param days Default all there are.
 * @param domains Whose chapters are wanted; default all.
 */
export function useReport({ history, source }: Past, days?: number, domains?: readonly string[]) {
  const { deployment, names, network } = useSite();
  const { since, head } = history;
  const from = days === undefined ? since.time : Math.max(since.time, head.time - days * DAY);
  const period = useMemo<Period>(() => ({ from, to: head.time + 1 }), [from, head.time]);
  const { data, error, refetch } = useQuery({
    queryKey: ["measured", head.hash, from],
    queryFn: () =>
      readMeasured(
        network.domains,
        history,
        { period, source, ...askedOf(deployment) },
        deployment.conventions?.targets,
      ),
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const token = useTokenUnit();
  const tokens = useUnits(data?.tokens ?? []);
  const wanted = domains?.join();
  const report = useMemo(() => {
    if (!data) return undefined;
    const nameOf = (address: string) => (Object.hasOwn(names, address) ? names[address] : undefined);
    const { measured, aims } = data;
    const units = { token, tokens };
    const input = {
      ...{ history, source, deployment, units, period, measured, nameOf },
      ...(aims && { aims }),
    };
    if (wanted === undefined) return buildReport(input);
    const [own, asked] = [Object.entries(CHAPTERS), wanted.split(",")];
    const chapters = Object.fromEntries(own.filter(([name]) => asked.includes(name)));
    const report = buildReport(input, chapters);
    const sections = report.sections.filter(({ domain = "" }) => asked.includes(domain));
    return { ...report, sections };
  }, [history, source, deployment, token, tokens, names, period, data, wanted]);
  return { report, error, refetch };
}
