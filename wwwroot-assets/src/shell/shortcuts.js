// One key, one act. Nothing happens while somebody types, with a modifier held, or while a dialog is open.
export function listenForShortcuts() {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector('.mud-dialog')) return;
    if (event.key !== '/') return;
    const search = document.querySelector('[data-shortcut="/"]');
    if (!search || search.offsetParent === null) return;
    event.preventDefault();
    search.focus();
    search.select?.();
  });
}

function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}
