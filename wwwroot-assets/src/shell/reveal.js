// A press within an element that names another brings that other one into view: it shows what was picked, and lies below the fold.
export function listenForReveals() {
  document.addEventListener('click', event => {
    const pressed = event.target.closest?.('button');
    const named = pressed?.closest('[data-reveals]')?.dataset.reveals;
    const shown = named && document.getElementById(named);
    if (!shown) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    shown.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  });
}
