import { startBlazor } from './connection.js';
import { listenForShortcuts, listenForSteps } from './shortcuts.js';
import { listenForMenu, listenForSkip } from './menu.js';

listenForShortcuts();
listenForSteps();
listenForMenu();
listenForSkip();
startBlazor();


window.emsShell = {
  /** Puts a text on the clipboard; resolves to false where the browser forbids it. */
  copy: async text => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  },
};
