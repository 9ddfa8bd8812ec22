/** Findings that tell of libraries which a checker does not see here, not of the code. */
import type { CheckFinding } from "./checkFinding.ts";

const unseen =
  /Cannot find implementation or library stub|^Cannot find module |Unable to import|could not be resolved|^can't find crate|^package \S+ does not exist/;

/** Another place already has the same library missing: one more use of it is no new problem. */
export const unseenBefore = ({ message }: CheckFinding, before: readonly CheckFinding[]): boolean =>
  unseen.test(message) && before.some((one) => one.message === message);

/** Java's compiler is given no libraries: what uses them is unknown to it. */
export const areLibrariesUnseen = (findings: readonly CheckFinding[]): boolean =>
  findings.some(({ message }) => /^package \S+ does not exist/.test(message));
