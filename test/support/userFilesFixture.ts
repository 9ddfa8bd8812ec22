/** A workspace on the real disk, with the writer of the person's files. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { JournalledFiles } from "../../src/node/userFiles/journalledFiles.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import { type FaultyCalls, withFaults } from "./faultyCalls.ts";

export interface UserFilesFixture {
  readonly root: string;
  readonly journalFolder: string;
  /** A writer as after a start, with `faults` among its calls. */
  open(faults?: FaultyCalls, now?: () => number): JournalledFiles;
  /** Bytes of every file below the root, as latin-1, by path; a folder as `path/`, a link as `-> target`. */
  tree(): ReadonlyMap<string, string>;
  remove(): void;
}

/** In memory where the system has such a folder: these tests wait for the disk thousands of times. */
const fastFolder = (): string => (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());

export function userFilesFixture(files: Readonly<Record<string, string | Uint8Array>>): UserFilesFixture {
  const folder = realpathSync(mkdtempSync(join(fastFolder(), "user-files-")));
  const root = join(folder, "root");
  const journalFolder = join(folder, "journal");
  mkdirSync(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return {
    root,
    journalFolder,
    open: (faults, now = () => Date.now()) =>
      new JournalledFiles({
        disk: faults ? withFaults(nodeUserDisk, faults) : nodeUserDisk,
        journalFiles: faults ? withFaults(nodeStoreFiles, faults) : nodeStoreFiles,
        journalFolder,
        root,
        now,
      }),
    tree: () => treeOf(root),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function treeOf(root: string, below = ""): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  for (const name of readdirSync(join(root, below)).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const found = lstatSync(join(root, path));
    if (found.isSymbolicLink()) tree.set(path, `-> ${readlinkSync(join(root, path))}`);
    else if (found.isDirectory()) {
      tree.set(`${path}/`, "");
      for (const [inner, content] of treeOf(root, path)) tree.set(inner, content);
    } else tree.set(path, readFileSync(join(root, path), "latin1"));
  }
  return tree;
}
