/** Words that tell nothing in a query: those of every English sentence, and those of every file of code. */

/** Function words (as in van Rijsbergen 1979, appendix), with what remains of contractions. */
const english =
  "a about above after again against all also am an and any are aren as at be because been before being below between both but by can cannot could couldn did didn do does doesn doing don down during each few for from further had hadn has hasn have haven having he her here hers him his how however i if in instead into is isn it its itself just let like ll me might more most my myself need needs no nor not now of off on once only or other otherwise our ours out over own per please re really same shall she should shouldn so some such than that the their theirs them then there these they this those through thus to too under until up upon us use used uses using ve very via was wasn way we well were weren what when where whether which while who whom whose why will with within without won would wouldn yet you your yours";

/** Keywords in nearly every file of some language, without those that people ask about, such as class or import. */
const keywords =
  "break case catch const continue def elif else elseif except false finally fn func function impl mut new nil none null pass private protected pub public raise return self super throw throws true try typeof undefined val var void";

/** Lower case. */
export const stopWords: ReadonlySet<string> = new Set([...english.split(" "), ...keywords.split(" ")]);
