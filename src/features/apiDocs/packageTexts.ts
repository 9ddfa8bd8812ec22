/** Finds what a package says of itself in Markdown: its README, and its guides. */
import type { InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import type { PackageText } from "../../core/apiDocs/readme.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { BoundedFiles } from "./boundedFiles.ts";

const LARGEST = 300_000;
const MOST_GUIDES = 30;
const isReadme = (name: string) => /^readme(?:\.(?:md|markdown|mdx|rdoc|rst|txt))?$/i.test(name);

/** The README first. Nothing outside of the package's folder is read. */
export async function packageTexts(
  files: PackageFiles,
  installed: InstalledPackage,
): Promise<readonly PackageText[]> {
  const { folder, id } = installed;
  const bounded = new BoundedFiles(files, [folder]);
  if (id.ecosystem === "python" && installed.role !== "private") return distributionText(bounded, installed);
  const found: PackageText[] = [];
  const take = async (path: string) => {
    const text = await bounded.text(path, LARGEST);
    if (text !== undefined) found.push({ path, text });
  };
  const entries = await bounded.list(folder);
  const readme = entries.find(({ name, kind }) => kind === "file" && isReadme(name));
  if (readme === undefined) return [];
  await take(`${folder}/${readme.name}`);
  for (const guides of entries.filter(
    ({ name, kind }) => kind === "directory" && /^(?:docs?|guides?)$/i.test(name),
  )) {
    const inside = (await bounded.list(`${folder}/${guides.name}`)).filter(({ name }) =>
      /\.mdx?$/i.test(name),
    );
    for (const { name } of inside.slice(0, MOST_GUIDES)) await take(`${folder}/${guides.name}/${name}`);
  }
  return found;
}

/** Distributions keep their README behind their metadata. */
async function distributionText(
  files: BoundedFiles,
  { folder, id: { name, version } }: InstalledPackage,
): Promise<readonly PackageText[]> {
  for (const one of [name, name.replaceAll("-", "_"), name.toLowerCase().replace(/[-.]/g, "_")]) {
    const path = `${folder}/${one}-${version}.dist-info/METADATA`;
    const text = (await files.isFile(path)) ? await files.text(path, LARGEST) : undefined;
    const body = text === undefined ? -1 : text.search(/\r?\n\r?\n/);
    if (text !== undefined) return body < 0 ? [] : [{ path, text: text.slice(body).trim() }];
  }
  return [];
}
