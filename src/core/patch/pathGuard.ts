/** Whether a path that someone else wrote may name a file of the workspace. */

/** UTF-16 units. */
const LONGEST_PATH = 1024;
const reserved =
  /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)(?:\..*)?$/i;

/**
 * Rules on the text of a path, on every system alike, so that a patch means the same everywhere. Links are the writer's to check.
 *
 * @param path relative with `/`
 * @returns why the path is no file's below the root; undefined for one that is
 */
export function pathFault(path: string): string | undefined {
  const quoted = `"${path.slice(0, 200).replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")}"`;
  if (path === "") return "the path is empty";
  if (path.length > LONGEST_PATH) return `the path ${quoted} is too long`;
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return `the path ${quoted} holds control characters`;
  if (/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/.test(path))
    return `the path ${quoted} holds invisible characters`;
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(path))
    return `the path ${quoted} is no valid text`;
  if (path.startsWith("/") || path.startsWith("~") || path.includes("\\"))
    return `the path ${quoted} is not relative to the root`;
  if (path.includes(":")) return `the path ${quoted} names a drive or a stream`;
  for (const part of path.split("/")) {
    const fault = partFault(part);
    if (fault !== undefined) return `the path ${quoted} ${fault}`;
  }
  return undefined;
}

/** Windows drops dots and blanks at the end of names, and reserves some: such names mean another file there. */
function partFault(part: string): string | undefined {
  if (part === "") return "has an empty part";
  if (part === "..") return "leaves the root";
  if (part === ".") return "has a part that means nothing";
  if (/[. ]$/.test(part)) return "has a part that ends with a dot or a blank";
  if (part.startsWith(" ")) return "has a part that begins with a blank";
  if (reserved.test(part)) return "has a part that is reserved";
  if (/~\d/.test(part) && /^[^.]{1,6}~\d(?:\.[^.]{1,3})?$/.test(part))
    return "has a part that may be the short form of another name";
  return undefined;
}
