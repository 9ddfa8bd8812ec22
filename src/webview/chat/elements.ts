/** Small pieces of the page. */

type Children = readonly (Node | string)[];

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  ...children: Children
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Pictures of 16 by 16, drawn in the colour of the text. */
const icons = {
  send: "M1.7 1.2 15 8 1.7 14.8l1.6-6L10 8 3.3 7.2z",
  stop: "M4 4h8v8H4z",
  copy: "M5 1h9v10h-2v-1h1V2H6v1H5zM2 4h9v11H2zm1 1v9h7V5z",
  insert: "M8 1v6.3l2.6-2.6.8.8L7.5 9.4 3.6 5.5l.8-.8L7 7.3V1zM2 12h11v1H2z",
  again: "M13 2v4H9V5h2.5A4.5 4.5 0 1 0 12 9.5h1A5.5 5.5 0 1 1 12 4.1V2z",
  apply:
    "M2 1h8l4 4v4h-1V6H9V2H3v12h4v1H2zm8 1.400V5h2.600zM11 9h1v2.500h2.500v1H12V15h-1v-2.500H8.500v-1H11z",
  add: "M7.500 2h1v5.500H14v1H8.500V14h-1V8.500H2v-1h5.500z",
  image:
    "M2 2h12v12H2zm1 1v7.300l3-3 3 3 2-2 2 2V3zm0 8.700V13h10v-1.300l-2-2-2 2-3-3zM10.500 4.500a1.250 1.250 0 1 1 0 2.500 1.250 1.250 0 0 1 0-2.500",
  close: "M4 3.300 8 7.300l4-4 .7.7-4 4 4 4-.7.7-4-4-4 4-.7-.7 4-4-4-4z",
  down: "M7.500 2h1v9.100l3.400-3.400.7.7L8 13 3.400 8.400l.7-.7 3.400 3.400z",
  branch:
    "M4 1a2 2 0 0 1 .5 3.940V11.060A2 2 0 1 1 3.500 11.060V4.940A2 2 0 0 1 4 1m8 0a2 2 0 0 1 .5 3.940V6A2.500 2.500 0 0 1 10 8.500H5v-1h5A1.500 1.500 0 0 0 11.500 6V4.940A2 2 0 0 1 12 1",
  edit: "M11.5 1.5 14.500 4.500 5 14H2v-3zM3 11.400V13h1.600L13 4.600 11.400 3z",
} as const;
export type IconName = keyof typeof icons;

export function iconButton(icon: IconName, label: string, act: () => void): HTMLButtonElement {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", icons[icon]);
  picture.append(path);
  const button = element(
    "button",
    { type: "button", class: "icon", title: label, "aria-label": label },
    picture,
  );
  button.addEventListener("click", act);
  return button;
}
