/** The page of the chat panel: nothing of it but its own script and style is loaded, from nowhere but the extension. */

export interface PanelPage {
  /** 128 bits or more, new for each page. */
  readonly nonce: string;
  /** Where the extension's own files are loaded from, as a source of a content security policy. */
  readonly source: string;
  readonly style: string;
  readonly script: string;
}

/** No inline code, no network, no frames, no forms, no pictures but those that the page holds itself. */
const panelPolicy = ({ nonce, source }: Pick<PanelPage, "nonce" | "source">): string =>
  `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'; img-src blob:; base-uri 'none'; form-action 'none'`;

export const renderPanelPage = (page: PanelPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${panelPolicy(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${page.style}">
<title>Touchstone Chat</title>
</head>
<body><script nonce="${page.nonce}" src="${page.script}"></script></body>
</html>`;
