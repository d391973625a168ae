import { startBlazor } from './connection.js';
import { listenForShortcuts } from './shortcuts.js';
import { listenForMenu, listenForSkip } from './menu.js';
import { listenForComboboxes } from './combobox.js';
import { listenForReveals } from './reveal.js';

listenForShortcuts();
listenForMenu();
listenForSkip();
listenForReveals();
listenForComboboxes();
startBlazor();


window.emsShell = {
  /** Puts a text on the clipboard; resolves to false where the browser forbids it. */
  copy: async text => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  },
};
