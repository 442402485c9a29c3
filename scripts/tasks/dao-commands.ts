import { auditCommand } from "./dao-audit";
import { deployCommand } from "./dao-deploy";
import { keysCommand } from "./dao-keys";
import { carryCommand, passCommand } from "./dao-local";
import { migrateCommand } from "./dao-migrate";
import { reportCommand } from "./dao-report";
import { statusCommand } from "./dao-status";

/** The commands of the scope, by name. */
export const commands = {
  ...{ keys: keysCommand, deploy: deployCommand, migrate: migrateCommand },
  ...{ audit: auditCommand, status: statusCommand, report: reportCommand },
  ...{ pass: passCommand, carry: carryCommand },
};
