const PATHS = {
  home: "M3 11l9-8 9 8M6 9v11h12V9",
  proposals: "M6 3h9l4 4v14H6zM9 11h7M9 15h7",
  people:
    "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M3 20a6 6 0 0 1 12 0M16 6a3 3 0 0 1 0 6M18 15a5 5 0 0 1 3 5",
  network: "M12 3v6M12 9l-6 7M12 9l6 7M5 16h3v4h-3zM16 16h3v4h-3zM10.5 3h3",
  you: "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4 21a8 8 0 0 1 16 0",
  settings:
    "M4 7h9M19 7h1M4 17h3M13 17h7M16 7m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M10 17m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
  system: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 7l6-1.5M12 12h9M12 17l6 1.5",
  light:
    "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  check: "M4 12.5l5 5L20 6.5",
  close: "M5 5l14 14M19 5L5 19",
  down: "M12 4v12M6 11l6 6 6-6M4 20h16",
  outside: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
} as const;

/** A drawing for the eye alone: whatever it stands for has words beside it. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
