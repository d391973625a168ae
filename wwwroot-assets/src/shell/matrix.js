// Inside a table of buttons the arrows move the focus, as in a sheet: one stop for Tab, however many cells there are.
// Only the focus moves here; which cell Tab stops at is the page's, and follows what is picked.
export function listenForMatrixKeys() {
  document.addEventListener('keydown', event => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const table = event.target.closest?.('table[data-matrix]');
    if (!table || event.target.tagName !== 'BUTTON') return;
    const rows = [...table.rows].map(row => [...row.querySelectorAll('td > button')]).filter(cells => cells.length > 0);
    const at = rows.findIndex(cells => cells.includes(event.target));
    const next = target(event, rows, at, rows[at].indexOf(event.target));
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

function target({ key, ctrlKey }, rows, row, column) {
  if (ctrlKey) return { Home: rows[0][0], End: rows.at(-1).at(-1) }[key];
  switch (key) {
    case 'ArrowLeft': return rows[row][column - 1];
    case 'ArrowRight': return rows[row][column + 1];
    case 'ArrowUp': return rows[row - 1]?.[column];
    case 'ArrowDown': return rows[row + 1]?.[column];
    case 'Home': return rows[row][0];
    case 'End': return rows[row].at(-1);
    default: return undefined;
  }
}
