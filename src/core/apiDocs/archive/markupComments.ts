/** Text without `<!-- comments -->`; one that nothing ends goes on to the end. */
export function withoutMarkupComments(text: string): string {
  let kept = "";
  for (let at = 0; ; ) {
    const open = text.indexOf("<!--", at);
    if (open < 0) return kept + text.slice(at);
    kept += text.slice(at, open);
    const close = text.indexOf("-->", open + 4);
    if (close < 0) return kept;
    at = close + 3;
  }
}
