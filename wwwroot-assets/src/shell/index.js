import { startBlazor } from './connection.js';
import { listenForShortcuts } from './shortcuts.js';
import { listenForMatrixKeys } from './matrix.js';
import { listenForMenu, listenForSkip } from './menu.js';

listenForShortcuts();
listenForMenu();
listenForSkip();
listenForMatrixKeys();
startBlazor();

window.emsShell = {
  /** After a refused form: the first field that is wrong, or what is said about the form as a whole. */
  focusProblem: () => document.querySelector('#content [aria-invalid="true"], #content .error[tabindex]')?.focus(),
};
