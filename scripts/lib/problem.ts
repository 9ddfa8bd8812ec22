/** A failure a person can act on: what went wrong, and what to do next. */
export class Problem extends Error {
  readonly nextStep: string;

  constructor(cause: string, nextStep: string) {
    super(cause);
    this.nextStep = nextStep;
  }
}

/** Runs a task; a `Problem` is printed as its cause and next step, anything else with its stack. Exits 1 on both. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(
      error instanceof Problem ? `\nCannot go on: ${error.message}\nNext: ${error.nextStep}` : error,
    );
    process.exitCode = 1;
  }
}
