// Loaded in <head> without defer: the theme stands before the first paint. The choice is kept in this browser; without one the system decides, also later.
const key = 'ems-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function stored() {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch { return null; } // storage may be forbidden
}

function apply() {
  const theme = stored() ?? (system.matches ? 'dark' : 'light');
  const changed = document.documentElement.dataset.theme !== theme;
  document.documentElement.dataset.theme = theme;
  if (changed) document.dispatchEvent(new CustomEvent('ems:theme', { detail: theme }));
  return theme;
}

apply();
system.addEventListener('change', apply);
addEventListener('storage', event => { if (event.key === key) apply(); }); // another tab chose
// Enhanced navigation of static pages replaces the attributes of <html> with the server's.
new MutationObserver(() => { if (!document.documentElement.dataset.theme) apply(); })
  .observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

const listeners = new Map();

window.emsTheme = {
  get: () => document.documentElement.dataset.theme,
  toggle() {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem(key, next); } catch { /* the choice then lasts as long as the page */ }
    if (stored() === next) return apply();
    document.documentElement.dataset.theme = next;
    document.dispatchEvent(new CustomEvent('ems:theme', { detail: next }));
    return next;
  },
  /** Tells a component of the theme now and whenever it changes. */
  subscribe(component) {
    const listener = event => component.invokeMethodAsync('ThemeChanged', event.detail).catch(() => {});
    listeners.set(component._id, listener);
    document.addEventListener('ems:theme', listener);
    return document.documentElement.dataset.theme;
  },
  unsubscribe(component) {
    document.removeEventListener('ems:theme', listeners.get(component._id));
    listeners.delete(component._id);
  },
};

// Works the same on interactive and on static pages: any button that says so.
document.addEventListener('click', event => {
  if (event.target.closest?.('[data-theme-toggle]')) window.emsTheme.toggle();
});

// The server shows times of day in this browser's zone; it learns it here, before the first page that shows any.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `ems-zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
