import { serveHistory } from "./serve";

serveHistory(self);
