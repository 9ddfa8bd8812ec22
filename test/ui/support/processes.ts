/** Processes below the editor's server, from `/proc`: what tests hold against "no child process". Linux only. */
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { serverMain } from "../../../scripts/editor/installation.ts";

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process may end between being listed and being read. */
function readProcess(pid: number): ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return [{ pid, parent, command }];
  } catch {
    return [];
  }
}

const listProcesses = (): ProcessEntry[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));

const isExtensionHost = ({ command }: ProcessEntry): boolean => command.includes("--type=extensionHost");

/** What the editor starts for itself runs from here: its search program, its extensions' servers for JSON and the like. */
const editorPrograms = realpathSync(dirname(dirname(serverMain)));

/** How the editor's server looks for open ports. */
const portSearch = /^\/bin\/sh -c (?:ls -l \/proc\/|ps -F -A -l)/;

/** A process that has just ended has no command line any more. */
const isForeign = (command: string): boolean =>
  command !== "" && !command.includes(editorPrograms) && !portSearch.test(command);

interface Sighting {
  /** How many extension hosts run. */
  readonly hosts: number;
  /** Command lines of their child processes, the editor's own left out. */
  readonly commands: string[];
}

function lookAtChildren(serverPid: number): Sighting {
  const all = listProcesses();
  const hosts = all
    .filter((entry) => entry.parent === serverPid && isExtensionHost(entry))
    .map(({ pid }) => pid);
  const commands = all
    .filter(({ parent, command }) => hosts.includes(parent) && isForeign(command))
    .map(({ command }) => command);
  return { hosts: hosts.length, commands };
}

/** Looks at the extension hosts' children every few milliseconds until stopped; returns each command line seen. */
export function watchChildProcesses(serverPid: number): () => Sighting {
  const seen = new Set<string>();
  let hosts = 0;
  const look = () => {
    const now = lookAtChildren(serverPid);
    hosts = Math.max(hosts, now.hosts);
    for (const command of now.commands) seen.add(command);
  };
  const timer = setInterval(look, 25);
  return () => {
    look();
    clearInterval(timer);
    return { hosts, commands: [...seen] };
  };
}
