/** Server-sent events out of bytes (WHATWG HTML, section 9.2), however they are cut, within bounded memory. */
import { FaultError } from "./faultOf.ts";

export interface ServerEvent {
  /** Empty for the usual kind. */
  readonly name: string;
  readonly data: string;
}

/** Of one event, in UTF-16 units. */
const maxEventLength = 1024 * 1024;

export class EventDecoder {
  /** Keeps the byte order mark: decoders drop one at each chunk where only the first of all is meant. */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #started = false;
  #line = "";
  #afterReturn = false;
  #name = "";
  #data: string[] = [];
  #eventLength = 0;

  /** The events that these bytes complete. @throws FaultError "tooLarge" when one does not end */
  push(bytes: Uint8Array): readonly ServerEvent[] {
    return this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The event that the end of the stream cut short, if any. */
  end(): readonly ServerEvent[] {
    return this.#take(`${this.#decoder.decode()}\n\n`);
  }

  #take(decoded: string): readonly ServerEvent[] {
    const text = !this.#started && decoded.startsWith("\uFEFF") ? decoded.slice(1) : decoded;
    this.#started ||= decoded !== "";
    const events: ServerEvent[] = [];
    let position = this.#afterReturn && text.startsWith("\n") ? 1 : 0;
    if (text !== "") this.#afterReturn = text.endsWith("\r");
    const lineEnds = /\r\n|\n|\r/g;
    lineEnds.lastIndex = position;
    for (let match = lineEnds.exec(text); match !== null; match = lineEnds.exec(text)) {
      const event = this.#endLine(this.#line + text.slice(position, match.index));
      if (event) events.push(event);
      this.#line = "";
      position = lineEnds.lastIndex;
    }
    this.#line += text.slice(position);
    this.#checkLength(this.#line.length);
    return events;
  }

  #checkLength(lineLength: number): void {
    if (this.#eventLength + lineLength > maxEventLength) throw new FaultError("tooLarge");
  }

  #endLine(line: string): ServerEvent | undefined {
    if (line === "") return this.#dispatch();
    this.#checkLength(line.length);
    if (line.startsWith(":")) return undefined;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      this.#data.push(value);
      this.#eventLength += value.length;
    } else if (field === "event") this.#name = value;
    return undefined;
  }

  #dispatch(): ServerEvent | undefined {
    const event = { name: this.#name, data: this.#data.join("\n") };
    const hasData = this.#data.length > 0;
    this.#name = "";
    this.#data = [];
    this.#eventLength = 0;
    return hasData ? event : undefined;
  }
}
