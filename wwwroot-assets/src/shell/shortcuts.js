// One key, one act: a field that names the key is focused, anything else that names it is pressed.
// Nothing happens while somebody types, with a modifier held, or while a dialog or a menu is open.
export function listenForShortcuts() {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector('.mud-dialog, details[data-menu][open]')) return;
    // In a list that is walked with letters the arrows do the same.
    const key = (event.target.closest?.('[data-walk]') && arrows[event.key]) || event.key.toLowerCase();
    if (key.length !== 1 && key !== 'escape') return;
    // The page comes after the frame: its own search goes before the one in the top line.
    const target = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`)].findLast(element => element.offsetParent !== null);
    if (!target) return;
    event.preventDefault();
    if (!isTyping(target)) return target.click();
    target.focus();
    target.select?.();
  });
}

/** Buttons that step through a list: the focus moves at once, so that the next key meets the right row however slow the line is. */
export function listenForSteps() {
  // On the window, after Blazor on the document: the server hears of the button first and of the focus then.
  window.addEventListener('click', event => {
    const step = Number(event.target.closest?.('[data-step]')?.dataset.step);
    if (!step) return;
    const items = [...document.querySelectorAll('[data-walk] [data-walk-item]')];
    const at = items.includes(document.activeElement) ? document.activeElement : items.find(item => item.hasAttribute('data-at'));
    items[at ? Math.min(Math.max(items.indexOf(at) + step, 0), items.length - 1) : 0]?.focus();
  });
}

const arrows = { ArrowDown: 'j', ArrowUp: 'k' };

const notTypedInto = /^(checkbox|radio|button|submit|reset|range|color|file)$/;

function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element instanceof HTMLInputElement) return !notTypedInto.test(element.type);
  return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName);
}
