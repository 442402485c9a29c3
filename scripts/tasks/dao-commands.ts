import { auditCommand } from "./dao-audit";
import { deployCommand } from "./dao-deploy";
import { statusCommand } from "./dao-status";

/** The commands of the scope, by name. */
export const commands = { deploy: deployCommand, audit: auditCommand, status: statusCommand };
