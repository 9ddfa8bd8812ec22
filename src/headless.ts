/** `touchstone` on the command line: the same features with no editor. Each command is a file of `commandLine/`. */
import { printAnswer } from "./commandLine/askCommand.ts";
import { printChecked } from "./commandLine/checkCommand.ts";
import { CommandError, usageError } from "./commandLine/commandError.ts";
import { printCompletion } from "./commandLine/completeCommand.ts";
import { printFix, printSuspects, takeBack } from "./commandLine/fixCommands.ts";
import { openFolders } from "./commandLine/folders.ts";
import { printReport, printStatus } from "./commandLine/indexCommands.ts";
import { version } from "./commandLine/program.ts";
import { serveMcp, serveRpc } from "./commandLine/servers.ts";
import { printCommand } from "./commandLine/slashCommand.ts";
import { printWrittenTests, runTests } from "./commandLine/testCommands.ts";
import { type Command, type Folders, parseCommand } from "./node/cli/arguments.ts";
import { usage } from "./node/cli/usage.ts";

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case "help":
      console.log(usage(command.of));
      break;
    case "version":
      console.log(version);
      break;
    case "wrong":
      throw new CommandError(`${command.problem}\n\n${usage(command.of)}`, usageError);
    default:
      await runInFolders(command);
  }
}

function runInFolders(command: Extract<Command, Folders>): Promise<void> {
  const opening = openFolders(command);
  switch (command.kind) {
    case "rpc":
      return serveRpc(opening);
    case "mcp":
      return serveMcp(opening);
    case "index":
      return printReport(opening, command);
    case "ask":
      return printAnswer(opening, command);
    case "checkApis":
      return printChecked(opening, command);
    case "command":
      return printCommand(opening, command);
    case "fix":
      return printFix(opening, command);
    case "localize":
      return printSuspects(opening, command);
    case "undo":
      return takeBack(opening, command);
    case "writeTests":
      return printWrittenTests(opening, command);
    case "status":
      return printStatus(opening, command.json);
    case "test":
      return runTests(opening, command);
    case "complete":
      return printCompletion(opening, command.at, command.json);
  }
}

run(parseCommand(process.argv.slice(2))).catch((error: unknown) => {
  const known = error instanceof CommandError ? error : undefined;
  process.stderr.write(`touchstone: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(known?.code ?? 1);
});
