/** What models wrap around the text they were asked for. */

const reasoning = /^\s*<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>\s*|$)/;
/** The end of reasoning that began in the prompt's own template, and the head of an answer that has channels. */
const reasoningEnd = /^[\s\S]*?<\/(?:think|thinking|reasoning)>\s*/;
const finalChannel = /^[\s\S]*<\|channel\|>final<\|message\|>/;
const fenceStart = /^\s*(?:[^\n`]{0,200}\n)?```[^\n]*\n/;
/** Control tokens of code models that servers let through; none of them is code. */
const leakedToken =
  /<\|(?:fim_|endoftext|file_sep|repo_name|im_start|im_end|end_of|cursor)[^|>]{0,20}\|?>?|<｜[^｜]{1,40}｜>|<(?:EOT|eot_id|EOD)>|<\/s>\s*$/;

/** The text without a reasoning block in front, and up to a leaked control token. */
export function dropModelFrame(raw: string): string {
  const text = raw.replace(finalChannel, "").replace(reasoning, "").replace(reasoningEnd, "");
  const leak = leakedToken.exec(text);
  return leak === null ? text : text.slice(0, leak.index);
}

/** The inside of a code fence the answer starts with, perhaps after a line of talk; else the text as it is. */
export function dropFence(text: string): string {
  const start = fenceStart.exec(text);
  if (start === null) return text;
  const inside = text.slice(start[0].length);
  const end = /^[ \t]*```[ \t]*$/m.exec(inside);
  return (end === null ? inside : inside.slice(0, end.index)).replace(/\r?\n$/, "");
}

/** Chat models like to repeat the line they were to continue. */
export function dropEcho(text: string, lineBefore: string): string {
  const begun = lineBefore.trimStart();
  if (begun.trim().length < 3) return text;
  if (text.startsWith(lineBefore)) return text.slice(lineBefore.length);
  return text.trimStart().startsWith(begun) ? text.trimStart().slice(begun.length) : text;
}
