export { advancePhase } from "./advance";
export { configuredDecided, decidedLines, readDecided, type DecidedType, type DecidedTypes } from "./decides";
export { PHASE_NAMES, phaseText, gateLines, type Gate } from "./names";
export { readPhases, requirePhases, type Condition, type PhasesView, type Step } from "./read";
