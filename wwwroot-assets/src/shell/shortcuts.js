// One key, one act: a field that names the key is focused, anything else that names it is pressed.
// Nothing happens while somebody types, with a modifier held, or while a dialog is open.
export function listenForShortcuts() {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector('.mud-dialog')) return;
    if (event.key.length !== 1) return;
    // The page comes after the frame: its own search goes before the one in the top line.
    const target = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`)].findLast(element => element.offsetParent !== null);
    if (!target) return;
    event.preventDefault();
    if (!isTyping(target)) return target.click();
    target.focus();
    target.select?.();
  });
}

const notTypedInto = /^(checkbox|radio|button|submit|reset|range|color|file)$/;

function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element instanceof HTMLInputElement) return !notTypedInto.test(element.type);
  return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName);
}
