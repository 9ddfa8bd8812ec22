/** Ends a benchmark that was not told what to measure. */
export function endWithUsage(usage: string): never {
  console.error(`Usage: ${usage}`);
  process.exit(2);
}
