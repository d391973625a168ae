import { startBlazor } from './connection.js';
import { listenForShortcuts } from './shortcuts.js';
import { listenForMenu } from './menu.js';

listenForShortcuts();
listenForMenu();
startBlazor();


window.emsShell = {
  /** Puts a text on the clipboard; resolves to false where the browser forbids it. */
  copy: async text => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  },
};
