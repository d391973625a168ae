// Keys that choose in an open list must not also submit the form around the field or move its caret; the rest is the component's.
export function listenForComboboxes() {
  document.addEventListener('keydown', event => {
    if (!/^(Enter|ArrowUp|ArrowDown)$/.test(event.key)) return;
    if (event.target.matches?.('input[role=combobox][aria-expanded=true]')) event.preventDefault();
  });
  // The marked option stays in sight of whoever walks the list by keys.
  new MutationObserver(changes => {
    for (const { target } of changes) document.getElementById(target.getAttribute('aria-activedescendant'))?.scrollIntoView({ block: 'nearest' });
  }).observe(document.documentElement, { subtree: true, attributeFilter: ['aria-activedescendant'] });
}
