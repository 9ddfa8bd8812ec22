/** Several files in one text: a line `//- path` or `#- path` starts each. */
export function markedFiles(text: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let path: string | undefined;
  let lines: string[] = [];
  const close = () => path !== undefined && files.set(path, `${lines.join("\n")}\n`);
  for (const line of text.split("\n")) {
    const start = /^\s*(?:\/\/|#)- (\S+)/.exec(line);
    if (start) {
      close();
      path = start[1]!;
      lines = [];
    } else lines.push(line);
  }
  close();
  return files;
}
