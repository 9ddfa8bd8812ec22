/** Lists of names that come with the program: what the libraries of a language call things. */

export interface NameLists {
  /** Empty when there is no list of that name. Never rejects. */
  read(name: string): Promise<ReadonlySet<string>>;
}
