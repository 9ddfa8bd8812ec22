/**
 * Words that are grammar rather than names in the common languages. They keep their identity in a line's shape and
 * are never renamed. One list for all languages: a name that is a keyword elsewhere only loses being renamed.
 */
const WORDS = `abstract and as assert async await break by case catch class const continue debugger def default defer
delete do elif else enum except export extends extern false False final finally fn for foreach from func function get
global go goto if impl implements import in include instanceof interface is lambda let loop match mod module mut namespace
new nil None not null NULL of operator or override package pass pragma private protected pub public raise range readonly
ref return select set sizeof static struct super switch synchronized template this self throw throws trait true True try
type typedef typeof typename union unsafe use using var virtual void volatile where while with yield
int long short char float double bool boolean byte string`;

const KEYWORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/));

/** Whether a word is grammar in one of the common languages. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}
