/** The program's own files, as they lie beside the bundle. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @param path below the program's folder */
export const programFile = (path: string): string => join(__dirname, "..", path);

/** @param name of a bundle beside this one */
export const bundleFile = (name: string): string => join(__dirname, name);

const manifest = JSON.parse(readFileSync(programFile("package.json"), "utf8"));

export const version: string = manifest.version;
