/** Lines that the host tests print begin with it; the extension host's other talk does not and is left out. */
export const hostTestMarker = "[host test] ";
