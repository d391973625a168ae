import { startBlazor } from './connection.js';
import { listenForShortcuts, listenForSteps } from './shortcuts.js';
import { listenForMatrixKeys } from './matrix.js';
import { listenForMenu, listenForSkip } from './menu.js';
import { listenForComboboxes } from './combobox.js';
import { listenForReveals } from './reveal.js';

listenForShortcuts();
listenForSteps();
listenForMenu();
listenForSkip();
listenForMatrixKeys();
listenForReveals();
listenForComboboxes();
startBlazor();

window.emsShell = {
  /** After a refused form: the first field that is wrong, or what is said about the form as a whole. */
  focusProblem: () => document.querySelector('#content [aria-invalid="true"], #content .error[tabindex]')?.focus(),
};
