/**
 * Milliseconds by which the budgets of parses go: of this thread's work where Node tells it, so that a busy machine does not leave texts unread;
 * of the wall elsewhere.
 */
export const parseClock: () => number =
  typeof process.threadCpuUsage === "function"
    ? () => {
        const { user, system } = process.threadCpuUsage();
        return (user + system) / 1000;
      }
    : () => performance.now();
