import { auditCommand } from "./dao-audit";
import { deployCommand } from "./dao-deploy";
import { keysCommand } from "./dao-keys";
import { reportCommand } from "./dao-report";
import { statusCommand } from "./dao-status";

/** The commands of the scope, by name. */
export const commands = {
  ...{
    keys: keysCommand,
    deploy: deployCommand,
    audit: auditCommand,
    report: reportCommand,
    status: statusCommand,
  },
};
