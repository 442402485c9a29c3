import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { SECTIONS } from "./sections";
import { App } from "./shell/App";
import "./ui/styles.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App sections={SECTIONS} />
  </StrictMode>,
);
