// The phone's "more" sheet and the account menu are <details>: they work before the circuit is up. They close like menus.
export function listenForMenu() {
  document.addEventListener('click', event => {
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      const inside = menu.contains(event.target);
      if (!inside || event.target.closest('a')) menu.open = false;
    }
  });
  // The search in the sheet leads to a page under it.
  document.addEventListener('submit', event => {
    const menu = event.target.closest('details[data-menu]');
    if (menu) menu.open = false;
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector('details[data-menu][open]');
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

/** With <base> an in-page address would lead to the start page: the skip link moves the focus itself. */
export function listenForSkip() {
  document.addEventListener('click', event => {
    const target = event.target.closest?.('a.skip') && document.getElementById('content');
    if (!target) return;
    event.preventDefault();
    target.focus();
  }, { capture: true });
}
