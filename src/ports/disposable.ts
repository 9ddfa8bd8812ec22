/** Something to be released; releasing twice does nothing. */
export interface Disposable {
  dispose(): void;
}
